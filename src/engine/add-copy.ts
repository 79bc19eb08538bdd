import { encodeTree } from '../core/digest/tree.ts';
import { FailureError } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { basename } from '../model/path.ts';
import type { Workspace } from './workspace.ts';

/**
 * Puts a copy of any file or folder of this machine into the cache. The original is only read.
 *
 * @param source absolute path.
 * @param shown what users call it.
 * @returns its record; an x bit is not recorded, as in DVC.
 * @throws FailureError when there is nothing to copy, or it changed meanwhile.
 */
export async function storeCopy(
  { project, cache }: Workspace,
  source: string,
  shown: string,
): Promise<HashRecord> {
  const { context, layout } = project;
  const { current } = cache;
  const kind = context.files.stat(source)?.kind;
  if (kind === undefined)
    throw new FailureError({ code: 'refused', message: `No such file or directory: '${shown}'` });
  if (kind !== 'directory') {
    if (kind !== 'file') throw new FailureError({ code: 'not-file-or-folder', path: shown });
    const [stored] = await context.hasher().store([source], current.directory);
    if (stored === undefined) throw new FailureError({ code: 'changed-meanwhile', path: shown });
    current.forgetListings();
    return { name: 'md5', digest: stored.md5, size: stored.size };
  }
  const { names = [], broken: [broken] = [] } = context.files.walk(source, () => false) ?? {};
  if (broken !== undefined) throw new FailureError({ code: 'broken-link', path: `${shown}/${broken}` });
  if (names.some(name => basename(name) === layout.ignoreFile))
    throw new FailureError({ code: 'ignore-file-inside', folder: shown });
  const stored = await context.hasher().store(
    names.map(name => `${source}/${name}`),
    current.directory,
  );
  current.forgetListings();
  let size = 0;
  const entries = names.map((relpath, index) => {
    const file = stored[index];
    if (file === undefined) throw new FailureError({ code: 'changed-meanwhile', path: shown });
    size += file.size;
    return { relpath, md5: file.md5 };
  });
  const { digest, bytes } = encodeTree(entries);
  current.putTree(digest, bytes, entries);
  return { name: 'md5', digest, size, nfiles: entries.length };
}
