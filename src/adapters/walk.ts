import * as fs from 'node:fs';
import type { Files, Looks, WalkedFiles } from '../ports/files.ts';
import { attemptOnPresent, isMissing, toFileTrouble } from './errno.ts';
import { fromHere } from './from-here.ts';

/** mtime, ctime, size, inode. */
const NUMBERS_A_FILE = 4;

type Skip = Parameters<Files['walk']>[1];

/** Implements `Files.walk`: folders in order of name, what is neither file nor folder nor link left out. */
export function walkFiles(folder: string, skip: Skip): WalkedFiles | undefined {
  const top = fromHere(folder);
  const names: string[] = [];
  const folders: string[] = [];
  const linked: string[] = [];
  const linkedFolders: string[] = [];
  const broken: string[] = [];
  let stats = new Float64Array(256 * NUMBERS_A_FILE);

  function visit(entries: readonly fs.Dirent[], prefix: string): void {
    for (const entry of entries) {
      const name = prefix + entry.name;
      if (entry.isDirectory()) {
        if (skip(name, true)) continue;
        folders.push(name);
        visit(entriesOf(`${top}/${name}`) ?? [], `${name}/`);
      } else if ((entry.isFile() || entry.isSymbolicLink()) && !skip(name, false)) {
        const found = statOrNothing(`${top}/${name}`);
        if (found === undefined) {
          // A file that has vanished since is no link that leads nowhere.
          if (entry.isSymbolicLink()) broken.push(name);
        } else if (found.isFile()) {
          record(name, found);
          if (found.nlink > 1 || entry.isSymbolicLink()) linked.push(name);
        } else if (found.isDirectory()) linkedFolders.push(name);
      }
    }
  }

  function record(name: string, found: fs.Stats): void {
    const at = names.length * NUMBERS_A_FILE;
    if (at === stats.length) {
      const larger = new Float64Array(stats.length * 2);
      larger.set(stats);
      stats = larger;
    }
    putStats(stats, at, found);
    names.push(name);
  }

  const first = entriesOf(top);
  if (first === undefined) return undefined;
  visit(first, '');
  return {
    names,
    stats: stats.slice(0, names.length * NUMBERS_A_FILE),
    folders,
    linked,
    linkedFolders,
    broken,
  };
}

/** Implements `Files.lookAgain`. */
export function lookAgain(folder: string, names: readonly string[]): Looks | undefined {
  const top = fromHere(folder);
  const stats = new Float64Array(names.length * NUMBERS_A_FILE);
  const linked: string[] = [];
  let at = 0;
  for (const name of names) {
    const found = statOrNothing(`${top}/${name}`);
    if (found?.isFile() !== true) return undefined;
    putStats(stats, at, found);
    if (found.nlink > 1) linked.push(name);
    at += NUMBERS_A_FILE;
  }
  return { stats, linked };
}

function putStats(stats: Float64Array, at: number, found: fs.Stats): void {
  stats[at] = found.mtimeMs;
  stats[at + 1] = found.ctimeMs;
  stats[at + 2] = found.size;
  stats[at + 3] = found.ino;
}

function entriesOf(folder: string): readonly fs.Dirent[] | undefined {
  const found = attemptOnPresent('listing', folder, () => fs.readdirSync(folder, { withFileTypes: true }));
  return found?.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function statOrNothing(path: string): fs.Stats | undefined {
  try {
    return fs.statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFileTrouble(error, 'looking at', path);
  }
}
