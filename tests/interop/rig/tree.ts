/** Pictures of a project on disk, to be compared: every file with its mode and content, the cache included. */
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from './environment.ts';
import { git } from './environment.ts';

/** Path relative to the project → one text that holds all that must be equal. */
export type Picture = Readonly<Record<string, string>>;

const longestShown = 20_000;

/**
 * Everything below `project` but `.git` and what each tool keeps for itself (`.dvc/tmp`). Folders without files
 * inside the cache are left out, too: DVC makes some ahead of need.
 */
export function pictureOf(project: string): Picture {
  const picture: Record<string, string> = {};
  const visit = (relative: string): void => {
    for (const name of readdirSync(join(project, relative)).sort()) {
      const path = relative === '' ? name : `${relative}/${name}`;
      if (path === '.git' || path.endsWith('.dvc/tmp')) continue;
      const stat = lstatSync(join(project, path));
      const mode = (stat.mode & 0o7777).toString(8).padStart(4, '0');
      if (stat.isSymbolicLink()) {
        picture[path] = `link to ${readlinkSync(join(project, path)).replace(project, '$PROJECT')}`;
      } else if (stat.isDirectory()) {
        if (!inCache(path) || holdsFiles(join(project, path))) picture[`${path}/`] = `folder ${mode}`;
        visit(path);
      } else {
        const shared = stat.nlink > 1 ? ` (${stat.nlink} hard links)` : '';
        picture[path] = `file ${mode}${shared}\n${shown(readFileSync(join(project, path)))}`;
      }
    }
  };
  visit('');
  return picture;
}

function inCache(path: string): boolean {
  return path.split('/').includes('cache') && path.includes('.dvc/cache');
}

function holdsFiles(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true }).some(
    entry => !entry.isDirectory() || holdsFiles(join(folder, entry.name)),
  );
}

/** Text as itself, anything else (and long text) by size and digest. */
function shown(content: Buffer): string {
  const text = content.toString('utf8');
  const isText = content.length <= longestShown && !text.includes('\0') && Buffer.from(text).equals(content);
  return isText ? text : `${content.length} bytes, md5 ${createHash('md5').update(content).digest('hex')}`;
}

/** What git has staged, and what it sees as new or changed: both tools must leave the same to commit. */
export function gitPictureOf(project: string, env: Environment): Picture {
  return {
    index: git(project, env, 'ls-files', '--stage'),
    status: git(project, env, 'status', '--porcelain', '--untracked-files=all'),
  };
}
