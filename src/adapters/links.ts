import * as fs from 'node:fs';
import type { LinkType } from '../ports/files.ts';
import { errnoOf, toFileTrouble } from './errno.ts';
import { temporaryName } from './temporary-name.ts';

/** What file systems answer when they cannot do that kind of link at all, or not between these two places. */
const UNSUPPORTED: Readonly<Record<LinkType, ReadonlySet<string>>> = {
  reflink: new Set(['ENOTSUP', 'EOPNOTSUPP', 'EXDEV', 'EINVAL', 'ENOSYS', 'ENOTTY', 'EPERM', 'EBADF']),
  hardlink: new Set(['EXDEV', 'EMLINK', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']),
  symlink: new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']),
  copy: new Set(),
};

/** Implements `Files.link`. A copy takes blocks over by reflink where the file system can, and keeps the mode. */
export function linkAs(type: LinkType, from: string, to: string): boolean {
  try {
    replaceBy(type, from, to);
    return true;
  } catch (error) {
    if (UNSUPPORTED[type].has(errnoOf(error) ?? '')) return false;
    throw toFileTrouble(error, `making a ${type} of ${from} at`, to);
  }
}

/** What stands at `to` stays until the new file can take its place whole; links have no time of being half there. */
function replaceBy(type: LinkType, from: string, to: string): void {
  if (type === 'hardlink' || type === 'symlink') {
    try {
      makeLink(type, from, to);
      return;
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  }
  const temporary = temporaryName(to.slice(0, to.lastIndexOf('/')) || '/');
  try {
    makeLink(type, from, temporary);
    fs.renameSync(temporary, to);
  } finally {
    // Still there after a failure, and where both names were of the same file already.
    fs.rmSync(temporary, { force: true });
  }
}

function makeLink(type: LinkType, from: string, to: string): void {
  const { COPYFILE_EXCL, COPYFILE_FICLONE, COPYFILE_FICLONE_FORCE } = fs.constants;
  switch (type) {
    case 'reflink': {
      fs.copyFileSync(from, to, COPYFILE_EXCL | COPYFILE_FICLONE_FORCE);
      return;
    }
    case 'hardlink': {
      fs.linkSync(from, to);
      return;
    }
    case 'symlink': {
      fs.symlinkSync(from, to, 'file');
      return;
    }
    case 'copy': {
      fs.copyFileSync(from, to, COPYFILE_EXCL | COPYFILE_FICLONE);
      return;
    }
  }
}
