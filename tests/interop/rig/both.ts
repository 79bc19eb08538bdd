/**
 * Two copies of one project: DVC works in the first, mltrack in the second, always on the same command lines, and
 * everything they leave and print is compared.
 *
 * `MLTRACK_INTEROP_SUBJECT=dvc` puts a second DVC (with another string hashing) in mltrack's place: what fails then
 * is the rig, or something in which DVC does not agree with itself.
 */
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { differences } from './differences.ts';
import { dvcTool } from './dvc.ts';
import type { Environment, TemporaryFolder } from './environment.ts';
import { environmentAt, git, makeTemporaryFolder } from './environment.ts';
import { comparable } from './loose.ts';
import { mltrack } from './mltrack.ts';
import type { Probe } from './probes.ts';
import { startingPoint } from './starting-point.ts';
import type { Run, Tool } from './tool.ts';
import { transcript } from './tool.ts';
import { gitPictureOf, pictureOf } from './tree.ts';
import type { Picture } from './tree.ts';

export type FileContent = string | Uint8Array;

interface Copy {
  readonly tool: Tool;
  readonly root: string;
  readonly env: Environment;
}

export interface BothRuns {
  readonly judge: Run;
  readonly subject: Run;
}

export interface BothOptions {
  /** Folders that come first on PATH. */
  readonly path?: readonly string[];
  /** More of the environment, for both. */
  readonly env?: Environment;
  /** A git repository is made in each copy unless this is false. */
  readonly git?: boolean;
  /** `.dvc` is made in each copy, by DVC, unless this is false. */
  readonly init?: boolean;
}

export const subjectIsDvc = process.env['MLTRACK_INTEROP_SUBJECT'] === 'dvc';

function subjectTool(): Promise<Tool> {
  return subjectIsDvc ? dvcTool('7') : Promise.resolve(mltrack);
}

export class Both {
  readonly judge: Copy;
  readonly subject: Copy;
  readonly #folder: TemporaryFolder;
  readonly #history: string[] = [];

  readonly #usesGit: boolean;

  private constructor(folder: TemporaryFolder, judge: Copy, subject: Copy, usesGit: boolean) {
    this.#folder = folder;
    this.judge = judge;
    this.subject = subject;
    this.#usesGit = usesGit;
  }

  static async create(options: BothOptions = {}): Promise<Both> {
    const folder = makeTemporaryFolder();
    const usesGit = options.git !== false;
    const start = await startingPoint(usesGit, options.init !== false);
    const copy = (name: string, tool: Tool): Copy => {
      const root = join(folder.path, name, 'project');
      cpSync(start, root, { recursive: true });
      return {
        tool,
        root,
        env: { ...environmentAt(join(folder.path, name, 'home'), options.path), ...options.env },
      };
    };
    return new Both(folder, copy('judge', await dvcTool()), copy('subject', await subjectTool()), usesGit);
  }

  [Symbol.dispose](): void {
    this.#folder.dispose();
  }

  /** Adds a line to what is shown when a comparison fails. */
  note(line: string): void {
    this.#history.push(line);
  }

  get history(): string {
    return this.#history.join('\n');
  }

  /** Does one thing to both copies. */
  each(change: (root: string, env: Environment) => void): void {
    for (const { root, env } of [this.judge, this.subject]) change(root, env);
  }

  write(path: string, content: FileContent, mode = 0o644): void {
    this.each(root => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
      chmodSync(join(root, path), mode);
    });
  }

  remove(path: string): void {
    this.each(root => rmSync(join(root, path), { recursive: true, force: true }));
  }

  git(...argv: readonly string[]): void {
    this.note(`$ git ${argv.join(' ')}`);
    this.each((root, env) => git(root, env, ...argv));
  }

  commitAll(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /**
   * Runs the same command line with both tools, each in its copy; their exit codes must be equal.
   *
   * @param options.folder where, relative to the project.
   * @param options.subjectArgv what mltrack gets instead, where its command line is not DVC's.
   */
  async run(
    argv: readonly string[],
    options: { folder?: string; subjectArgv?: readonly string[] } = {},
  ): Promise<BothRuns> {
    const subjectArgv = subjectIsDvc ? argv : (options.subjectArgv ?? argv);
    const start = ({ tool, root, env }: Copy, line: readonly string[]): Promise<Run> =>
      tool.run(join(root, options.folder ?? '.'), env, line);
    const [judge, subject] = await Promise.all([start(this.judge, argv), start(this.subject, subjectArgv)]);
    this.note(transcript('dvc', argv, judge));
    if (judge.code !== subject.code)
      this.note(`but ${transcript(this.subject.tool.name, subjectArgv, subject)}`);
    expect(subject.code, `exit code\n${this.history}`).toBe(judge.code);
    return { judge, subject };
  }

  /** Runs both and compares what they print on stdout. */
  async probe(probe: Probe, folder = '.'): Promise<void> {
    const { subjectArgv = probe.argv } = probe;
    const { judge, subject } = await this.run(probe.argv, { folder, subjectArgv });
    const text = `stdout of ${probe.argv.join(' ')}\n${this.history}\n${subject.stderr}`;
    expect(comparable(subject.stdout, probe.strictness), text).toEqual(
      comparable(judge.stdout, probe.strictness),
    );
  }

  async probeAll(probes: readonly Probe[], folder = '.'): Promise<void> {
    for (const probe of probes) await this.probe(probe, folder);
  }

  /** Compares every file of the two copies (workspace, cache, run-cache, ignore files) and what git sees. */
  compareTrees(): void {
    this.#compare('files', ({ root }) => pictureOf(root));
    if (this.#usesGit) this.#compare('git', ({ root, env }) => gitPictureOf(root, env));
  }

  /** Fails with no more than what differs: whole trees in a message hide it. */
  #compare(what: string, picture: (copy: Copy) => Picture): void {
    const found = differences(picture(this.judge), picture(this.subject));
    if (found === '') return;
    expect.fail(`${what} differ (- dvc, + ${this.subject.tool.name})\n${found}\n\n${this.history}`);
  }

  /** Has both tools look at both copies: each must find in the other's work what it finds in its own. */
  async compareStatusCrosswise(): Promise<unknown> {
    const argv = ['status', '--json'];
    const [judge, subject] = [this.judge, this.subject];
    const [onOwn, onOther, dvcOnOther] = await Promise.all([
      judge.tool.run(judge.root, judge.env, argv),
      subject.tool.run(judge.root, subject.env, argv),
      judge.tool.run(subject.root, judge.env, argv),
    ]);
    const context = `\n${this.history}\n${transcript(subject.tool.name, argv, onOther)}`;
    expect(onOther.stdout, `status by ${subject.tool.name} of what DVC left${context}`).toBe(onOwn.stdout);
    expect(dvcOnOther.stdout, `status by DVC of what ${subject.tool.name} left${context}`).toBe(onOwn.stdout);
    return JSON.parse(onOwn.stdout === '' ? 'null' : onOwn.stdout);
  }
}

/** The lines by which `repro` tells what it did with each stage, in order. */
export function stageLines(stdout: string): readonly string[] {
  return stdout
    .split('\n')
    .filter(line => /^(Running stage '|Stage '|'.*' didn't change|Verifying |> |WARNING: )/.test(line));
}
