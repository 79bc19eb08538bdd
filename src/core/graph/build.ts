import type { Failure } from '../../model/failure.ts';
import type { Graph } from '../../model/graph.ts';
import { ROOT } from '../../model/path.ts';
import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { stageId } from '../../model/stage.ts';
import type { Output, Stage, StageId } from '../../model/stage.ts';
import { findCycle } from './cycle.ts';
import { labelsFrom } from './labels.ts';
import type { Labels } from './labels.ts';
import { indexOutputs, locate, locateInProject, outputAround, outputsTouching } from './output-index.ts';
import type { OutputIndex } from './output-index.ts';

/**
 * Joins stages: one reads from another when a dependency or parameters file of the one is an output of the
 * other, contains it or lies inside it.
 *
 * @param stages in the order of collection, each with an id of its own.
 * @param labels make the names in a failure; without them, names are as seen from the project's root.
 * @returns the first trouble in this order: an output made twice or inside another (`output-twice`,
 *          `outputs-overlap`), a pipeline or data file inside an output (`stage-file-in-output`), an output
 *          that its own stage reads (`output-is-dependency`), stages that wait for each other (`cycle`, each
 *          stage followed by the one that reads from it).
 */
export function buildGraph(
  stages: readonly Stage[],
  labels: Labels = labelsFrom(ROOT),
): Result<Graph, Failure> {
  const indexed = indexOutputs(stages, labels);
  if (!indexed.ok) return indexed;
  const outputs = indexed.value;

  const failure = fileInOutput(stages, outputs, labels);
  if (failure !== undefined) return err(failure);

  const graph = joinStages(stages, outputs);
  const selfish = outputReadByItsMaker(graph, labels);
  if (selfish !== undefined) return err(selfish);
  const cycle = findCycle(graph);
  if (cycle === undefined) return ok(graph);
  return err({ code: 'cycle', stages: cycle.map(stage => labels.stage(stage)) });
}

/** Who reads from whom. */
export function joinStages(stages: readonly Stage[], outputs: OutputIndex): Graph {
  // Ids are made once: to make and hash such a text for every edge takes longer than all the rest.
  const idOf = new Map(stages.map(stage => [stage, stageId(stage)]));
  const upstream = new Map<StageId, readonly StageId[]>();
  const downstream = new Map<StageId, StageId[]>();
  for (const id of idOf.values()) downstream.set(id, []);
  for (const [stage, id] of idOf) {
    const makers = makersFor(stage, outputs).map(maker => idOf.get(maker) ?? stageId(maker));
    upstream.set(id, makers);
    for (const maker of makers) downstream.get(maker)?.push(id);
  }
  return { stages: new Map([...idOf].map(([stage, id]) => [id, stage])), upstream, downstream };
}

/** The stages whose outputs a stage reads, in the order of its dependencies, each once. */
function makersFor(stage: Stage, outputs: OutputIndex): readonly Stage[] {
  const makers = new Set<Stage>();
  for (const read of [...stage.dependencies, ...stage.params]) {
    const location = locate(read, stage.workdir);
    if (location === undefined) continue;
    for (const { stage: maker } of outputsTouching(outputs, location)) makers.add(maker);
  }
  return [...makers];
}

function fileInOutput(stages: readonly Stage[], outputs: OutputIndex, labels: Labels): Failure | undefined {
  for (const file of new Set(stages.map(stage => stage.file))) {
    const around = outputAround(outputs, locateInProject(file));
    if (around === undefined) continue;
    return {
      code: 'stage-file-in-output',
      file: labels.file(file),
      output: labels.output(around.output),
      stage: labels.stage(around.stage),
    };
  }
  return undefined;
}

function outputReadByItsMaker(graph: Graph, labels: Labels): Failure | undefined {
  for (const [id, stage] of graph.stages) {
    if (graph.upstream.get(id)?.includes(id) !== true) continue;
    const [both] = readAndMade(stage);
    if (both !== undefined)
      return { code: 'output-is-dependency', path: labels.output(both), stage: labels.stage(stage) };
  }
  return undefined;
}

/** The outputs of a stage that are dependencies of it as well. */
export function readAndMade(stage: Stage): readonly Output[] {
  const placeOf = (each: Parameters<typeof locate>[0]): string | undefined =>
    locate(each, stage.workdir)?.join('/');
  const read = new Set([...stage.dependencies, ...stage.params].map(placeOf));
  return stage.outputs.filter(output => {
    const place = placeOf(output);
    return place !== undefined && read.has(place);
  });
}
