import { isUtf8 } from 'node:buffer';
import { basename, dirname, join, type RepoPath } from '../model/path.ts';
import type { DirectoryEntry, EntryKind } from '../ports/files.ts';
import { GitTrouble } from '../ports/git.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { GitObject, GitObjects } from './git-objects.ts';

interface TreeItem extends DirectoryEntry {
  readonly id: string;
  readonly isExecutable: boolean;
}

/** The items of one folder by name. */
type Tree = ReadonlyMap<string, TreeItem>;

/** As many as Linux follows in one path. */
const MOST_LINKS = 40;

/**
 * The files of one commit below `prefix`, read folder by folder as they are asked for. Links inside the tree are
 * followed, as they would be after a checkout; what leads out of it is missing.
 */
export function createGitSnapshot(
  objects: GitObjects,
  commit: string,
  label: string,
  prefix: RepoPath,
): Snapshot {
  const trees = new Map<string, Promise<Tree>>();
  const root: TreeItem = { name: '', kind: 'directory', id: `${commit}^{tree}`, isExecutable: false };

  function treeOf(id: string): Promise<Tree> {
    const known = trees.get(id);
    if (known !== undefined) return known;
    const reading = readObject(objects, id).then(parseTree);
    trees.set(id, reading);
    return reading;
  }

  async function find(path: string): Promise<TreeItem | undefined> {
    const remaining = path.split('/');
    /** The folders above, none of them a link, so that `..` in a link's target leads where it would on disk. */
    const above: TreeItem[] = [];
    let here = root;
    let links = 0;
    for (let name = remaining.shift(); name !== undefined; name = remaining.shift()) {
      if (name === '' || name === '.') continue;
      if (here.kind !== 'directory') return undefined;
      const next = name === '..' ? above.pop() : (await treeOf(here.id)).get(name);
      if (next === undefined) return undefined;
      if (next.kind === 'symlink') {
        const target = (await readObject(objects, next.id)).content.toString('utf8');
        links += 1;
        if (target.startsWith('/') || links > MOST_LINKS) return undefined;
        remaining.unshift(...target.split('/'));
        continue;
      }
      if (name !== '..') above.push(here);
      here = next;
    }
    return here;
  }

  async function itemIn(folder: string, name: string): Promise<TreeItem | undefined> {
    const item = await find(folder);
    return item?.kind === 'directory' ? (await treeOf(item.id)).get(name) : undefined;
  }

  async function contentOf(path: RepoPath): Promise<Buffer | undefined> {
    const item = await find(join(prefix, path));
    return item?.kind === 'file' ? (await readObject(objects, item.id)).content : undefined;
  }

  return {
    label,
    revision: commit,
    readText: async path => (await contentOf(path))?.toString('utf8'),
    readBytes: contentOf,
    isUtf8: async path => isUtf8((await contentOf(path)) ?? Buffer.alloc(0)),
    list: async path => {
      const item = await find(join(prefix, path));
      if (item?.kind !== 'directory') return undefined;
      const items = [...(await treeOf(item.id)).values()];
      return items.map(({ name, kind }) => ({ name, kind })).sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    look: async path => {
      const whole = join(prefix, path);
      const item = whole === '' ? root : await itemIn(dirname(whole), basename(whole));
      if (item === undefined) return undefined;
      const { kind, id, isExecutable } = item;
      const size = kind === 'other' ? 0 : (await readObject(objects, id)).content.length;
      return { kind, size, isExecutable };
    },
  };
}

/** An object that another one names has to be there, or the repository is damaged or was cloned in part. */
async function readObject(objects: GitObjects, id: string): Promise<GitObject> {
  const found = await objects.read(id);
  if (found === undefined) throw new GitTrouble(`git has no object ${id}`, undefined);
  return found;
}

/** A tree object is a row of `<mode> <name>\0<id>`, the id in bytes. */
function parseTree({ id: { length }, content }: GitObject): Tree {
  const tree = new Map<string, TreeItem>();
  let at = 0;
  while (at < content.length) {
    const blank = content.indexOf(32, at);
    const end = content.indexOf(0, blank);
    const mode = content.toString('latin1', at, blank);
    const name = content.toString('utf8', blank + 1, end);
    at = end + 1 + length / 2;
    const isExecutable = mode === '100755';
    tree.set(name, { name, kind: kindOf(mode), id: content.toString('hex', end + 1, at), isExecutable });
  }
  return tree;
}

function kindOf(mode: string): EntryKind {
  if (mode === '40000') return 'directory';
  if (mode === '120000') return 'symlink';
  // A submodule is a commit of another repository: nothing of it can be read here.
  return mode.startsWith('100') ? 'file' : 'other';
}
