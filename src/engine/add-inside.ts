import { encodeTree } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import { isDirDigest } from '../model/hash.ts';
import type { HashRecord, TreeEntry } from '../model/hash.ts';
import { isInside } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Digested } from './digester.ts';
import { heedTwins } from './guard.ts';
import type { Workspace } from './workspace.ts';

export interface InsideOptions {
  readonly commit: boolean;
  readonly relink: boolean;
}

/**
 * Takes one path inside a tracked folder into the folder's record as it is now, or out of it when it is gone. What else
 * changed in the folder does not count, and is not stored.
 *
 * @throws FailureError when the folder is tracked as a file, or its list of files is lost.
 * @source iterative/dvc dvc/output.py, `Output.apply` and `unstage`: the size is recorded only where it can be told.
 */
export async function addInside(
  workspace: Workspace,
  output: RepoPath,
  before: HashRecord | undefined,
  path: RepoPath,
  { commit, relink }: InsideOptions,
): Promise<HashRecord> {
  const { project, cache, digester } = workspace;
  const known = await knownEntries(workspace, output, before);
  const relpath = path.slice(output.length + 1);
  const kept = known.filter(entry => !isInside(entry.relpath, relpath));
  const found = commit ? await storeMember(workspace, path, relink) : await digester.digest(path);
  if (found === undefined && kept.length === known.length)
    throw new FailureError({ code: 'output-missing', path: project.show(path) });
  const entries = [...kept, ...(found === undefined ? [] : entriesBelow(relpath, found))];
  if (found !== undefined)
    heedTwins(
      project,
      entries.map(entry => `${output}/${entry.relpath}`),
    );
  const { digest, bytes } = encodeTree(entries);
  if (commit) cache.current.putTree(digest, bytes, entries);
  const size = sizeAfter(before, digest, kept.length === known.length ? found : undefined);
  return { name: 'md5', digest, ...(size === undefined ? {} : { size }), nfiles: entries.length };
}

/** Of a folder's files no x bit is recorded, so theirs are left alone. */
async function storeMember(
  workspace: Workspace,
  path: RepoPath,
  relink: boolean,
): Promise<Digested | undefined> {
  const found = await workspace.store(path, { relink: false });
  if (found === undefined || !relink) return found;
  await workspace.relink(path, { ...found, record: { ...found.record, isexec: false } });
  return found;
}

async function knownEntries(
  { project, cache }: Workspace,
  output: RepoPath,
  before: HashRecord | undefined,
): Promise<readonly TreeEntry[]> {
  if (before === undefined) return [];
  const shown = project.show(output);
  if (!isDirDigest(before.digest)) {
    const message = `Cannot modify '${shown}' which is being tracked as a file`;
    throw new FailureError({ code: 'refused', message });
  }
  const objects = cache.of(before);
  const entries = await objects.tree(before.digest);
  if (entries !== undefined) return entries;
  throw new FailureError(
    objects.refusal(before.digest, shown) ?? {
      code: 'refused',
      message: `could not read '${before.digest}'`,
      hint: `The cache has lost the list of what '${shown}' holds. \`${project.context.program} add ${shown}\` makes a new one.`,
    },
  );
}

function entriesBelow(relpath: string, { record, tree }: Digested): readonly TreeEntry[] {
  if (tree === undefined) return [{ relpath, md5: record.digest }];
  return tree().map(entry => ({ relpath: `${relpath}/${entry.relpath}`, md5: entry.md5 }));
}

/** @param added what came to files that are all still there. */
function sizeAfter(
  before: HashRecord | undefined,
  digest: string,
  added: Digested | undefined,
): number | bigint | undefined {
  const size = before?.size;
  const more = added?.record.size;
  if (typeof size === 'number' && size > 0 && typeof more === 'number') return size + more;
  return before?.digest === digest ? size : undefined;
}
