import { LAYOUTS } from '../model/layout.ts';
import { dirname } from '../model/path.ts';

/** Why nothing may be written at a path. */
export type Closed = 'git' | 'own' | 'name';

/** What is said of a path that a pipeline or data file holds. */
export const NUL_IN_PATH = 'no path can hold the character NUL';

const GIT = new Set(['.git', 'git~1']);
const OWN: ReadonlySet<string> = new Set(Object.values(LAYOUTS).map(({ directory }) => directory));
/** Characters that some file systems leave out of names, so that `.g\u200cit` is git's folder there. */
const UNSEEN = /\u200c|\u200d|[\u200b\u200e\u200f\u202a-\u202e\u2060\u206a-\u206f\ufeff]/g;
/** Would name another drive, a stream of a file, or folders, on Windows. */
const FOREIGN_ON_WINDOWS = /[\\:]/;

/**
 * Does a path lead, by its names alone, into git's or a project's own folder, at any depth and however a file system may
 * take the names; or does it hold a name that the platform understands as something else?
 *
 * @param path `/`-separated.
 * @source git's own protection of such names: `core.protectNTFS` and `core.protectHFS` in git-config(1).
 */
export function closedBy(path: string, platform: string): Closed | undefined {
  if (path.includes('\0')) return 'name';
  if (platform === 'win32' && FOREIGN_ON_WINDOWS.test(path)) return 'name';
  const names = path.split('/').map(asTaken);
  if (names.some(name => GIT.has(name))) return 'git';
  // A file of that name further down is no folder of a project's.
  return names.some((name, depth) => OWN.has(name) && (depth === 0 || depth < names.length - 1))
    ? 'own'
    : undefined;
}

/** Windows cuts blanks and dots from the end, and takes what follows a colon for a stream of the file. */
function asTaken(name: string): string {
  return foldName(
    name
      .replaceAll(UNSEEN, '')
      .replace(/:.*$/s, '')
      .replace(/[. ]+$/, ''),
  );
}

const ASCII = /^[\0-\x7f]*$/;

/** Equal for names that a file system takes for one where it heeds neither case nor the form of accents. */
export function foldName(name: string): string {
  // Most names are like that, and folders may hold a million.
  if (ASCII.test(name)) return name.toLowerCase();
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}

/** Two files of which one would take the other's place where {@link foldName} holds. */
export function findTwins(paths: readonly string[]): readonly [string, string] | undefined {
  const files = new Map<string, string>();
  for (const path of paths) {
    const twin = files.get(foldName(path));
    if (twin !== undefined && twin !== path) return [twin, path];
    files.set(foldName(path), path);
  }
  const folders = new Set<string>();
  for (const path of paths) {
    // Those above a folder that was seen were seen with it.
    for (let folder = dirname(path); folder !== '' && !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      const twin = files.get(foldName(folder));
      if (twin !== undefined) return [twin, path];
    }
  }
  return undefined;
}
