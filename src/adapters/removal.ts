import * as fs from 'node:fs';
import { attemptOnPresent, errnoOf, isMissing, toFileTrouble } from './errno.ts';

/**
 * Implements `Files.remove`: takes away a file, a link itself, or a folder with all below it. Folders inside that
 * forbid it are opened up first, as far as they are ours; the folder that holds `path` is left as it is.
 */
export function removeTree(path: string): void {
  const found = attemptOnPresent('looking at', path, () => fs.lstatSync(path, { throwIfNoEntry: false }));
  if (found === undefined) return;
  if (!found.isDirectory()) {
    removeWith(fs.unlinkSync, path);
    return;
  }
  emptyFolder(path);
  removeWith(fs.rmdirSync, path);
}

function emptyFolder(folder: string): void {
  for (const entry of listOpenedUp(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) emptyFolder(path);
    const call = entry.isDirectory() ? fs.rmdirSync : fs.unlinkSync;
    try {
      call(path);
    } catch (error) {
      if (isMissing(error)) continue;
      if (!isForbidden(error)) throw toFileTrouble(error, 'removing', path);
      openUp(folder, error);
      // On Windows it is the file's own read-only mark that forbids removal; elsewhere its mode does not matter.
      if (process.platform === 'win32') openUp(path, error);
      removeWith(call, path);
    }
  }
}

/** Somebody else may remove the same thing meanwhile: that is fine too. */
function removeWith(call: (path: string) => void, path: string): void {
  attemptOnPresent('removing', path, () => call(path));
}

function listOpenedUp(folder: string): fs.Dirent[] {
  const list = (): fs.Dirent[] => fs.readdirSync(folder, { withFileTypes: true });
  try {
    return list();
  } catch (error) {
    if (isMissing(error)) return [];
    if (!isForbidden(error)) throw toFileTrouble(error, 'listing', folder);
    openUp(folder, error);
    return attemptOnPresent('listing', folder, list) ?? [];
  }
}

function isForbidden(error: unknown): boolean {
  return errnoOf(error) === 'EACCES' || errnoOf(error) === 'EPERM';
}

/** When the mode may not be changed, the user should read why the removal failed in the first place. */
function openUp(path: string, reason: unknown): void {
  try {
    fs.chmodSync(path, 0o700);
  } catch {
    throw toFileTrouble(reason, 'removing', path);
  }
}
