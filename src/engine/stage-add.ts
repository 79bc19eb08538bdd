import { buildGraph } from '../core/graph/build.ts';
import { withStage } from '../core/pipeline/edit.ts';
import { stageDefinition } from '../core/pipeline/declared.ts';
import type { NewOutput, NewStage } from '../core/pipeline/entry.ts';
import type { Failure } from '../model/failure.ts';
import { join, relative } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import { visibleGpus } from './gpus.ts';
import type { Prepared } from './exclusively.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { refusedOutput } from './ignored.ts';
import type { ReproOptions } from './plan-run.ts';
import { PipelineFiles } from './pipeline-file.ts';
import type { Project } from './project.ts';
import { loadIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { repro } from './repro.ts';
import { parseSource } from './source-file.ts';
import type { Workspace } from './workspace.ts';

/** Everything that a shell or an address would take for something else. */
const PUNCTUATION = /[!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~]/;

/** A stage that stands in its file now. */
export interface Added {
  readonly workspace: Workspace;
  readonly stage: StageId;
  /** Has not told git yet. */
  readonly ignore: GitIgnoreFiles;
}

/** Writes a stage into the pipeline file of the current folder. Nothing is written unless the whole project stays valid. */
export async function addStage(
  workspace: Workspace,
  index: ProjectIndex,
  stage: NewStage,
  options: { readonly force: boolean },
): Promise<Result<Prepared<Added>, Failure>> {
  const { project } = workspace;
  const { files } = project.context;
  const refused = (message: string): Result<never, Failure> => err({ code: 'refused', message });
  if (stage.name === '' || PUNCTUATION.test(stage.name))
    return refused('Stage name cannot contain punctuation characters.');
  if (stage.command.trim() === '') return refused('command is not specified');

  const path = join(project.here, project.layout.pipelineFile) as RepoPath;
  if (index.isGitIgnored(path)) return err({ code: 'pipeline-file-ignored', file: project.show(path) });
  const file = project.absolute(path);
  const text = files.readText(file) ?? '';
  const content = await parseSource({ path, shown: project.show(path), text });
  if (!content.ok) return content;
  const top = isMap(content.value) ? content.value : undefined;
  const stages = top?.get('stages');
  if (!options.force && isMap(stages) && stages.has(stage.name)) {
    return err({
      code: 'refused',
      message: `Stage '${stage.name}' already exists in '${project.layout.pipelineFile}'. Use '--force' to overwrite.`,
    });
  }
  const workdir = join(project.here, stage.workdir ?? '.');
  if (files.stat(project.absolute(workdir as RepoPath))?.kind !== 'directory') {
    return refused(`stage working dir '${stage.workdir ?? '.'}' does not exist`);
  }
  const twice = namedTwice(project, stage, workdir);
  if (twice !== undefined) return err(twice);
  const old = index.stages.find(
    ({ kind, file, name }) => kind === 'pipeline' && file === path && name === stage.name,
  );
  const before = isMap(stages) ? stages.get(stage.name) : undefined;
  const { workdir: _, ...rest } = stage;
  const place = relative(project.here, workdir);
  const definition = stageDefinition(
    place === '.' ? rest : { ...rest, workdir: place },
    old === undefined ? undefined : { stage: old, definition: isMap(before) ? before : new Map() },
  );
  const next = await withStage(text, top, stage.name, definition);
  if (next === undefined)
    return err({ code: 'pipeline-not-editable', file: project.show(path), stage: stage.name });
  const source = { path, shown: project.show(path), text: next };
  const parsed = await parseSource(source);
  if (!parsed.ok) return parsed;
  const built = await new PipelineFiles(project, index.snapshot).read(source, parsed.value, true);
  if (!built.ok) return asRefusal(built.error);
  const hiding = await refusedOutput(workspace.digester.ignored, built.value.stages);
  if (hiding !== undefined) return err(hiding);
  const others = index.stages.filter(other => other.file !== path);
  const graph = buildGraph([...others, ...built.value.stages], project.labels);
  if (!graph.ok) return err(asOthersSee(graph.error, stage.name));

  const added = built.value.stages.find(({ name }) => name === stage.name);
  const ignore = new GitIgnoreFiles(project);
  return ok({
    work: async () => {
      const hidden = await ignore.hide(inOrderOfHiding(stage, added), 'stop');
      if (hidden !== undefined) return err(hidden);
      files.writeAtomic(file, next);
      ignore.track(path);
      project.context.emit({ type: 'stage-added', stage: stage.name, file: project.layout.pipelineFile });
      return ok({ workspace, stage: stageId({ kind: 'pipeline', file: path, name: stage.name }), ignore });
    },
  });
}

/** Runs a stage that was just added, as `repro` does. */
export async function runAdded({ workspace, stage, ignore }: Added): Promise<Result<unknown, Failure>> {
  const { project } = workspace;
  const index = await loadIndex(project, project.context.workspace(project.root));
  if (!index.ok) return index;
  const options: ReproOptions = {
    targets: [stage],
    force: false,
    single: true,
    downstream: false,
    pipeline: false,
    dry: false,
    commit: true,
    runCache: true,
    onError: 'stop',
    forceDownstream: false,
    allowMissing: false,
    slots: 1,
    gpus: visibleGpus(project.context.env),
    failFast: false,
    keeps: 'as-possible',
    trace: 'no',
  };
  return repro(workspace, index.value, options, ignore);
}

/** @source iterative/dvc dvc/stage/utils.py (check_circular_dependency, check_duplicated_arguments). */
function namedTwice(project: Project, stage: NewStage, workdir: string): Failure | undefined {
  const absolute = (written: string): string => join(project.absolute(workdir as RepoPath), written);
  const inputs = [...stage.dependencies, ...stage.params.keys()].map(absolute);
  const outputs = stage.outputs.map(({ path }) => absolute(path));
  const both = outputs.find(path => inputs.includes(path));
  if (both !== undefined)
    return { code: 'refused', message: `'${both}' is specified as an output and as a dependency.` };
  const all = [...inputs, ...outputs];
  const twice = all.find((path, index) => all.indexOf(path) !== index);
  return twice === undefined
    ? undefined
    : { code: 'refused', message: `file '${twice}' is specified more than once.` };
}

/** Of the text that would be written nobody has seen a line yet. */
function asRefusal(failure: Failure): Result<never, Failure> {
  if (failure.code !== 'file-invalid') return err(failure);
  const [first] = failure.diagnostics;
  const hint = first?.hint === undefined ? {} : { hint: first.hint };
  return err({ code: 'refused', message: first?.message ?? failure.code, ...hint });
}

/** The new stage stands in this folder and goes by its bare name: what it collides with is the news. */
function asOthersSee(failure: Failure, name: string): Failure {
  if (failure.code !== 'output-twice') return failure;
  const others = failure.stages.filter(other => other !== name);
  return others.length === 0 ? failure : { ...failure, stages: others };
}

/** Lines for git come in DVC's order of options, and within it as the user gave them. */
function inOrderOfHiding({ outputs }: NewStage, added: Stage | undefined): RepoPath[] {
  const rank = ({ role, persistent }: NewOutput): number =>
    persistent ? 0 : { metric: 1, plot: 2, data: 3 }[role];
  return [...outputs]
    .filter(output => output.cached)
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(output => added?.outputs.find(({ written }) => written === output.path)?.path ?? []);
}
