import { Accesses } from '../core/trace/accesses.ts';
import { FailureError } from '../model/failure.ts';
import type { UndeclaredFiles } from '../model/failure.ts';
import { basename, isInside, relative } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Stage } from '../model/stage.ts';
import type { FileAccess, ShellTrace } from '../ports/shell.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Workspace } from './workspace.ts';

/** Folders that Python and git fill on their own. */
const NOBODYS = /(^|\/)(__pycache__|\.git)(\/|$)/;

/** One run of a stage that is looked at. */
export interface TracedRun {
  readonly trace: ShellTrace;
  /** Tells what turned out. @throws FailureError `files-undeclared` where that fails the stage. */
  end(): Promise<void>;
}

/** Finds files of the project that stages use without declaring them. */
export class StageTracing {
  readonly #workspace: Workspace;
  readonly #index: ProjectIndex;
  readonly #strict: boolean;
  readonly #told = new Set<string>();
  #runs = 0;

  private constructor(workspace: Workspace, index: ProjectIndex, strict: boolean) {
    this.#workspace = workspace;
    this.#index = index;
    this.#strict = strict;
  }

  /** @throws FailureError `tracing-unavailable`. */
  static async start(workspace: Workspace, index: ProjectIndex, strict: boolean): Promise<StageTracing> {
    const { context, layout, root } = workspace.project;
    const trouble = await context.shell.tracingTrouble();
    if (trouble !== undefined) {
      const { kind: why, ...rest } = trouble;
      throw new FailureError({ code: 'tracing-unavailable', why, ...rest });
    }
    context.files.makeDirectory(`${root}/${layout.ownDirectory}`);
    return new StageTracing(workspace, index, strict);
  }

  begin(stage: Stage): TracedRun {
    const { context, layout, root } = this.#workspace.project;
    const accesses = new Accesses();
    this.#runs++;
    return {
      trace: {
        log: `${root}/${layout.ownDirectory}/trace-${String(context.machine.pid)}-${String(this.#runs)}`,
        onAccess: access => note(accesses, access, root),
      },
      end: async () => {
        const found = await this.#undeclared(stage, accesses);
        if (found === undefined) return;
        if (this.#strict) throw new FailureError({ code: 'files-undeclared', ...found });
        if (this.#isNew(stage, found)) context.emit({ type: 'files-undeclared', ...found });
      },
    };
  }

  /** Stages of a group have one place where to declare things: the same lines are told once. */
  #isNew(stage: Stage, { name, file, reads, writes }: UndeclaredFiles): boolean {
    if (stage.group === undefined) return true;
    const lines = JSON.stringify([file, name, reads, writes]);
    const isNew = !this.#told.has(lines);
    this.#told.add(lines);
    return isNew;
  }

  async #undeclared(stage: Stage, accesses: Accesses): Promise<UndeclaredFiles | undefined> {
    const { project } = this.#workspace;
    const declared = declaredBy(stage);
    const inRoot = (paths: readonly string[]): readonly string[] =>
      paths.filter(path => isBelow(path, project.root));
    const reads = await this.#namesOf(inRoot(accesses.reads), stage, declared);
    const writes = await this.#namesOf(inRoot(accesses.writes), stage, declared);
    if (reads.length + writes.length === 0) return undefined;
    return {
      stage: project.labels.stage(stage),
      name: stage.group ?? stage.name,
      ...(stage.groupKind === undefined ? {} : { group: stage.groupKind }),
      file: project.show(stage.file),
      reads,
      writes,
    };
  }

  /** Of absolute paths those that should be declared, as the stage would name them. */
  async #namesOf(
    paths: readonly string[],
    stage: Stage,
    declared: readonly RepoPath[],
  ): Promise<readonly string[]> {
    const { project } = this.#workspace;
    const wanted: RepoPath[] = [];
    for (const path of paths) {
      const place = path.slice(project.root.length + 1) as RepoPath;
      if (!isIn(declared, place) && !this.#isDeclaredElsewise(path, declared) && (await this.#counts(place)))
        wanted.push(place);
    }
    const made = wanted.map(path => this.#outputAround(path));
    const unmade = wanted.filter((_, index) => made[index] === undefined);
    const ignored = (await project.git?.ignored(unmade.map(path => project.absolute(path)))) ?? new Set();
    const kept = wanted.flatMap((path, index) =>
      ignored.has(project.absolute(path)) ? [] : (made[index] ?? path),
    );
    return [...new Set(kept)].map(path => relative(stage.workdir, path)).sort();
  }

  /** By the path that a link leads to. */
  #isDeclaredElsewise(path: string, declared: readonly RepoPath[]): boolean {
    const { context, root } = this.#workspace.project;
    const real = context.files.realPath(path);
    return (
      real !== undefined && isInside(real, root) && isIn(declared, real.slice(root.length + 1) as RepoPath)
    );
  }

  /** A file that is still there, is none of the tool's own, and is not ignored. */
  async #counts(path: RepoPath): Promise<boolean> {
    const { project, digester } = this.#workspace;
    const { pipelineFile, lockFile, ignoreFile, dataSuffix } = project.layout;
    const name = basename(path);
    if ([pipelineFile, lockFile, ignoreFile, '.gitignore'].includes(name) || name.endsWith(dataSuffix))
      return false;
    if (NOBODYS.test(path)) return false;
    if (project.context.files.stat(project.absolute(path))?.kind !== 'file') return false;
    return !(await digester.ignored.hides(path, false));
  }

  /** A file of a folder that is tracked as a whole is declared as that folder. */
  #outputAround(path: RepoPath): RepoPath | undefined {
    for (const { outputs } of this.#index.stages)
      for (const output of outputs)
        if (output.path !== undefined && isInside(path, output.path)) return output.path;
    return undefined;
  }
}

function note(accesses: Accesses, access: FileAccess, root: string): void {
  if (access.kind === 'move') {
    if (isBelow(access.path, root) || isBelow(access.to, root)) accesses.move(access.path, access.to);
    return;
  }
  const path = [access.path, access.real ?? ''].find(each => isBelow(each, root));
  if (path === undefined) return;
  if (access.kind === 'read') accesses.read(path);
  else accesses.write(path);
}

function isBelow(path: string, root: string): boolean {
  return path !== root && isInside(path, root);
}

function declaredBy({ dependencies, params, outputs }: Stage): readonly RepoPath[] {
  return [...dependencies, ...params, ...outputs].flatMap(({ path }) => path ?? []);
}

function isIn(folders: readonly RepoPath[], path: RepoPath): boolean {
  return folders.some(folder => isInside(path, folder));
}
