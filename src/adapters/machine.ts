import { readFileSync, realpathSync } from 'node:fs';
import * as os from 'node:os';
import type { Machine } from '../ports/surroundings.ts';

/**
 * Describes this computer.
 *
 * @param installDirectory the folder of the program's own package.
 */
export function createMachine(installDirectory: string): Machine {
  return {
    platform: process.platform,
    get release() {
      return os.release();
    },
    arch: process.arch,
    nodeVersion: process.versions.node,
    node: process.execPath,
    get cores() {
      return os.availableParallelism();
    },
    pid: process.pid,
    get user() {
      return userName();
    },
    get homeDirectory() {
      return home().replaceAll('\\', '/');
    },
    installDirectory,
    fileSystemOf: path => fileSystemIn(mountTable(), path),
  };
}

/** Node would ask the same variable first; asking it here spares a start that needs nothing else of `os`. */
function home(): string {
  const named = process.platform === 'win32' ? undefined : process.env['HOME'];
  return named === undefined || named === '' ? os.homedir() : named;
}

/** In a container the user's number may have no name; then the number is what there is. */
function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? String(process.getuid?.() ?? 'unknown');
  }
}

export interface Mount {
  readonly device: string;
  readonly folder: string;
  readonly type: string;
}

/** Empty where the system has no such table. */
function mountTable(): readonly Mount[] {
  try {
    return parseMounts(readFileSync('/proc/self/mounts', 'utf8'));
  } catch {
    return [];
  }
}

/** Reads the kernel's table: one mount a line, in order of mounting, blanks in names as `\040`. */
export function parseMounts(table: string): readonly Mount[] {
  return table.split('\n').flatMap(line => {
    const [device, folder, type] = line.split(' ').map(unescapeOctal);
    return device === undefined || folder === undefined || type === undefined
      ? []
      : [{ device, folder, type }];
  });
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}

/** The innermost mount wins, and of two on the same folder the later one, which covers the other. */
function fileSystemIn(mounts: readonly Mount[], path: string): string | undefined {
  const real = realPathOf(path);
  let best: Mount | undefined;
  for (const mount of mounts) {
    const inside = mount.folder === '/' || real === mount.folder || real.startsWith(`${mount.folder}/`);
    if (inside && mount.folder.length >= (best?.folder.length ?? 0)) best = mount;
  }
  return best === undefined ? undefined : `${best.type} on ${best.device}`;
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
