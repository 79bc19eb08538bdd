import { spawn } from 'node:child_process';
import { toGitTrouble } from './git-trouble.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface GitOutput {
  readonly code: number;
  readonly stdout: string;
}

export interface GitCommandOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly input?: string;
  /** Exit codes besides 0 that are an answer and no failure. */
  readonly answers?: readonly number[];
}

/**
 * Runs one short git command to its end.
 *
 * @throws GitTrouble when git is missing or ends with another code.
 */
export function runGit(args: readonly string[], options: GitCommandOptions): Promise<GitOutput> {
  const { cwd, env, input = '', answers = [] } = options;
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, {
      cwd,
      env: environmentFor(env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A git that ends before it has read everything says why on stderr; the broken pipe says nothing.
    child.stdin.on('error', () => undefined);
    child.on('error', error => reject(toGitTrouble('', args.join(' '), error)));
    child.on('close', code => {
      if (code === 0 || (code !== null && answers.includes(code))) {
        resolve({ code, stdout: Buffer.concat(stdout).toString('utf8') });
      } else reject(toGitTrouble(Buffer.concat(stderr).toString('utf8'), args.join(' '), undefined));
    });
    child.stdin.end(input);
  });
}

/**
 * The environment for git in a repository that was found by its folder: a hook of another repository may have left
 * the address of its own there, which would win.
 */
export function environmentFor(env: Environment): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && name !== 'GIT_DIR' && name !== 'GIT_WORK_TREE' && name !== 'GIT_PREFIX')
      kept[name] = value;
  }
  return kept;
}
