import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Layout } from '../../src/model/layout.ts';

export type State = ReadonlyMap<string, string>;

/**
 * Every file of a project that counts, by its path: its bytes, links as `-> target`.
 *
 * @param anyOrder lines for git and the stages of a lock file stand in the order in which stages came to their ends.
 */
export function stateOf(root: string, { directory: own, lockFile }: Layout, anyOrder = false): State {
  const state = new Map<string, string>();
  const contentOf = (name: string, text: string): string => {
    if (anyOrder && name === lockFile)
      return text
        .split(/^(?=  \S)/m)
        .sort()
        .join('');
    return name === GIT_IGNORE ? text.split('\n').sort().join('\n') : text;
  };
  const visit = (folder: string): void => {
    for (const { name } of readdirSync(folder === '' ? root : `${root}/${folder}`, { withFileTypes: true })) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (path === '.git' || path === `${own}/tmp` || isTemporary(name)) continue;
      const stat = lstatSync(`${root}/${path}`);
      if (stat.isDirectory()) visit(path);
      else if (stat.isSymbolicLink()) state.set(path, `-> ${readlinkSync(`${root}/${path}`)}`);
      else state.set(path, contentOf(name, readFileSync(`${root}/${path}`, 'latin1')));
    }
  };
  visit('');
  return state;
}

/** The lines in it are sorted in a state. */
export const GIT_IGNORE = '.gitignore';

/** Names of files that are being written, or were when the writer died. */
export function isTemporary(name: string): boolean {
  return /^\.[0-9a-f]{24}[-0-9a-z]+\.tmp$/.test(name);
}

/** All temporary files below a folder. */
export function temporaryFiles(folder: string): readonly string[] {
  return (readdirSync(folder, { recursive: true, encoding: 'utf8' }) as readonly string[]).filter(path =>
    isTemporary(path.slice(path.lastIndexOf('/') + 1)),
  );
}

/** What is out of the way while its stage runs again. */
export function filesAside(root: string, { ownDirectory }: Layout): readonly string[] {
  return namesIn(`${root}/${ownDirectory}/aside`).map(name => `${ownDirectory}/aside/${name}`);
}

/** Folders of the run cache with no run inside, at which real DVC would end with an error. */
export function emptyRuns(root: string, { directory }: Layout): readonly string[] {
  const runs = `${root}/${directory}/cache/runs`;
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .flatMap(start => readdirSync(`${runs}/${start}`).map(name => `${runs}/${start}/${name}`))
    .filter(path => !isTemporary(basename(path)) && readdirSync(path).length === 0);
}

/**
 * Objects that are there or can be brought back, each by its place below its store: those of the cache, and those of
 * the trash that its contents name.
 */
export function safeObjects(root: string, { directory, ownDirectory }: Layout): ReadonlySet<string> {
  const cache = `${root}/${directory}/cache/files/md5`;
  const trash = `${root}/${ownDirectory}/trash`;
  const thrownAway = namesIn(trash).flatMap(entry => {
    const contents = `${trash}/${entry}/contents.json`;
    if (!existsSync(contents)) return [];
    const { objects } = JSON.parse(readFileSync(contents, 'utf8')) as {
      objects: readonly { place: string }[];
    };
    return objects.map(({ place }) => place).filter(place => existsSync(`${trash}/${entry}/repo/${place}`));
  });
  const stored = namesIn(cache).flatMap(start =>
    namesIn(`${cache}/${start}`).map(name => `${start}/${name}`),
  );
  return new Set([...stored.filter(place => !isTemporary(place.slice(3))), ...thrownAway]);
}

function namesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** Lists of folders in the cache that name a file which it does not have. */
export function partialLists(state: State): readonly string[] {
  return [...state].flatMap(([path, content]) => {
    const [, cache] = /^(.*\/cache\/files\/md5)\/[0-9a-f]{2}\/[0-9a-f]{30}\.dir$/.exec(path) ?? [];
    if (cache === undefined) return [];
    const entries = JSON.parse(content) as readonly { md5: string }[];
    return entries.every(({ md5 }) => state.has(`${cache}/${md5.slice(0, 2)}/${md5.slice(2)}`)) ? [] : [path];
  });
}

/** What is wrong with objects that are believed because of their mode: their bytes do not have their name. */
export function wrongObjects(root: string, state: State): readonly string[] {
  return [...state].flatMap(([path, content]) => {
    const [, start, rest] = /\/cache\/files\/md5\/([0-9a-f]{2})\/([0-9a-f]{30})(?:\.dir)?$/.exec(path) ?? [];
    if (start === undefined || rest === undefined) return [];
    const isTrusted = (lstatSync(`${root}/${path}`).mode & 0o777) === 0o444;
    const md5 = createHash('md5').update(content, 'latin1').digest('hex');
    return isTrusted && md5 !== start + rest ? [path] : [];
  });
}

/** Files in the cache that look finished, and have only a temporary name yet. */
export function finishedTooSoon(root: string, { directory }: Layout): readonly string[] {
  const cache = `${directory}/cache`;
  if (!existsSync(`${root}/${cache}`)) return [];
  return temporaryFiles(`${root}/${cache}`)
    .map(path => `${cache}/${path}`)
    .filter(path => (lstatSync(`${root}/${path}`).mode & 0o777) === 0o444);
}

/** Where two states differ, for people. */
export function differences(wanted: State, found: State): readonly string[] {
  const lines: string[] = [];
  for (const [path, content] of wanted) {
    const other = found.get(path);
    if (other === undefined) lines.push(`missing: ${path}`);
    else if (path === GIT_IGNORE && hasFewerLines(content, other))
      lines.push(`fewer lines: ${path}: ${other}`);
    else if (other !== content) lines.push(`differs: ${path}: ${other.slice(0, 300)}`);
  }
  for (const path of found.keys()) if (!wanted.has(path)) lines.push(`too much: ${path}`);
  return lines;
}

function hasFewerLines(wanted: string, found: string): boolean {
  const all = new Set(wanted.split('\n'));
  return found !== wanted && found.split('\n').every(line => all.has(line));
}
