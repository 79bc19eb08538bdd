import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import { dirname, join, normalise, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { findRoot, openAt } from './project.ts';
import type { Project } from './project.ts';
import { loadIndex } from './project-index.ts';
import { findState, HEAD } from './revisions.ts';
import { ListedTree } from './listed-tree.ts';

export interface Listing {
  readonly tree: ListedTree;
  /** The path that was asked for, in `tree`. */
  readonly path: RepoPath;
  /** The folder that paths are shown from: the one that is listed, or the current one when all is listed. */
  readonly from: RepoPath;
}

export interface ListingRequest {
  /** A folder, or the `file:` URL of a repository. */
  readonly url: string;
  readonly path: string | undefined;
  readonly revision: string | undefined;
  readonly trackedOnly: boolean;
}

/**
 * Opens what is to be listed: the project around a folder as it is on disk, a folder that is in none, or a commit of
 * the git repository around it. A URL means the repository's last commit, and so does a repository without a work tree.
 *
 * @source iterative/dvc dvc/repo/open_repo.py and dvc/repo/__init__.py: which root is meant.
 */
export async function openListing(
  caller: Context,
  request: ListingRequest,
): Promise<Result<Listing, Failure>> {
  const folder = folderOf(caller, request.url);
  if (!folder.ok) return folder;
  const bare = caller.git.openBare(folder.value);
  const context = bare === undefined ? caller : { ...caller, git: { ...caller.git, open: () => bare } };
  const isUrl = request.url.startsWith(FILE_URL);
  const revision = request.revision ?? (isUrl || bare !== undefined ? HEAD : undefined);
  const top = await (revision === undefined
    ? onDisk(context, folder.value)
    : atRevision(context, folder.value, revision));
  if (!top.ok) return top;
  const { project } = top.value;
  // A commit has no current folder.
  const here = revision === undefined ? project.here : ROOT;
  const path = normalise(`/${join(here, request.path ?? '')}`).slice(1) as RepoPath;
  const isWhole = request.path === undefined || request.path === '';
  const inner = await innerProject(top.value, isWhole ? ROOT : path);
  if (!inner.ok) return inner;
  const index = inner.value.isProject
    ? await loadIndex(inner.value.project, inner.value.snapshot, { anyGraph: true })
    : ok(undefined);
  if (!index.ok) return index;
  const { trackedOnly } = request;
  const tree = await ListedTree.open(inner.value.project, inner.value.snapshot, index.value, { trackedOnly });
  const entry = isWhole ? ROOT : (path.slice(inner.value.below.length).replace(/^\//, '') as RepoPath);
  return ok({ tree, path: entry, from: isWhole ? here : entry });
}

const FILE_URL = 'file://';

function folderOf({ cwd, files }: Context, url: string): Result<string, Failure> {
  const path = url.startsWith(FILE_URL) ? decodeURIComponent(url.slice(FILE_URL.length)) : url;
  const folder = join(cwd, path);
  const kind = files.stat(folder)?.kind;
  if (kind === 'directory') return ok(folder);
  if (kind !== undefined) return err({ code: 'refused', message: `'${url}' is not a folder.` });
  if (/^(?:[a-z][a-z\d+.-]*:\/\/|[^/\s]+@[^/\s]+:)/i.test(path))
    return err({
      code: 'refused',
      message: `'${url}' is on another machine, and this version lists only what is on this one.`,
      hint: 'Clone it with git, and list the clone.',
    });
  return err({ code: 'path-missing', path: url });
}

interface Top {
  readonly project: Project;
  readonly snapshot: Snapshot;
  /** False for a folder or repository without a project in its top folder. */
  readonly isProject: boolean;
  /** Opens a project further down in the same state. */
  readonly snapshotOf: (project: Project) => Promise<Result<Snapshot, Failure>>;
}

function onDisk(context: Context, folder: string): Result<Top, Failure> {
  const found = findRoot(context, folder);
  const project = openAt(context, found?.root ?? folder, found?.layout ?? LAYOUTS.dvc);
  if (!project.ok) return project;
  const snapshotOf = ({ root }: Project) => Promise.resolve(ok(context.workspace(root)));
  return ok({
    project: project.value,
    snapshot: context.workspace(project.value.root),
    isProject: found !== undefined,
    snapshotOf,
  });
}

async function atRevision(context: Context, folder: string, revision: string): Promise<Result<Top, Failure>> {
  const root = context.git.open(folder)?.root;
  if (root === undefined) return err({ code: 'not-a-git-repository', folder });
  const snapshotOf = async (project: Project): Promise<Result<Snapshot, Failure>> => {
    const state = await findState(project, revision);
    return state.ok ? ok(state.value.snapshot) : state;
  };
  const first = openAt(context, root, LAYOUTS.dvc);
  if (!first.ok) return first;
  const snapshot = await snapshotOf(first.value);
  if (!snapshot.ok) return snapshot;
  const layout = await layoutIn(snapshot.value, ROOT);
  const project = layout === undefined ? first : openAt(context, root, layout);
  if (!project.ok) return project;
  return ok({
    project: project.value,
    snapshot: snapshot.value,
    isProject: layout !== undefined,
    snapshotOf,
  });
}

interface Inner extends Top {
  /** Where it is below the one that it was found from. */
  readonly below: RepoPath;
}

/** The project inside this one that a path lies in, or this one. */
async function innerProject(top: Top, path: RepoPath): Promise<Result<Inner, Failure>> {
  for (let folder = path; folder !== ROOT; folder = dirname(folder) as RepoPath) {
    const layout = await layoutIn(top.snapshot, folder);
    if (layout === undefined) continue;
    const project = openAt(top.project.context, top.project.absolute(folder), layout);
    if (!project.ok) return project;
    const snapshot = await top.snapshotOf(project.value);
    if (!snapshot.ok) return snapshot;
    return ok({ ...top, project: project.value, snapshot: snapshot.value, isProject: true, below: folder });
  }
  return ok({ ...top, below: ROOT });
}

async function layoutIn(snapshot: Snapshot, folder: RepoPath): Promise<Layout | undefined> {
  for (const layout of Object.values(LAYOUTS)) {
    const look = await snapshot.look(join(folder, layout.directory) as RepoPath);
    if (look?.kind === 'directory') return layout;
  }
  return undefined;
}
