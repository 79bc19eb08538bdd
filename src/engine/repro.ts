import { cutFrozen, planOrder } from '../core/graph/order.ts';
import { Schedule } from '../core/graph/schedule.ts';
import type { Needs } from '../core/graph/schedule.ts';
import type { Failure } from '../model/failure.ts';
import type { Graph } from '../model/graph.ts';
import type { RepoPath } from '../model/path.ts';
import { err } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Stage, StageId } from '../model/stage.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import { PlanRun } from './plan-run.ts';
import type { Reproduced, ReproOptions } from './plan-run.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { RunRecords } from './run-records.ts';
import { StageReproducer } from './reproduce-stage.ts';
import type { StageTracing } from './stage-tracing.ts';
import type { Workspace } from './workspace.ts';

/**
 * Brings stages up to date: decides for each in turn, since what runs before it may leave its inputs unchanged.
 *
 * @param ignore what the command did to files of git's so far: taken back as well when this fails.
 */
export async function repro(
  workspace: Workspace,
  index: ProjectIndex,
  options: ReproOptions,
  ignore = new GitIgnoreFiles(workspace.project),
): Promise<Result<Reproduced, Failure>> {
  const exclusive = new Exclusive(workspace.project);
  const graph = cutFrozen(index.graph);
  const steps = stepsOf(graph, options);
  ignore.expect(steps.flatMap(id => hiddenOutputs(graph.stages.get(id))));
  const schedule = new Schedule(
    steps,
    id => graph.upstream.get(id) ?? [],
    { slots: options.slots, gpus: options.gpus.length },
    id => needsOf(graph.stages.get(id)),
  );
  const abort = new AbortController();
  const records = new RunRecords(workspace.project);
  const tracing = options.trace === 'no' ? undefined : await startTracing(workspace, index, options);
  const stages = new StageReproducer(
    {
      workspace,
      index,
      ignore,
      exclusive,
      abort: abort.signal,
      rankOf: stage => schedule.rankOf(stageId(stage)),
      records,
      tracing,
    },
    { ...options, sideBySide: options.slots > 1 },
  );
  try {
    const done = await new PlanRun(
      { workspace, graph, steps, schedule, stages, records, abort },
      options,
    ).all();
    if (done.ok) await ignore.finish();
    else ignore.takeBack();
    if (done.ok) return done;
    const planned = steps.flatMap(id => graph.stages.get(id) ?? []);
    return err(await withFurther(workspace.project, index, planned, done.error, options));
  } finally {
    workspace.save();
    records.save();
    exclusive.release();
  }
}

/** A failure with whatever else there is of its kind. */
async function withFurther(
  project: Project,
  index: ProjectIndex,
  planned: readonly Stage[],
  failure: Failure,
  { allowMissing }: ReproOptions,
): Promise<Failure> {
  const { code } = failure.code === 'repro-failed' ? (failure.cause ?? failure) : failure;
  if (code === 'params-invalid') {
    const { withUnreadableParams } = await import('./unreadable-params.ts');
    return withUnreadableParams(project, index, planned, failure, 'all');
  }
  if (allowMissing || (code !== 'dependency-missing' && code !== 'params-missing')) return failure;
  const { withMissingInputs } = await import('./missing-inputs.ts');
  return withMissingInputs(project, index, planned, failure);
}

/** What is to be kept out of git. */
function hiddenOutputs(stage: Stage | undefined): readonly RepoPath[] {
  return (stage?.outputs ?? []).flatMap(({ path, cached }) => (cached && path !== undefined ? [path] : []));
}

async function startTracing(
  workspace: Workspace,
  index: ProjectIndex,
  { trace }: ReproOptions,
): Promise<StageTracing> {
  const { StageTracing } = await import('./stage-tracing.ts');
  return StageTracing.start(workspace, index, trace === 'fail');
}

/** The stages to bring up to date, in order. @param graph without what frozen stages read. */
export function stepsOf(
  graph: Graph,
  options: Pick<ReproOptions, 'targets' | 'single' | 'downstream' | 'pipeline'>,
): readonly StageId[] {
  return planOrder(graph, options.targets, options);
}

/** What a stage holds while it runs. */
export function needsOf(stage: Stage | undefined): Needs {
  const { slots = 1, gpus = 0, mutexes = [] } = stage?.execution ?? {};
  return { slots, gpus, mutexes };
}
