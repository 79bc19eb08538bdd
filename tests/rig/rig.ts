import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { answerAgain, questionOf } from '../../src/cli/kept-answer.ts';
import type { Answer } from '../../src/cli/kept-answer.ts';
import { main } from '../../src/cli/main.ts';
import type { InputStream } from '../../src/adapters/input.ts';
import type { ProcessLike } from '../../src/cli/process.ts';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const installDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** A real project in a temporary folder, with real git, on which the program runs in this very process. */
export class Rig {
  readonly root: string;
  /** What is piped into the program. */
  stdin = '';
  /** What a person at the terminal answers, one after the other; without any there is no terminal. */
  readonly answers: string[] = [];
  readonly #env: Record<string, string | undefined>;

  private constructor(base: string) {
    this.root = join(base, 'project');
    mkdirSync(this.root);
    this.#env = {
      PATH: process.env['PATH'],
      HOME: base,
      XDG_CACHE_HOME: join(base, 'cache'),
      XDG_CONFIG_HOME: join(base, 'config'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'rig',
      GIT_AUTHOR_EMAIL: 'rig@example.com',
      GIT_COMMITTER_NAME: 'rig',
      GIT_COMMITTER_EMAIL: 'rig@example.com',
      TZ: 'UTC',
    };
  }

  /** @param layout undefined: an empty folder without a project. */
  static async create(layout?: 'mltrack' | 'dvc'): Promise<Rig> {
    const rig = new Rig(realpathSync(mkdtempSync(join(tmpdir(), 'mltrack-rig-'))));
    rig.git('init', '-q', '-b', 'main');
    if (layout !== undefined) await rig.mltrack(layout === 'dvc' ? 'init --dvc -q' : 'init -q');
    return rig;
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), text);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** How often a stage's command ran: commands append a line to this file. */
  runs(stage: string): number {
    return this.has(`../${stage}.runs`) ? this.read(`../${stage}.runs`).split('\n').length - 1 : 0;
  }

  git(...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.root,
      env: this.#env,
      encoding: 'utf8',
    });
  }

  commit(message: string): void {
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
  }

  /**
   * Where an answer was kept, it has to be the one that is given now.
   *
   * @param env variables besides those of the rig.
   */
  async mltrack(
    line: string | readonly string[],
    cwd = '',
    env: Readonly<Record<string, string>> = {},
  ): Promise<Ran> {
    let stdout = '';
    let stderr = '';
    const said: Answer[number][] = [];
    const hear = (stream: 'stdout' | 'stderr', chunk: Chunk): string => {
      const text = textOf(chunk);
      said.push([stream, text]);
      return text;
    };
    const isTerminal = this.answers.length > 0;
    const io = {
      ...this.process(typeof line === 'string' ? line.split(' ') : line, cwd),
      env: { ...this.#env, ...env },
      ...(isTerminal ? { stdin: () => this.#person() } : {}),
      stdout: { isTerminal, columns: 80, write: (text: Chunk) => (stdout += hear('stdout', text)) },
      stderr: { isTerminal: false, columns: 80, write: (text: Chunk) => (stderr += hear('stderr', text)) },
    };
    const question = questionOf('test', io);
    const again = question && answerAgain(question, io.env);
    const code = await main(io, question);
    if (again !== undefined) expect({ code, said }, 'the kept answer').toEqual({ code: 0, said: again });
    return { code, stdout: this.#masked(stdout), stderr: this.#masked(stderr) };
  }

  /** Gives one answer to each question. */
  #person(): InputStream {
    const answer = this.answers.shift();
    return Object.assign(Readable.from(answer === undefined ? [] : [`${answer}\n`]), { isTTY: true });
  }

  /** A process in this project, or in a folder of it, whose output nobody reads. */
  process(argv: readonly string[], cwd = ''): ProcessLike {
    const nowhere = { isTerminal: false, columns: 80, write: () => undefined };
    return {
      argv,
      program: 'mltrack',
      cwd: cwd === '' ? this.root : join(this.root, cwd),
      env: this.#env,
      stdout: nowhere,
      stderr: nowhere,
      stdin: () => Readable.from(this.stdin === '' ? [] : [this.stdin]),
      inheritStreams: false,
      onSignal: () => () => undefined,
      installDirectory,
      version: '0.0.0-test',
    };
  }

  [Symbol.dispose](): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }

  #masked(text: string): string {
    return text.replaceAll(this.root, '$ROOT');
  }
}

type Chunk = string | Uint8Array;

function textOf(chunk: Chunk): string {
  return typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
}
