import { isUtf8 } from 'node:buffer';
import { join } from '../model/path.ts';
import { FileTrouble } from '../ports/files.ts';
import type { Files } from '../ports/files.ts';
import type { Look, Snapshot } from '../ports/snapshot.ts';

/** What lies on the disk right now below `root`, an absolute folder. */
export function createWorkspaceSnapshot(files: Files, root: string): Snapshot {
  return {
    label: 'workspace',
    readText: path => new Promise(resolve => resolve(readTextOfFile(files, join(root, path)))),
    readBytes: path => new Promise(resolve => resolve(readBytesOfFile(files, join(root, path)))),
    isUtf8: path =>
      new Promise(resolve => resolve(isUtf8(files.readBytes(join(root, path)) ?? new Uint8Array()))),
    list: path => new Promise(resolve => resolve(files.list(join(root, path)))),
    look: path => new Promise(resolve => resolve(lookAt(files, join(root, path)))),
  };
}

function readTextOfFile(files: Files, path: string): string | undefined {
  return unlessFolder(() => files.readText(path));
}

function readBytesOfFile(files: Files, path: string): Uint8Array | undefined {
  return unlessFolder(() => files.readBytes(path));
}

/** A folder is no file: it reads as missing, as it does in a git revision. */
function unlessFolder<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof FileTrouble && error.code === 'EISDIR') return undefined;
    throw error;
  }
}

function lookAt(files: Files, path: string): Look | undefined {
  const found = files.lstat(path);
  if (found === undefined) return undefined;
  const { kind, size, mode } = found;
  if (kind === 'symlink') return { kind, size: files.stat(path)?.size ?? 0, isExecutable: false };
  return { kind, size, isExecutable: kind === 'file' && (mode & 0o111) !== 0 };
}
