import * as fs from 'node:fs';
import type { DigestedFile, RestoreJob } from '../ports/hasher.ts';
import { createDigester, type Digester } from './digest.ts';
import { isMissing, toFileTrouble } from './errno.ts';
import { fromHere } from './from-here.ts';
import { temporaryName } from './temporary-name.ts';
import { readUmask } from './umask.ts';

/** Objects with exactly this mode are believed: it is given as the very last step, to what stands under its name. */
const OBJECT_MODE = 0o444;
const umask = readUmask();
const UNFINISHED_MODE = 0o666 & ~umask;

/** Hears of every byte that was read from a source, soon after. */
type OnBytes = (bytes: number) => void;

/** Stores one file; undefined when it is not there. */
export type Store = (path: string, onBytes: OnBytes) => DigestedFile | undefined;

/**
 * Copies files into an object folder. Invariant: what stands under a name in it has that digest, since the bytes
 * that are hashed are the very copy that is renamed, never the user's file, which may change at any time.
 */
export function createStore(objectFolder: string, legacy: boolean): Store {
  const objects = fromHere(objectFolder);
  const digester = createDigester(legacy);
  // Of its own, since the bytes that are being stored lie in the buffer of the other.
  const checker = createDigester(legacy);

  /** Puts a whole object in place; the folder of its first two digits is made when it turns out to be missing. */
  function place(md5: string, put: (object: string, folder: string) => void): void {
    const folder = `${objects}/${md5.slice(0, 2)}`;
    const object = `${folder}/${md5.slice(2)}`;
    if (isWholeObject(object, md5, checker)) return;
    try {
      put(object, folder);
    } catch (error) {
      if (!isMissing(error)) throw error;
      fs.mkdirSync(folder, { recursive: true });
      put(object, folder);
    }
    fs.chmodSync(object, OBJECT_MODE);
  }

  function storeSmall(content: Uint8Array): DigestedFile {
    const md5 = digester.digestBytes(content);
    place(md5, (object, folder) => writeUnder(object, folder, content, UNFINISHED_MODE));
    return { md5, size: content.length };
  }

  function storeBig(path: string, onBytes: OnBytes): DigestedFile | undefined {
    fs.mkdirSync(objects, { recursive: true });
    const temporary = temporaryName(objects);
    try {
      if (!copyIfPresent(path, temporary)) return undefined;
      const found = digester.digestFile(temporary, onBytes);
      if (found === undefined) return undefined;
      // A copy has the mode of the user's file, which may be that of a finished object.
      fs.chmodSync(temporary, UNFINISHED_MODE);
      place(found.md5, object => fs.renameSync(temporary, object));
      return found;
    } finally {
      fs.rmSync(temporary, { force: true });
    }
  }

  return (path, onBytes) => {
    const content = digester.readSmall(fromHere(path));
    if (content === 'missing') return undefined;
    try {
      if (content === 'big') return storeBig(path, onBytes);
      onBytes(content.length);
      return storeSmall(content);
    } catch (error) {
      throw toFileTrouble(error, 'storing', path);
    }
  };
}

/**
 * Copies one object out. The new file appears under its name only when all its bytes are there and right.
 *
 * @returns false when the object is missing or damaged; nothing is left behind then.
 */
export function restoreObject(job: RestoreJob, digester: Digester, onBytes: OnBytes): boolean {
  const content = digester.readSmall(job.object);
  if (content === 'missing') return false;
  try {
    if (content === 'big') return restoreBig(job, digester, onBytes);
    onBytes(content.length);
    if (digester.digestBytes(content) !== job.md5) return false;
    writeUnder(job.to, folderOf(job.to), content, job.mode);
    return true;
  } catch (error) {
    throw toFileTrouble(error, 'writing', job.to);
  }
}

function restoreBig(job: RestoreJob, digester: Digester, onBytes: OnBytes): boolean {
  const temporary = temporaryName(folderOf(job.to));
  try {
    if (!copyIfPresent(job.object, temporary)) return false;
    if (digester.digestFile(temporary, onBytes)?.md5 !== job.md5) return false;
    fs.chmodSync(temporary, job.mode);
    fs.renameSync(temporary, job.to);
    return true;
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}

/** Is the object there and good? A read-only one is believed; another is checked, and made read-only if it is good. */
function isWholeObject(object: string, md5: string, digester: Digester): boolean {
  // The question for nothing but existence is the cheaper one, and in a large batch it is mostly answered with no.
  const found = fs.existsSync(object) ? fs.lstatSync(object, { throwIfNoEntry: false }) : undefined;
  if (found === undefined) return false;
  if ((found.mode & 0o7777) === OBJECT_MODE && found.isFile()) return true;
  if (!found.isFile() || digester.digestFile(object)?.md5 !== md5) return false;
  fs.chmodSync(object, OBJECT_MODE);
  return true;
}

function writeUnder(name: string, folder: string, content: Uint8Array, mode: number): void {
  const temporary = temporaryName(folder);
  const handle = fs.openSync(temporary, 'wx', mode);
  try {
    try {
      for (let at = 0; at < content.length; ) at += fs.writeSync(handle, content, at);
      // What the umask has cut from the mode that open() was given.
      if ((mode & umask) !== 0) fs.fchmodSync(handle, mode);
    } finally {
      fs.closeSync(handle);
    }
    fs.renameSync(temporary, name);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}

/** By reflink where the file system can, by the kernel otherwise. */
function copyIfPresent(from: string, to: string): boolean {
  try {
    fs.copyFileSync(from, to, fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (isMissing(error) && fs.statSync(from, { throwIfNoEntry: false }) === undefined) return false;
    throw error;
  }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}
