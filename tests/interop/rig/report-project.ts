/** A project of mltrack alone, with git, on which reports are made. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment, TemporaryFolder } from './environment.ts';
import { environmentAt, git, makeTemporaryFolder } from './environment.ts';
import { mltrack } from './mltrack.ts';
import type { Run } from './tool.ts';
import { transcript } from './tool.ts';

export class ReportProject {
  readonly root: string;
  readonly #env: Environment;
  readonly #folder: TemporaryFolder;

  private constructor(folder: TemporaryFolder) {
    this.#folder = folder;
    this.root = join(folder.path, 'pumps');
    this.#env = environmentAt(join(folder.path, 'home'));
    mkdirSync(this.root);
  }

  static async create(): Promise<ReportProject> {
    const project = new ReportProject(makeTemporaryFolder());
    project.git('init', '--quiet', '--initial-branch=main');
    await project.run('init', '--dvc', '--quiet');
    return project;
  }

  [Symbol.dispose](): void {
    this.#folder.dispose();
  }

  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, path)), { recursive: true });
      writeFileSync(join(this.root, path), content);
    }
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** In its top folder. */
  files(): readonly string[] {
    return readdirSync(this.root);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true });
  }

  git(...argv: readonly string[]): string {
    return git(this.root, this.#env, ...argv);
  }

  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /** Whatever comes of it. */
  try(...argv: readonly string[]): Promise<Run> {
    return mltrack.run(this.root, this.#env, argv);
  }

  async run(...argv: readonly string[]): Promise<string> {
    const run = await this.try(...argv);
    if (run.code !== 0) throw new Error(transcript('mltrack', argv, run));
    return run.stdout;
  }
}
