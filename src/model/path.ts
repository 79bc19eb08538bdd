/**
 * A path relative to the project's root: `/` as separator, normalised, never above the root.
 * The root itself is the empty string.
 */
export type RepoPath = string & { readonly __brand: 'RepoPath' };

export const ROOT = '' as RepoPath;

/** Normalises a `/`-separated path: no empty parts, no `.`, `..` folded. Leading `..` stay. */
export function normalise(path: string): string {
  if (!/(^|\/)\.{0,2}(\/|$)/.test(path)) return path;
  const absolute = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part === '..' && absolute) continue;
    else parts.push(part);
  }
  return (absolute ? '/' : '') + parts.join('/');
}

/** Joins and normalises; an absolute `path` wins. */
export function join(base: string, path: string): string {
  if (path.startsWith('/')) return normalise(path);
  return normalise(base === '' ? path : `${base}/${path}`);
}

/** What is wrong with a path that comes from data. `nested`: it is said to be a file and holds files. */
export type PathFault = 'outside' | 'absolute' | 'drive' | 'parts' | 'git' | 'own' | 'name' | 'nested';

/** Does it lie in a cloud, on a server or the like? */
export function isUrl(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path);
}

/** Does it name a drive of Windows? Elsewhere it could be a folder, but who takes the project to Windows leaves it. */
export function startsWithDrive(path: string): boolean {
  return /^[a-z]:[\\/]/i.test(path);
}

/** `path` below `base` as a {@link RepoPath}, or undefined when it leads out of the root, or could be no path. */
export function within(base: RepoPath, path: string): RepoPath | undefined {
  if (path.includes('\0')) return undefined;
  const joined = join(base, path);
  return joined.startsWith('/') ||
    joined === '..' ||
    joined.startsWith('../') ||
    startsWithDrive(path) ||
    startsWithDrive(joined)
    ? undefined
    : (joined as RepoPath);
}

export function dirname(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : cut === 0 ? '/' : path.slice(0, cut);
}

export function parentOf(path: RepoPath): RepoPath {
  return dirname(path) as RepoPath;
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Is `path` equal to `ancestor`, or below it? */
export function isInside(path: string, ancestor: string): boolean {
  return ancestor === '' || path === ancestor || path.startsWith(`${ancestor}/`);
}

/** The way from folder `from` to `to`, both normalised and on the same base; `.` when they are the same. */
export function relative(from: string, to: string): string {
  const here = from === '' ? [] : from.split('/');
  const there = to === '' ? [] : to.split('/');
  let shared = 0;
  while (shared < here.length && shared < there.length && here[shared] === there[shared]) shared++;
  const parts = [...here.slice(shared).map(() => '..'), ...there.slice(shared)];
  return parts.length === 0 ? '.' : parts.join('/');
}

/** An absolute path as an address, as Python writes it: all but letters, digits and `_.-~/` escaped. */
export function fileUri(path: string): string {
  const escaped = encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, each => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  return `file://${escaped.startsWith('/') ? '' : '/'}${escaped}`;
}
