import type { TreeEntry } from '../model/hash.ts';
import type { LinkType } from '../model/link.ts';
import type { RepoPath } from '../model/path.ts';
import type { FileStat } from '../ports/files.ts';
import type { Digested } from './digester.ts';
import { typesBeforeCopy } from './make-files.ts';
import type { ObjectStore } from './objects.ts';
import type { Project } from './project.ts';

/**
 * Which files of a path that was just stored are to become links to their objects, or copies of them where they are
 * links to something else.
 *
 * @source iterative/dvc-data src/dvc_data/hashfile/checkout.py, `_needs_relink`: a file of a folder stays as it is when
 *         any of the wanted types says so. A single path must be of the first type that works here.
 */
export function filesToRelink(
  project: Project,
  path: RepoPath,
  { record, tree, walked }: Digested,
  objects: ObjectStore,
  types: readonly LinkType[] = project.settings.linkTypes,
): readonly TreeEntry[] {
  if (tree === undefined || walked === undefined) {
    const entry = { relpath: '', md5: record.digest };
    // Whether a reflink works shows only when it is tried, and where it does not, another link comes next.
    if (typesBeforeCopy(types)[0] === 'reflink') return [entry];
    return isOfType(project, path, entry, objects, types.slice(0, 1)) ? [] : [entry];
  }
  if (types[0] === 'reflink' || types[0] === 'copy') {
    if (walked.linked.length === 0) return [];
    const linked = new Set(walked.linked);
    return tree().filter(
      entry => linked.has(entry.relpath) && !isOfType(project, path, entry, objects, types),
    );
  }
  const lastOfContent = new Map(tree().map(({ relpath, md5 }) => [md5, relpath]));
  return tree().filter(
    entry =>
      !isOfType(project, path, entry, objects, types) ||
      // With hard links wanted, DVC moves one file of a new content into the cache, and the link stays behind.
      (types[0] === 'hardlink' &&
        lastOfContent.get(entry.md5) === entry.relpath &&
        project.context.files.stat(objects.pathOf(entry.md5))?.links === 1),
  );
}

function isOfType(
  project: Project,
  path: RepoPath,
  { relpath, md5 }: TreeEntry,
  objects: ObjectStore,
  types: readonly LinkType[],
): boolean {
  const { files } = project.context;
  const absolute = project.absolute(path);
  const file = relpath === '' ? absolute : `${absolute}/${relpath}`;
  const stat = files.lstat(file);
  if (stat === undefined) return true;
  const kind = kindOfLink(stat);
  for (const type of types) {
    if (type === 'hardlink' && kind === 'hardlink') return files.stat(objects.pathOf(md5))?.ino === stat.ino;
    if (type === 'symlink' && kind === 'symlink') return files.readLink(file) === objects.pathOf(md5);
    if ((type === 'copy' || type === 'reflink') && kind === 'copy') return true;
  }
  return false;
}

function kindOfLink(stat: FileStat): LinkType {
  if (stat.kind === 'symlink') return 'symlink';
  return stat.links > 1 ? 'hardlink' : 'copy';
}
