import { FailureError } from '../model/failure.ts';
import type { TreeEntry } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import type { RepoPath } from '../model/path.ts';
import type { Context } from '../ports/context.ts';
import type { Files } from '../ports/files.ts';
import type { RestoreJob } from '../ports/hasher.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import { below } from './restore-plan.ts';
import { showing } from './showing.ts';
import type { Amount } from './showing.ts';

/** Up to so many files are looked at for their size before they are made. */
const LOOKED_AT = 512;
const MD5_OF_NOTHING = 'd41d8cd98f00b204e9800998ecf8427e';

export interface MakeOptions {
  /** Tried in order; where none of them works, the file becomes a copy. */
  readonly links: readonly LinkType[];
  /** The file gets its owner's x bit. */
  readonly isexec: boolean;
  /** {@link checkObjects} has just been asked. */
  readonly isChecked?: boolean;
}

/**
 * Makes files of one path from their objects, in place of what stands there. The folders must be there.
 *
 * @throws FailureError `checkout-failed` when objects are missing or damaged. Damaged ones are removed, as nothing may be
 *         made from them. What was to be replaced by them is still what it was; of copies, others are made by then.
 */
export async function makeFiles(
  project: Project,
  path: RepoPath,
  entries: readonly TreeEntry[],
  objects: ObjectStore,
  options: MakeOptions,
): Promise<void> {
  if (entries.length === 0) return;
  // Copies are checked while they are made, links cannot be.
  if (options.isChecked !== true && typesBeforeCopy(options.links).length > 0)
    await checkObjects(project, path, entries, objects);
  const copies = linkFiles(project, jobsOf(project, path, entries, objects, options), options);
  if (copies.length > 0) await copyFiles(project, path, copies, objects);
}

/** Reads the objects of files of one path that are to be made. Throws as {@link makeFiles}, with nothing made. */
export async function checkObjects(
  project: Project,
  path: RepoPath,
  entries: readonly TreeEntry[],
  objects: ObjectStore,
): Promise<void> {
  const { context } = project;
  const paths = entries.map(({ md5 }) => objects.pathOf(md5));
  const digests = await showing(context, 'checking', amountOf(context, paths), onProgress =>
    context.hasher().hash(paths, { legacy: objects.isLegacy, onProgress }),
  );
  const bad = entries.filter(({ md5 }, index) => digests[index]?.md5 !== md5);
  if (bad.length > 0) throw withoutObjects(project, path, bad, objects);
}

function jobsOf(
  project: Project,
  path: RepoPath,
  entries: readonly TreeEntry[],
  objects: ObjectStore,
  { isexec }: MakeOptions,
): readonly RestoreJob[] {
  const base = project.absolute(path);
  const mode = (0o666 & ~project.context.files.umask) | (isexec ? 0o100 : 0);
  return entries.map(({ relpath, md5 }) => ({
    object: objects.pathOf(md5),
    md5,
    to: relpath === '' ? base : `${base}/${relpath}`,
    mode,
  }));
}

/** Makes those files that can be links; gives back those that have to be copies. */
function linkFiles(
  { context }: Project,
  jobs: readonly RestoreJob[],
  { links, isexec }: MakeOptions,
): readonly RestoreJob[] {
  const types = typesBeforeCopy(links);
  if (types.length === 0) return jobs;
  const copies: RestoreJob[] = [];
  for (const job of jobs) {
    if (!linkFile(context.files, job, types)) copies.push(job);
    else if (isexec) context.files.chmod(job.to, (context.files.stat(job.to)?.mode ?? 0o444) | 0o100);
  }
  return copies;
}

/** Of many files people see well enough how far they are, without a look at each. */
function amountOf({ files }: Context, objects: readonly string[]): Amount {
  if (objects.length > LOOKED_AT) return { files: objects.length };
  const bytes = objects.reduce((sum, object) => sum + (files.stat(object)?.size ?? 0), 0);
  return { files: objects.length, bytes };
}

/** A copy takes over blocks by itself where the file system can, so a reflink is only tried before other links. */
export function typesBeforeCopy(links: readonly LinkType[]): LinkType[] {
  const end = links.indexOf('copy');
  const types = end < 0 ? [...links] : links.slice(0, end);
  while (types.at(-1) === 'reflink') types.pop();
  return types;
}

/** @param types those that did not work here are taken out. */
function linkFile(files: Files, job: RestoreJob, types: LinkType[]): boolean {
  for (let [type] = types; type !== undefined; [type] = types) {
    // All empty files in one: that would help nobody, and DVC does not do it either.
    if (type === 'hardlink' && job.md5 === MD5_OF_NOTHING) return false;
    if (files.link(type, job.object, job.to)) {
      if (type === 'reflink') files.chmod(job.to, job.mode);
      return true;
    }
    types.shift();
  }
  return false;
}

async function copyFiles(
  project: Project,
  path: RepoPath,
  jobs: readonly RestoreJob[],
  objects: ObjectStore,
): Promise<void> {
  const { context } = project;
  const amount = amountOf(
    context,
    jobs.map(({ object }) => object),
  );
  const done = await showing(context, 'checking out', amount, onProgress =>
    context.hasher().restore(jobs, { legacy: objects.isLegacy, onProgress }),
  );
  const base = project.absolute(path);
  const bad = jobs.flatMap(({ md5, to }, index) =>
    done[index] === true ? [] : [{ md5, relpath: to.slice(base.length + 1) }],
  );
  if (bad.length > 0) throw withoutObjects(project, path, bad, objects);
}

/** Takes objects that are damaged out of the cache, where they are not missing anyway. */
function withoutObjects(
  project: Project,
  path: RepoPath,
  entries: readonly TreeEntry[],
  objects: ObjectStore,
): FailureError {
  const damaged = entries.filter(({ md5 }) => objects.holds(md5));
  for (const { md5 } of damaged) objects.remove(md5);
  const names = damaged.map(({ relpath }) => project.show(below(path, relpath)));
  return new FailureError({
    code: 'checkout-failed',
    paths: [project.show(path)],
    ...(names.length > 0 ? { damaged: names } : {}),
  });
}
