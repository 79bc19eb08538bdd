/** The environment both tools run in: nothing of the user's, the same for both, one private home per project copy. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execFileSync } from 'node:child_process';

export type Environment = Readonly<Record<string, string>>;

export interface TemporaryFolder {
  readonly path: string;
  dispose(): void;
}

/** A temporary folder below the run's own (see prepare.ts), which goes when the run ends. */
export function makeTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(process.env[scratchVariable] ?? tmpdir(), 'mltrack-interop-'));
  return {
    path,
    dispose: () => {
      if (!keepsScratch()) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** Names the folder of the whole run to its workers. */
export const scratchVariable = 'MLTRACK_INTEROP_SCRATCH';

/** `MLTRACK_INTEROP_KEEP=1` leaves all temporary folders in place. */
export function keepsScratch(): boolean {
  return process.env['MLTRACK_INTEROP_KEEP'] !== undefined;
}

/**
 * @param home a folder of the caller's; what either tool remembers outside a project lies below it.
 * @param first folders that come first on PATH.
 */
export function environmentAt(home: string, first: readonly string[] = []): Environment {
  mkdirSync(home, { recursive: true });
  const inherited = process.env['PATH'] ?? '/usr/bin:/bin';
  return {
    PATH: [...first, dirname(process.execPath), inherited].join(':'),
    HOME: home,
    SHELL: '/bin/sh',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    LC_ALL: 'C.UTF-8',
    COLUMNS: '80',
    CI: 'true',
    PYTHONHASHSEED: '0',
    DVC_NO_ANALYTICS: '1',
    DVC_SITE_CACHE_DIR: join(home, 'dvc-site-cache'),
    DVC_GLOBAL_CONFIG_DIR: join(home, 'dvc-global-config'),
    DVC_SYSTEM_CONFIG_DIR: join(home, 'dvc-system-config'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'A. Tester',
    GIT_AUTHOR_EMAIL: 'tester@example.com',
    GIT_AUTHOR_DATE: '2024-02-29T12:00:00Z',
    GIT_COMMITTER_NAME: 'A. Tester',
    GIT_COMMITTER_EMAIL: 'tester@example.com',
    GIT_COMMITTER_DATE: '2024-02-29T12:00:00Z',
  };
}

/** Runs git in `cwd` and returns what it printed. */
export function git(cwd: string, env: Environment, ...argv: readonly string[]): string {
  return execFileSync('git', argv, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
