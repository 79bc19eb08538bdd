import { FailureError } from '../model/failure.ts';
import type { TreeEntry } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import type { RepoPath } from '../model/path.ts';
import type { Context } from '../ports/context.ts';
import type { RestoreJob } from '../ports/hasher.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';
import { showing } from './showing.ts';
import type { Amount } from './showing.ts';

/** Up to so many files are looked at for their size before they are made. */
const LOOKED_AT = 512;

export interface MakeOptions {
  /** Tried in order; where none of them works, the file becomes a copy. */
  readonly links: readonly LinkType[];
  /** The file gets its owner's x bit. */
  readonly isexec: boolean;
}

/**
 * Makes files of one path from their objects, in place of what stands there. The folders must be there.
 *
 * @throws FailureError `checkout-failed` when an object is damaged. It is removed, as nothing may be made from it; the
 *         file that was to be replaced by it is still what it was.
 */
export async function makeFiles(
  project: Project,
  path: RepoPath,
  entries: readonly TreeEntry[],
  objects: ObjectStore,
  options: MakeOptions,
): Promise<void> {
  const { files } = project.context;
  const base = project.absolute(path);
  const mode = (0o666 & ~files.umask) | (options.isexec ? 0o100 : 0);
  const jobs = entries.map(({ relpath, md5 }): RestoreJob => {
    return { object: objects.pathOf(md5), md5, to: relpath === '' ? base : `${base}/${relpath}`, mode };
  });
  const copies = await linkFiles(project, path, jobs, objects, options);
  if (copies.length > 0) await copyFiles(project, path, copies, objects);
}

/** Makes those files that can be links; gives back those that have to be copies. */
async function linkFiles(
  project: Project,
  path: RepoPath,
  jobs: readonly RestoreJob[],
  objects: ObjectStore,
  { links, isexec }: MakeOptions,
): Promise<readonly RestoreJob[]> {
  const types = typesBeforeCopy(links);
  if (types.length === 0 || jobs.length === 0) return jobs;
  const { context } = project;
  const digests = await showing(context, 'checking', amountOf(context, jobs), onProgress =>
    context.hasher().hash(
      jobs.map(({ object }) => object),
      { legacy: objects.isLegacy, onProgress },
    ),
  );
  const copies: RestoreJob[] = [];
  for (const [index, job] of jobs.entries()) {
    const digest = digests[index];
    if (digest?.md5 !== job.md5) throw damaged(project, path, job.object);
    if (!linkFile(project, job, digest.size === 0, types)) copies.push(job);
    else if (isexec) context.files.chmod(job.to, (context.files.stat(job.to)?.mode ?? 0o444) | 0o100);
  }
  return copies;
}

/** Of many files people see well enough how far they are, without a look at each. */
function amountOf({ files }: Context, jobs: readonly RestoreJob[]): Amount {
  if (jobs.length > LOOKED_AT) return { files: jobs.length };
  const bytes = jobs.reduce((sum, { object }) => sum + (files.stat(object)?.size ?? 0), 0);
  return { files: jobs.length, bytes };
}

/** A copy takes over blocks by itself where the file system can, so a reflink is only tried before other links. */
export function typesBeforeCopy(links: readonly LinkType[]): LinkType[] {
  const end = links.indexOf('copy');
  const types = end < 0 ? [...links] : links.slice(0, end);
  while (types.at(-1) === 'reflink') types.pop();
  return types;
}

/** @param types those that did not work here are taken out. */
function linkFile(project: Project, job: RestoreJob, isEmpty: boolean, types: LinkType[]): boolean {
  const { files } = project.context;
  for (let [type] = types; type !== undefined; [type] = types) {
    // All empty files in one: that would help nobody, and DVC does not do it either.
    if (type === 'hardlink' && isEmpty) return false;
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
  const done = await showing(context, 'checking out', amountOf(context, jobs), onProgress =>
    context.hasher().restore(jobs, { legacy: objects.isLegacy, onProgress }),
  );
  for (const [index, whole] of done.entries()) {
    const job = jobs[index];
    if (!whole && job !== undefined) throw damaged(project, path, job.object);
  }
}

function damaged(project: Project, path: RepoPath, object: string): FailureError {
  project.context.files.remove(object);
  return new FailureError({ code: 'checkout-failed', paths: [project.show(path)] });
}
