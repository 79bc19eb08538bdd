import { addLine, gitignoreLine, removeLine } from '../core/ignore/lines.ts';
import type { Failure } from '../model/failure.ts';
import { basename, join, parentOf } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { GitRepository } from '../ports/git.ts';
import { guardWrite, writeGuarded } from './guard.ts';
import type { Project } from './project.ts';

interface Answers {
  /** The state of git's index that they are about. */
  readonly index: string | undefined;
  readonly paths: ReadonlySet<RepoPath>;
  /** Absolute. */
  readonly tracked: ReadonlySet<string>;
  readonly ignored: ReadonlySet<string>;
}

/**
 * Keeps outputs out of git: one line in the `.gitignore` beside each. Collects the files that a command changed and
 * that git should know of, and takes the lines back if the command fails.
 */
export class GitIgnoreFiles {
  readonly #project: Project;
  readonly #added: RepoPath[] = [];
  readonly #changed = new Set<RepoPath>();
  /** Asking git costs a process, and its answer for a path holds while we add only lines of our own. */
  readonly #known = new Set<RepoPath>();
  /** Paths that will be hidden later, in the order in which their lines are to stand: one question answers for all. */
  readonly #expected = new Map<RepoPath, number>();
  /** By folder: of the paths that were added there. */
  readonly #lastRank = new Map<RepoPath, number>();
  #answers: Answers | undefined;

  constructor(project: Project) {
    this.#project = project;
  }

  /**
   * Hides outputs from git. Refuses one that git has in its index.
   *
   * @param missingFolder `'stop'`: where the folder of an output is not there yet, that one and those behind it are left
   *        to the run that makes it, with a warning.
   */
  async hide(
    paths: readonly RepoPath[],
    missingFolder: 'make' | 'stop' = 'make',
  ): Promise<Failure | undefined> {
    const { git } = this.#project;
    const asked = paths.filter(path => !this.#known.has(path));
    if (git === undefined || asked.length === 0) return undefined;
    const { tracked, ignored } = await this.#ask(git, asked);
    for (const path of asked) {
      const file = this.#project.absolute(path);
      if (tracked.has(file)) return { code: 'output-tracked-by-git', path: this.#project.show(path) };
      if (!ignored.has(file)) {
        const folder = parentOf(path);
        if (
          missingFolder === 'stop' &&
          this.#project.context.files.stat(this.#project.absolute(folder)) === undefined
        ) {
          this.#warnOfLater(folder);
          return undefined;
        }
        const outside = guardWrite(this.#project, gitIgnoreBeside(path));
        if (outside !== undefined) return outside;
        this.#add(path);
      }
      this.#known.add(path);
    }
    return undefined;
  }

  /** Says which paths are to be hidden in the course of the command. */
  expect(paths: readonly RepoPath[]): void {
    for (const path of paths) this.#expected.set(path, this.#expected.size);
  }

  /** What git said of expected paths counts as long as nobody has touched its index. */
  async #ask(git: GitRepository, paths: readonly RepoPath[]): Promise<Answers> {
    const index = git.indexStamp();
    const known = this.#answers;
    if (known !== undefined && known.index === index && paths.every(path => known.paths.has(path)))
      return known;
    const asked = new Set(index === undefined ? paths : [...paths, ...this.#expected.keys()]);
    const absolute = [...asked].map(path => this.#project.absolute(path));
    const [tracked, ignored] = await Promise.all([git.tracked(absolute), git.ignored(absolute)]);
    return (this.#answers = { index, paths: asked, tracked, ignored });
  }

  /**
   * Shows a path to git again.
   *
   * @returns puts its line back, while nobody else has written to the file.
   */
  show(path: RepoPath): () => void {
    const file = gitIgnoreBeside(path);
    const { files } = this.#project.context;
    const text = files.readText(this.#project.absolute(file));
    const rest = text === undefined ? undefined : removeLine(text, `/${basename(path)}`);
    if (text === undefined || rest === undefined || rest === text) return () => undefined;
    this.#known.delete(path);
    if (rest === '') {
      files.remove(this.#project.absolute(file));
      // git need not be told of what is no longer there.
      this.#changed.delete(file);
    } else {
      writeGuarded(this.#project, file, rest);
      this.#changed.add(file);
    }
    return () => writeGuarded(this.#project, file, text);
  }

  /** Another file that the command changed and that belongs into git. */
  track(path: RepoPath): void {
    this.#changed.add(path);
  }

  /** Takes back what was added: the command failed. */
  takeBack(): void {
    for (const path of this.#added.splice(0)) this.show(path);
  }

  /** Tells git (`core.autostage`), or the user what to tell it. */
  async finish(): Promise<void> {
    const { git, settings, context } = this.#project;
    this.#added.length = 0;
    if (git === undefined || this.#changed.size === 0) return;
    const paths = [...this.#changed].sort();
    this.#changed.clear();
    if (settings.autostage) await git.add(paths.map(path => this.#project.absolute(path)));
    else
      context.emit({
        type: 'git-hint',
        paths: paths.map(path => this.#project.show(path)),
        autostage: false,
      });
  }

  /** The first path of those added beside this one that is expected behind it: stages side by side end in any order. */
  #follower(path: RepoPath): RepoPath | undefined {
    const rank = this.#expected.get(path);
    if (rank === undefined) return undefined;
    const folder = parentOf(path);
    const last = this.#lastRank.get(folder) ?? -1;
    this.#lastRank.set(folder, Math.max(last, rank));
    if (rank >= last) return undefined;
    const rankOf = (other: RepoPath): number => this.#expected.get(other) ?? -1;
    const behind = this.#added.filter(other => parentOf(other) === folder && rankOf(other) > rank);
    return behind.sort((one, other) => rankOf(one) - rankOf(other))[0];
  }

  #warnOfLater(folder: RepoPath): void {
    this.#project.context.emit({
      type: 'warning',
      message: `'${this.#project.show(folder)}' is not there yet: the lines for .gitignore are written when the stage runs.`,
    });
  }

  #add(path: RepoPath): void {
    const file = gitIgnoreBeside(path);
    const { files } = this.#project.context;
    const absolute = this.#project.absolute(file);
    const follower = this.#follower(path);
    const before = follower === undefined ? undefined : gitignoreLine(basename(follower));
    const text = addLine(files.readText(absolute), gitignoreLine(basename(path)), before);
    if (text === undefined) return;
    files.makeDirectory(this.#project.absolute(parentOf(path)));
    writeGuarded(this.#project, file, text);
    this.#added.push(path);
    this.#changed.add(file);
  }
}

function gitIgnoreBeside(path: RepoPath): RepoPath {
  return join(parentOf(path), '.gitignore') as RepoPath;
}
