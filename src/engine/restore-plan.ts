import { FailureError } from '../model/failure.ts';
import { isDirDigest, namesObject } from '../model/hash.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Digested, Digester } from './digester.ts';
import { foldersOf, foldersWithout, planFiles } from './file-plan.ts';
import type { FilePlan } from './file-plan.ts';
import { guardTwins, guardWrite } from './guard.ts';
import type { Cache, ObjectStore } from './objects.ts';
import type { Project } from './project.ts';

/** How a path of the workspace comes to hold what a record says. */
export interface RestorePlan {
  readonly path: RepoPath;
  readonly record: HashRecord;
  /** What the path is now, compared with the record. */
  readonly kind: 'absent' | 'different' | 'same';
  readonly files: FilePlan;
  /** The file lacks its x bit. */
  readonly makeExecutable: boolean;
  /** Paths, from the root, whose content would be lost: the cache does not have it. */
  readonly unsaved: readonly RepoPath[];
  /** Of those the ones that stand where a folder or file has to be: links to folders, ignored files and the like. */
  readonly obstacles: readonly RepoPath[];
}

export interface PlanOptions {
  /** Make every file anew. */
  readonly relink?: boolean;
  /** Only what lies at or below this path. */
  readonly inside?: RepoPath;
}

const NO_FILES: FilePlan = { added: [], modified: [], deleted: [], relinked: [], leftFolders: [] };

interface Parts {
  readonly project: Project;
  readonly digester: Digester;
  readonly cache: Cache;
}

/**
 * Compares a path with a record and with the cache; changes nothing.
 *
 * @throws FailureError `checkout-failed` when an object that is needed is missing or damaged; another one when what is
 *         recorded is refused.
 */
export async function planRestore(
  { project, digester, cache }: Parts,
  path: RepoPath,
  record: HashRecord,
  { relink = false, inside = path }: PlanOptions,
): Promise<RestorePlan> {
  const refusal = guardWrite(project, path);
  if (refusal !== undefined) throw new FailureError(refusal);
  if (!namesObject(record.digest)) {
    const message = `'${project.show(path)}': '${record.digest}' is no hash of a file or folder.`;
    throw new FailureError({ code: 'refused', message });
  }
  const found = await digester.digest(path, { name: record.name });
  const isSame = found?.record.digest === record.digest;
  const isLinkedFolder = found?.walked !== undefined && isSymlink(project, path);
  // Without its list DVC cannot tell that a folder is as it should be.
  if (isDirDigest(record.digest) && !(await cache.of(record).has(record.digest)))
    throw new FailureError({ code: 'checkout-failed', paths: [project.show(path)] });
  if (isSame && (!relink || isLinkedFolder)) {
    return {
      path,
      record,
      kind: 'same',
      files: { ...NO_FILES, leftFolders: isLinkedFolder ? [] : emptyFolders(found) },
      makeExecutable: record.isexec === true && found.record.isexec !== true,
      unsaved: [],
      obstacles: [],
    };
  }
  if (found === undefined) project.context.hasher().expect(record.nfiles ?? 0);
  const objects = cache.of(record);
  const selects = selection(path, inside);
  const wanted = (await entriesOf(record, objects))?.filter(({ relpath }) => selects(relpath));
  const refused = objects.refusal(record.digest, project.show(path));
  if (refused !== undefined) throw new FailureError(refused);
  if (wanted === undefined) throw withoutList(project, path, !objects.holds(record.digest));
  const twins = guardTwins(
    project,
    wanted.map(({ relpath }) => below(path, relpath)),
  );
  if (twins !== undefined) throw new FailureError(twins);
  // A link to a folder is one thing: what lies where it leads is not the project's to change.
  const now = isLinkedFolder ? undefined : found;
  const present = now === undefined ? [] : (now.tree?.() ?? [{ relpath: '', md5: now.record.digest }]);
  const files = planFiles(
    wanted,
    present.filter(({ relpath }) => selects(relpath)),
    (now?.walked?.folders ?? []).filter(selects),
    relink,
  );
  // What the workspace has as recorded is not made, so that the cache may lack it.
  const made = [...files.added, ...files.modified.map(({ after }) => after), ...files.relinked];
  const isThere =
    inside === path && made.length === wanted.length
      ? await objects.hasAll(record)
      : (await objects.missing(made)).length === 0;
  if (!isThere) throw new FailureError({ code: 'checkout-failed', paths: [project.show(path)] });
  const obstacles = obstaclesOf(project, path, record, files, now);
  const unsaved = await unsavedOf(path, files, objects);
  return {
    path,
    record,
    kind: found === undefined ? 'absent' : isSame ? 'same' : 'different',
    files,
    makeExecutable: false,
    unsaved: [...unsaved, ...obstacles],
    obstacles,
  };
}

/** @param wasDamaged the list was there when it was looked for. */
function withoutList(project: Project, path: RepoPath, wasDamaged: boolean): FailureError {
  const shown = project.show(path);
  return new FailureError({
    code: 'checkout-failed',
    paths: [shown],
    ...(wasDamaged ? { damaged: [`${shown}/`] } : {}),
  });
}

function isSymlink(project: Project, path: RepoPath): boolean {
  return project.context.files.lstat(project.absolute(path))?.kind === 'symlink';
}

function emptyFolders({ walked }: Digested): readonly string[] {
  return walked === undefined ? [] : foldersWithout(walked.folders, walked.names);
}

function selection(path: RepoPath, inside: RepoPath): (relpath: string) => boolean {
  if (inside === path) return () => true;
  const prefix = inside.slice(path.length + 1);
  return relpath => isInside(relpath, prefix);
}

async function entriesOf(
  record: HashRecord,
  objects: ObjectStore,
): Promise<readonly TreeEntry[] | undefined> {
  return isDirDigest(record.digest) ? objects.tree(record.digest) : [{ relpath: '', md5: record.digest }];
}

/** Content that is about to go and that the cache does not have. */
async function unsavedOf(path: RepoPath, plan: FilePlan, objects: ObjectStore): Promise<RepoPath[]> {
  const unsaved: RepoPath[] = [];
  for (const { relpath, md5 } of [...plan.deleted, ...plan.modified.map(({ before }) => before)])
    if (!(await objects.has(md5))) unsaved.push(below(path, relpath));
  return unsaved;
}

/** Things that no hash is known of, as the walk does not see them, at places that are needed. */
function obstaclesOf(
  project: Project,
  path: RepoPath,
  record: HashRecord,
  plan: FilePlan,
  now: Digested | undefined,
): RepoPath[] {
  const { files } = project.context;
  const kindAt = (relpath: string): string | undefined =>
    files.lstat(project.absolute(below(path, relpath)))?.kind;
  if (now === undefined) return kindAt('') === undefined ? [] : [path];
  const isFolder = isDirDigest(record.digest);
  if (now.walked === undefined) return [];
  const { names } = now.walked;
  if (!isFolder) {
    const seen = new Set(names);
    const all = files.walk(project.absolute(path), () => false);
    return [...(all?.names ?? []), ...(all?.broken ?? [])]
      .filter(name => !seen.has(name))
      .map(name => below(path, name));
  }
  const deleted = new Set(plan.deleted.map(({ relpath }) => relpath));
  const added = plan.added.map(({ relpath }) => relpath);
  const parents = [...foldersOf(added)].filter(folder => {
    const kind = kindAt(folder);
    return kind !== undefined && kind !== 'directory' && !deleted.has(folder);
  });
  const covered = added.filter(name => {
    const kind = kindAt(name);
    if (kind === 'directory') return !plan.leftFolders.includes(name);
    return kind !== undefined && !parents.some(parent => isInside(name, parent));
  });
  return [...parents, ...covered].map(relpath => below(path, relpath));
}

export function below(path: RepoPath, relpath: string): RepoPath {
  return (relpath === '' ? path : `${path}/${relpath}`) as RepoPath;
}
