import type * as Fs from 'node:fs';
import type { ProcessCall } from './process.ts';

export interface CodeCache {
  /** Undefined when there is none that can be trusted. */
  read(): Uint8Array | undefined;
  write(code: Uint8Array): void;
}

/** Nobody misses what was not made anew for so long: a version that has been replaced, an old Node. */
const KEPT_MS = 30 * 24 * 3600 * 1000;
/** Of one folder: machines that build each change in a folder of its own ask everything but once. */
const KEPT_BYTES = 256 * 1024 * 1024;

/** First words of commands that have a second one. This is asked before the list of commands is loaded. */
export const GROUPS: ReadonlySet<string> = new Set([
  ...['cache', 'data', 'git-hook', 'metrics', 'params', 'plots', 'stage'],
]);

/**
 * Where V8's machine code of the program is kept: in the user's cache folder, one file for each command, as each calls
 * other functions. What is in it runs as the program itself, so a file that is
 * not the user's alone is not read. Undefined where there is no such folder, or Node was told to do without.
 *
 * @param id names the program's text, since V8 looks at its length only.
 */
export function codeCache(
  load: NodeJS.Require,
  id: string,
  argv: readonly string[],
  { env, execArgv }: Pick<NodeJS.Process, 'env' | 'execArgv'> = process,
): CodeCache | undefined {
  const base = userCacheFolder(env);
  const [verb = 'help', second = ''] = argv.filter(word => /^[a-z][a-z-]{1,15}$/.test(word));
  const command = GROUPS.has(verb) ? `${verb}-${second}` : verb;
  const options = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ').trim();
  // Options of V8 make other code; whoever sets them is not after the last millisecond.
  if (base === undefined || env['NODE_DISABLE_COMPILE_CACHE'] !== undefined || options !== '')
    return undefined;
  const fs = load('node:fs') as typeof Fs;
  const folder = `${base}/mltrack/code`;
  const file = `${folder}/${id}-${process.versions.v8}-${process.arch}-${command}`;

  return {
    read: () => {
      try {
        return isUsersOwn(fs.statSync(file)) ? fs.readFileSync(file) : undefined;
      } catch {
        return undefined;
      }
    },
    write: code => {
      const temporary = `${file}.${process.pid}.tmp`;
      try {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        fs.writeFileSync(temporary, code, { flag: 'wx', mode: 0o600 });
        fs.renameSync(temporary, file);
        dropUnused(fs, folder);
      } catch {
        // A full disk, a folder that cannot be written: without it everything works, only slower.
      }
    },
  };
}

/** Nobody else could have written it. */
export function isUsersOwn({ uid, mode }: Fs.Stats): boolean {
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Of a folder of what can be made again. The newest stay. */
export function dropUnused(fs: typeof Fs, folder: string, keptBytes = KEPT_BYTES): void {
  const now = Date.now();
  const found = fs.readdirSync(folder).map(name => {
    const { mtimeMs, size } = fs.statSync(`${folder}/${name}`);
    return { name, mtimeMs, size };
  });
  let bytes = 0;
  for (const { name, mtimeMs, size } of found.sort((a, b) => b.mtimeMs - a.mtimeMs)) {
    bytes += size;
    if (now - mtimeMs > KEPT_MS || bytes > keptBytes) fs.rmSync(`${folder}/${name}`, { force: true });
  }
}

/** The user's cache folder, as an absolute path. A variable that is empty counts as not set. */
export function userCacheFolder({
  XDG_CACHE_HOME: named = '',
  HOME: home = '',
}: ProcessCall['env']): string | undefined {
  const folder = named === '' && home !== '' ? `${home}/.cache` : named;
  return folder.startsWith('/') ? folder : undefined;
}
