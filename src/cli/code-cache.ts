import type * as Fs from 'node:fs';

export interface CodeCache {
  /** Undefined when there is none that can be trusted. */
  read(): Uint8Array | undefined;
  write(code: Uint8Array): void;
}

/** Nobody misses what was not used for so long: a version that has been replaced, an old Node. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/**
 * Where V8's machine code of the program is kept: in the user's cache folder, one file for each first word of a
 * command line, as each command calls other functions. What is in it runs as the program itself, so a file that is
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
  const base = env['XDG_CACHE_HOME'] ?? (env['HOME'] === undefined ? undefined : `${env['HOME']}/.cache`);
  const [verb = 'help'] = argv.filter(word => /^[a-z-]{2,16}$/.test(word));
  const options = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ').trim();
  // Options of V8 make other code; whoever sets them is not after the last millisecond.
  if (base?.startsWith('/') !== true || env['NODE_DISABLE_COMPILE_CACHE'] !== undefined || options !== '')
    return undefined;
  const fs = load('node:fs') as typeof Fs;
  const folder = `${base}/mltrack/code`;
  const file = `${folder}/${id}-${process.versions.v8}-${process.arch}-${verb.replace(/^-+/, '')}`;

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

/** Of a folder of what can be made again. */
export function dropUnused(fs: typeof Fs, folder: string): void {
  const now = Date.now();
  for (const name of fs.readdirSync(folder)) {
    if (now - fs.statSync(`${folder}/${name}`).mtimeMs > KEPT_MS)
      fs.rmSync(`${folder}/${name}`, { force: true });
  }
}
