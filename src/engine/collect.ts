import { readDataFile } from '../core/datafile/read.ts';
import { extendRules, isHidden, isIgnored, noRules, projectRules } from '../core/ignore/rules.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import { DEFAULT_PARAMS_FILE } from '../core/params/default-file.ts';
import { withOthers } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { join, parentOf, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Pipeline, Stage } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import { isMap } from '../model/value.ts';
import type { DirectoryEntry } from '../ports/files.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { Ignored, refusedOutput } from './ignored.ts';
import { PipelineFiles } from './pipeline-file.ts';
import type { Project } from './project.ts';
import { diagnose, parseSource, readSource } from './source-file.ts';
import type { ParsedTexts } from './source-file.ts';
import type { Judge, SourceFile } from './source-text.ts';

/** A pipeline or data file that could not be read, and why. */
export interface FailedFile {
  readonly file: RepoPath;
  readonly failure: Failure;
  /** Only templates outside of its stages are wrong: what there is to list. */
  readonly listable?: Pipeline;
}

/** Everything that a state of the project declares, in the order of the walk: folders sorted, files before sub-folders. */
export interface Collected {
  readonly pipelines: readonly Pipeline[];
  /** Data files with their parsed content, for those that re-write them. */
  readonly dataFiles: readonly { readonly stage: Stage; readonly content: ReadonlyMap<unknown, Value> }[];
  readonly stages: readonly Stage[];
  /** These, and those of {@link FailedFile.listable}, in the same order. */
  readonly listableStages: readonly Stage[];
  /** Files that could not be read; the rest is there all the same. */
  readonly failures: readonly FailedFile[];
  /** Do git's rules hide a path of the workspace, whether there is anything or not? What they hide is not walked. */
  isGitIgnored(path: RepoPath): boolean;
}

/**
 * Walks a state of the project for pipeline and data files. Left out: what ignore rules hide, folders that are
 * outputs, projects inside this one.
 *
 * @param texts what was parsed for other states of the project.
 */
export async function collect(project: Project, snapshot: Snapshot, texts?: ParsedTexts): Promise<Collected> {
  const walk = new Walk(project, snapshot, texts);
  await walk.folder(ROOT, projectRules(project.layout.directory), await gitRulesAbove(project, snapshot));
  return walk;
}

/** What git has in a commit is there, whatever its rules say. */
function heedsGitRules({ git }: Project, { revision }: Snapshot): boolean {
  return git !== undefined && revision === undefined;
}

/** git's rules from above the project's root, and those that are not committed. */
async function gitRulesAbove(project: Project, snapshot: Snapshot): Promise<IgnoreRules> {
  let rules = noRules('git');
  if (project.git === undefined || !heedsGitRules(project, snapshot)) return rules;
  for (const [directory, file] of gitIgnoreFilesAbove(project.git.root, project.root)) {
    const text = project.context.files.readText(file);
    if (text !== undefined) rules = await extendRules(rules, { directory, text, source: file });
  }
  return rules;
}

/** Patterns of a file above the root apply at the root as well, unless they name a path with slashes. */
function gitIgnoreFilesAbove(top: string, root: string): [RepoPath, string][] {
  const files: [RepoPath, string][] = [[ROOT, `${top}/.git/info/exclude`]];
  if (top === root) return files;
  const between = root.slice(top.length + 1).split('/');
  for (let depth = 0; depth < between.length; depth++) {
    files.push([ROOT, [top, ...between.slice(0, depth), '.gitignore'].join('/')]);
  }
  return files;
}

class Walk implements Collected {
  readonly pipelines: Pipeline[] = [];
  readonly dataFiles: { stage: Stage; content: ReadonlyMap<unknown, Value> }[] = [];
  readonly stages: Stage[] = [];
  readonly listableStages: Stage[] = [];
  readonly failures: FailedFile[] = [];
  readonly #outputs = new Set<string>();
  /** git's rules in the folders that were walked. */
  readonly #gitRules = new Map<RepoPath, IgnoreRules>();
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #texts: ParsedTexts | undefined;
  readonly #pipelineFiles: PipelineFiles;
  readonly #ignored: Ignored;

  constructor(project: Project, snapshot: Snapshot, texts: ParsedTexts | undefined) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#texts = texts;
    this.#pipelineFiles = new PipelineFiles(project, snapshot);
    this.#ignored = new Ignored(project, snapshot);
  }

  async folder(folder: RepoPath, ignoreAbove: IgnoreRules, gitAbove: IgnoreRules): Promise<void> {
    const { layout } = this.#project;
    const entries = await this.#snapshot.list(folder);
    if (entries === undefined) return;
    const names = new Map(entries.map(entry => [entry.name, entry]));
    if (folder !== ROOT && names.get(layout.directory)?.kind === 'directory') return;
    const ignore = await this.#extend(ignoreAbove, folder, names.get(layout.ignoreFile));
    this.#ignored.know(folder, ignore);
    const git = heedsGitRules(this.#project, this.#snapshot)
      ? await this.#extend(gitAbove, folder, names.get('.gitignore'))
      : gitAbove;
    this.#gitRules.set(folder, git);

    const below: RepoPath[] = [];
    for (const { name, kind } of entries) {
      const path = (folder === ROOT ? name : `${folder}/${name}`) as RepoPath;
      const isPipeline = name === layout.pipelineFile;
      const isData = !isPipeline && name.endsWith(layout.dataSuffix) && name !== layout.dataSuffix;
      if (kind === 'directory') {
        if (!isIgnored(ignore, path, true) && !isIgnored(git, path, true)) below.push(path);
      } else if ((isPipeline || isData) && !isIgnored(ignore, path, false) && !isIgnored(git, path, false)) {
        await (isPipeline ? this.#pipeline(path, names.has(DEFAULT_PARAMS_FILE)) : this.#dataFile(path));
      }
    }
    for (const path of below) if (!this.#outputs.has(path)) await this.folder(path, ignore, git);
  }

  isGitIgnored(path: RepoPath): boolean {
    let folder = parentOf(path);
    while (folder !== ROOT && !this.#gitRules.has(folder)) folder = parentOf(folder);
    const rules = this.#gitRules.get(folder);
    return rules !== undefined && isHidden(rules, path, false);
  }

  async #extend(
    rules: IgnoreRules,
    directory: RepoPath,
    entry: DirectoryEntry | undefined,
  ): Promise<IgnoreRules> {
    if (entry === undefined || entry.kind === 'directory') return rules;
    const path = join(directory, entry.name) as RepoPath;
    const text = await this.#snapshot.readText(path);
    return text === undefined ? rules : extendRules(rules, { directory, text, source: path });
  }

  async #pipeline(path: RepoPath, hasParams: boolean): Promise<void> {
    const read = await this.#read(
      path,
      (content, isWhole) => this.#pipelineFiles.problems(path, content, isWhole),
      () => (hasParams ? this.#pipelineFiles.checkDefault(path) : undefined),
    );
    if (read === undefined) return;
    const pipeline = await this.#pipelineFiles.read(read.source, read.content, hasParams);
    if (!pipeline.ok) {
      const { error, listable } = pipeline;
      this.failures.push({ file: path, failure: error, ...(listable === undefined ? {} : { listable }) });
      this.listableStages.push(...(listable?.stages ?? []));
      return;
    }
    if (this.#failsForLock(path) || (await this.#failsForOutputs(path, pipeline.value.stages))) return;
    this.pipelines.push(pipeline.value);
    pipeline.value.stages.forEach(stage => this.#add(stage));
  }

  async #dataFile(path: RepoPath): Promise<void> {
    const read = await this.#read(path, content => readDataFile(content, path, this.#project.root).problems);
    if (read === undefined) return;
    const { stage, problems } = readDataFile(read.content, path, this.#project.root);
    if (problems.length > 0) {
      this.#fail(path, await diagnose(read.source, problems));
      return;
    }
    if (await this.#failsForOutputs(path, [stage])) return;
    this.dataFiles.push({ stage, content: isMap(read.content) ? read.content : new Map() });
    this.#add(stage);
  }

  /** What is recorded of a pipeline belongs into git. DVC asks that of a lock file that is not there yet, as well. */
  #failsForLock(file: RepoPath): boolean {
    const lock = join(parentOf(file), this.#project.layout.lockFile) as RepoPath;
    const isRefused = this.isGitIgnored(lock);
    if (isRefused) this.#fail(file, { code: 'pipeline-file-ignored', file: this.#project.absolute(lock) });
    return isRefused;
  }

  /** A file is refused with the first output in it that ignore rules hide. */
  async #failsForOutputs(file: RepoPath, stages: readonly Stage[]): Promise<boolean> {
    const refusal = await refusedOutput(this.#ignored, stages);
    if (refusal !== undefined) this.#fail(file, refusal);
    return refusal !== undefined;
  }

  #add(stage: Stage): void {
    this.stages.push(stage);
    this.listableStages.push(stage);
    for (const output of stage.outputs) if (output.path !== undefined) this.#outputs.add(output.path);
  }

  #fail(file: RepoPath, failure: Failure): void {
    this.failures.push({ file, failure });
  }

  /** Undefined after a failure. @param besides what is wrong beside a file that is no YAML. */
  async #read(
    path: RepoPath,
    judge: Judge,
    besides: () => Promise<Failure | undefined> | undefined = () => undefined,
  ): Promise<{ source: SourceFile; content: Value } | undefined> {
    const read = await readSource(this.#project, this.#snapshot, path);
    if (!read.ok) {
      this.#fail(path, read.error);
      return;
    }
    const source = read.value ?? { path, shown: this.#project.show(path), text: '' };
    const content = await (this.#texts?.parse(source, judge) ?? parseSource(source, judge));
    if (!content.ok) {
      const other = await besides();
      this.#fail(path, other === undefined ? content.error : withOthers(content.error, [other]));
      return;
    }
    return { source, content: content.value };
  }
}
