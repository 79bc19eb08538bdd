import { labelsFrom } from '../core/graph/labels.ts';
import type { Event } from '../model/event.ts';
import { COPIES_FOLDER, MEMO_VARIABLE } from '../model/layout.ts';
import { dirname, isInside, join, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { GitRepository } from '../ports/git.ts';
import type { Shell, ShellOutput } from '../ports/shell.ts';
import { cleanLeftOvers } from './left-overs.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { prefixOf } from './revisions.ts';
import { settleLeftOvers } from './running-commands.ts';

/** Git looks for a repository in no folder at or above those that it names. */
const CEILING_VARIABLE = 'GIT_CEILING_DIRECTORIES';

/** Who is told what happens in a copy, as nothing of it is shown by itself. */
export interface CopyListener {
  readonly onEvent: (event: Event) => void;
  readonly output: ShellOutput;
}

/**
 * A copy of a project in which stages can run without a change to the project itself. It lies in the folder that holds
 * what is ours alone, has the settings and the cache of the project, and no repository: git commands of stages find none.
 */
export class ProjectCopy {
  readonly project: Project;
  readonly #of: Project;
  readonly #git: GitRepository;
  readonly #top: string;
  readonly #folders = new Set<string>();

  /** @param name tells the copies of one process apart. */
  constructor(of: Project, git: GitRepository, name: string, listener: CopyListener) {
    this.#of = of;
    this.#git = git;
    this.#top = `${copiesOf(of)}/${of.context.processes.self}.${name}`;
    this.project = projectAt(of, git, this.#top, listener);
  }

  /** Brings the files of a commit, as a checkout would. */
  async takeCommit(commit: string): Promise<void> {
    this.#makeFolder(this.#top);
    const prefix = prefixOf(this.#of, this.#git.root);
    const links = await this.#git.exportFiles(commit, prefix, this.#top, `${this.#top}.index`);
    this.#makeFolder(this.project.root);
    const { files } = this.#of.context;
    for (const link of links) {
      const path = (prefix === '' ? link : link.slice(prefix.length + 1)) as RepoPath;
      // Where git may make no links it makes files.
      const target = files.readLink(this.project.absolute(path));
      if (target !== undefined) this.#makeLink(path, target);
    }
  }

  /** Brings the files that the workspace has and git does not ignore. What belongs into the cache is not among them. */
  async takeWorkspace(index: ProjectIndex): Promise<void> {
    const { root, layout, cacheDirectory } = this.#of;
    const left = [`${root}/${layout.directory}/tmp`, `${root}/${layout.directory}/cache`, cacheDirectory];
    const cached = index.stages.flatMap(({ outputs }) =>
      outputs.flatMap(({ path, cached: isCached }) =>
        path !== undefined && isCached ? [this.#of.absolute(path)] : [],
      ),
    );
    const isLeft = (file: string): boolean => [...left, ...cached].some(folder => isInside(file, folder));
    this.#makeFolder(this.project.root);
    for (const file of await this.#git.filesBelow(root))
      if (!isLeft(file)) this.#copy(file.slice(root.length + 1) as RepoPath);
  }

  /** Brings a file or folder as the workspace has it, whatever git thinks of it. */
  takePath(path: RepoPath): void {
    const { files } = this.#of.context;
    const walked = files.walk(this.#of.absolute(path), () => false);
    if (walked === undefined) {
      this.#copy(path);
      return;
    }
    this.#makeFolder(this.project.absolute(path));
    for (const folder of walked.folders)
      this.#makeFolder(this.project.absolute(join(path, folder) as RepoPath));
    for (const name of walked.names) this.#copy(join(path, name) as RepoPath);
  }

  remove(): void {
    this.#of.context.files.remove(this.#top);
  }

  #copy(path: RepoPath): void {
    const { files } = this.#of.context;
    const [from, to] = [this.#of.absolute(path), this.project.absolute(path)];
    const kind = files.lstat(from)?.kind;
    if (kind !== 'file' && kind !== 'symlink') return;
    this.#makeFolder(dirname(to));
    if (kind === 'file') files.link('copy', from, to);
    else this.#makeLink(path, files.readLink(from) ?? '');
  }

  /** A link leads where it does in the project; within the project to the same place of the copy. */
  #makeLink(path: RepoPath, written: string): void {
    const target = join(dirname(this.#of.absolute(path)), written);
    const isRight = !written.startsWith('/') && isInside(target, this.#of.root);
    const ledTo = isRight ? written : this.#ledTo(target);
    this.#of.context.files.link('symlink', ledTo, this.project.absolute(path));
  }

  #ledTo(target: string): string {
    const { root, context } = this.#of;
    if (isInside(target, root)) return `${this.project.root}${target.slice(root.length)}`;
    // The project may be known by several names.
    const [real, realRoot] = [target, root].map(each => context.files.realPath(each));
    return real !== undefined && realRoot !== undefined && isInside(real, realRoot)
      ? `${this.project.root}${real.slice(realRoot.length)}`
      : target;
  }

  #makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#of.context.files.makeDirectory(folder);
    this.#folders.add(folder);
  }
}

/** Takes away the copies of processes that were killed, and ends what still runs in them: nobody waits for it. */
export async function removeLeftCopies(of: Project, git: GitRepository): Promise<void> {
  const { files, processes } = of.context;
  for (const { name } of files.list(copiesOf(of)) ?? []) {
    if (!processes.isGone(name.slice(0, name.indexOf('.')))) continue;
    const top = `${copiesOf(of)}/${name}`;
    const silent = { onEvent: () => undefined, output: { stdout: () => undefined, stderr: () => undefined } };
    const left = projectAt(of, git, top, silent);
    await settleLeftOvers(left, { end: true });
    // What it had begun to write into the cache is known there alone.
    cleanLeftOvers(left);
    files.remove(top);
  }
}

function copiesOf({ root, layout }: Project): string {
  return `${root}/${layout.ownDirectory}/${COPIES_FOLDER}`;
}

function projectAt(of: Project, git: GitRepository, top: string, { onEvent, output }: CopyListener): Project {
  const prefix = prefixOf(of, git.root);
  const root = prefix === '' ? top : `${top}/${prefix}`;
  const { context } = of;
  const ceiling = [dirname(top), context.env[CEILING_VARIABLE] ?? ''].filter(each => each !== '').join(':');
  const shell: Shell = {
    ...context.shell,
    run: (line, options) =>
      context.shell.run(line, { ...options, env: { ...options.env, [CEILING_VARIABLE]: ceiling }, output }),
  };
  return {
    ...of,
    context: {
      ...context,
      cwd: root,
      terminal: false,
      // The memo goes with the copy.
      env: { ...context.env, [MEMO_VARIABLE]: `${root}/${of.layout.ownDirectory}/memo` },
      git: { ...context.git, open: () => undefined, openBare: () => undefined },
      shell,
      emit: onEvent,
    },
    root,
    here: ROOT,
    git: undefined,
    labels: labelsFrom(ROOT),
    absolute: path => (path === ROOT ? root : `${root}/${path}`),
    show: path => path,
  };
}
