import * as fs from 'node:fs';
import { FileTrouble } from '../ports/files.ts';
import type { DirectoryEntry, EntryKind, Files, FileStat } from '../ports/files.ts';
import { attempt, attemptOnPresent, errnoOf, isMissing, toFileTrouble } from './errno.ts';
import { linkAs } from './links.ts';
import { removeTree } from './removal.ts';
import { temporaryName, temporaryPrefix } from './temporary-name.ts';
import { readUmask } from './umask.ts';
import { lookAgain, walkFiles } from './walk.ts';

/** The local file system through `node:fs`. It keeps no state: two of them are the same. */
export function createNodeFiles(): Files {
  return {
    stat: path => statBy(fs.statSync, path),
    lstat: path => statBy(fs.lstatSync, path),
    walk: walkFiles,
    lookAgain,
    list,
    readText: path => attemptOnPresent('reading', path, () => fs.readFileSync(path, 'utf8')),
    readBytes: path => attemptOnPresent('reading', path, () => fs.readFileSync(path)),
    readLink: path => attemptOnPresent('reading the link', path, () => fs.readlinkSync(path)),
    realPath: path => attemptOnPresent('resolving', path, () => withSlashes(fs.realpathSync.native(path))),
    append: (path, content) => attempt('writing', path, () => fs.appendFileSync(path, content)),
    writeAtomic: (path, content, mode) => writeByRename(path, content, true, mode),
    writeLossy: (path, content) => writeByRename(path, content, false),
    makeDirectory: path =>
      void attempt('making the folder', path, () => fs.mkdirSync(path, { recursive: true })),
    rename: (from, to) => attempt('renaming', from, () => fs.renameSync(from, to)),
    remove: removeTree,
    removeEmptyDirectory,
    chmod: (path, mode) => attempt('changing the mode of', path, () => fs.chmodSync(path, mode)),
    link: linkAs,
    umask: readUmask(),
    get temporaryPrefix() {
      return temporaryPrefix();
    },
  };
}

/** Node hands out `\` on Windows; the rest of the program knows `/` only. */
function withSlashes(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

type StatCall = (path: string, options: { throwIfNoEntry: false }) => fs.Stats | undefined;

function statBy(call: StatCall, path: string): FileStat | undefined {
  let found: fs.Stats | undefined;
  try {
    found = call(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFileTrouble(error, 'looking at', path);
  }
  if (found === undefined) return undefined;
  return {
    kind: kindOfMode(found.mode),
    size: found.size,
    mtimeMs: found.mtimeMs,
    ctimeMs: found.ctimeMs,
    ino: found.ino,
    mode: found.mode & 0o7777,
    links: found.nlink,
  };
}

function kindOfMode(mode: number): EntryKind {
  switch (mode & fs.constants.S_IFMT) {
    case fs.constants.S_IFREG:
      return 'file';
    case fs.constants.S_IFDIR:
      return 'directory';
    case fs.constants.S_IFLNK:
      return 'symlink';
    default:
      return 'other';
  }
}

function list(path: string): readonly DirectoryEntry[] | undefined {
  let found: fs.Dirent[];
  try {
    found = fs.readdirSync(path, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFileTrouble(error, 'listing', path);
  }
  const entries: DirectoryEntry[] = found.map(each => ({ name: each.name, kind: kindOfEntry(each) }));
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function kindOfEntry(entry: fs.Dirent): EntryKind {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'symlink' : 'other';
}

/** A file that is a link is written where the link leads: users keep shared files that way, and it must stay one. */
function writeByRename(path: string, content: string | Uint8Array, isSynced: boolean, mode?: number): void {
  const target = statBy(fs.lstatSync, path)?.kind === 'symlink' ? (realPathOf(path) ?? path) : path;
  const wanted = mode ?? statBy(fs.statSync, target)?.mode;
  const folder = target.slice(0, target.lastIndexOf('/')) || '/';
  const temporary = temporaryName(folder);
  try {
    const handle = fs.openSync(temporary, 'wx', wanted ?? 0o666);
    try {
      fs.writeFileSync(handle, content);
      // The umask has cut the mode that open() was given.
      if (wanted !== undefined) fs.fchmodSync(handle, wanted);
      if (isSynced) fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw toFileTrouble(error, 'writing', path);
  }
  if (isSynced) syncFolder(folder);
}

function realPathOf(path: string): string | undefined {
  return attemptOnPresent('resolving', path, () => withSlashes(fs.realpathSync.native(path)));
}

/** Makes the rename itself survive a power cut. Some file systems cannot sync a folder; the file is whole anyway. */
function syncFolder(folder: string): void {
  try {
    const handle = fs.openSync(folder, 'r');
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
  }
}

function removeEmptyDirectory(path: string): boolean {
  try {
    fs.rmdirSync(path);
    return true;
  } catch (error) {
    const trouble = toFileTrouble(error, 'removing the folder', path);
    const harmless =
      trouble instanceof FileTrouble && /^(ENOTEMPTY|EEXIST|ENOENT|ENOTDIR)$/.test(trouble.code);
    if (harmless) return false;
    throw trouble;
  }
}
