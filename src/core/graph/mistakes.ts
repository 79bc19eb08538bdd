import { stageId } from '../../model/stage.ts';
import type { Dependency, Output, ParamsDependency, Stage, StageId } from '../../model/stage.ts';
import { joinStages, readAndMade } from './build.ts';
import { findCycle } from './cycle.ts';
import type { Labels } from './labels.ts';
import { enterOutputs, locate, locateInProject, outputAround, outputsTouching } from './output-index.ts';
import type { Clash, OutputIndex, PlacedOutput } from './output-index.ts';

/** What is wrong with one entry of a stage's lists. */
export interface GraphRemark {
  readonly stage: Stage;
  /** As the stage has it. */
  readonly entry: Output | Dependency | ParamsDependency;
  readonly message: string;
  readonly hint?: string;
}

/** Where everything waits for everything there are more circles than anybody wants to read of. */
const MOST_CYCLES = 20;

/**
 * All mistakes of stages that make no graph, in the order in which `buildGraph` finds them: each is told at every
 * declaration that takes part in it. Only for a text that is refused: this is slower than `buildGraph`.
 */
export function graphMistakes(stages: readonly Stage[], labels: Labels): readonly GraphRemark[] {
  const { index, clashes } = enterOutputs(stages);
  return [
    ...clashRemarks(clashes, labels),
    ...filesInOutputs(stages, index, labels),
    ...stages.flatMap(stage => bothRemarks(stage, labels)),
    ...cycleRemarks(stages, index, labels),
  ];
}

/** An output that clashes with several others is told once, with all of them. */
function clashRemarks(clashes: readonly Clash[], labels: Labels): readonly GraphRemark[] {
  const told = new Map<Output, { placed: PlacedOutput; others: string[]; isTwice: boolean }>();
  const tell = (placed: PlacedOutput, other: string, isTwice: boolean): void => {
    const known = told.get(placed.output);
    if (known === undefined) told.set(placed.output, { placed, others: [other], isTwice });
    else if (!known.others.includes(other)) known.others.push(other);
  };
  for (const { kind, first, second } of clashes) {
    const path = ({ output }: PlacedOutput): string => `'${labels.output(output)}'`;
    const owner = ({ stage }: PlacedOutput): string => `stage '${labels.stage(stage)}'`;
    if (kind === 'twice') {
      const again = (other: PlacedOutput): string =>
        other.stage === first.stage && other.stage === second.stage ? 'this very stage' : owner(other);
      tell(first, `also made by ${again(second)}`, true);
      tell(second, `also made by ${again(first)}`, true);
    } else {
      tell(first, `the folder around ${path(second)} of ${owner(second)}`, false);
      tell(second, `inside ${path(first)} of ${owner(first)}`, false);
    }
  }
  return [...told.values()].map(({ placed, others, isTwice }) => ({
    stage: placed.stage,
    entry: placed.output,
    message: `the output '${labels.output(placed.output)}' is ${others.join(', and ')}`,
    hint: isTwice ? 'one stage may make it' : 'of two outputs none may lie inside the other',
  }));
}

function filesInOutputs(
  stages: readonly Stage[],
  index: OutputIndex,
  labels: Labels,
): readonly GraphRemark[] {
  return [...new Set(stages.map(({ file }) => file))].flatMap(file => {
    const around = outputAround(index, locateInProject(file));
    if (around === undefined) return [];
    return {
      stage: around.stage,
      entry: around.output,
      message: `'${labels.file(file)}', which declares stages, lies inside this output`,
    } as const;
  });
}

function bothRemarks(stage: Stage, labels: Labels): readonly GraphRemark[] {
  return readAndMade(stage).flatMap(output => {
    const place = locate(output, stage.workdir)?.join('/');
    const path = labels.output(output);
    const read = inputsOf(stage).find(each => locate(each, stage.workdir)?.join('/') === place);
    const name = labels.stage(stage);
    return [
      { stage, entry: output, message: `'${name}' makes '${path}' here, and depends on it` },
      ...(read === undefined ? [] : [{ stage, entry: read, message: `'${name}' depends on '${path}' here` }]),
    ];
  });
}

/** Circles are opened one after the other, so that each is one that is still there when the others are mended. */
function cycleRemarks(stages: readonly Stage[], index: OutputIndex, labels: Labels): readonly GraphRemark[] {
  const graph = joinStages(stages, index);
  const upstream = new Map(graph.upstream);
  for (const stage of stages) if (readAndMade(stage).length > 0) open(upstream, stage, stage);
  const remarks: GraphRemark[] = [];
  for (let count = 0; count < MOST_CYCLES; count++) {
    const cycle = findCycle({ ...graph, upstream });
    const [first] = cycle ?? [];
    const last = cycle?.at(-1);
    if (cycle === undefined || first === undefined || last === undefined) break;
    cycle.forEach((reader, at) => {
      const maker = at === 0 ? last : (cycle[at - 1] ?? last);
      remarks.push(...waitRemark(reader, maker, index, labels));
    });
    open(upstream, first, last);
  }
  return remarks;
}

function open(upstream: Map<StageId, readonly StageId[]>, reader: Stage, maker: Stage): void {
  const id = stageId(reader);
  const closed = stageId(maker);
  upstream.set(
    id,
    (upstream.get(id) ?? []).filter(each => each !== closed),
  );
}

/** At the dependency by which one stage of a circle waits for the one before it. */
function waitRemark(reader: Stage, maker: Stage, index: OutputIndex, labels: Labels): readonly GraphRemark[] {
  for (const entry of inputsOf(reader)) {
    const location = locate(entry, reader.workdir);
    if (location === undefined) continue;
    if (!outputsTouching(index, location).some(({ stage }) => stage === maker)) continue;
    const name = labels.stage(reader);
    const message =
      reader === maker
        ? `'${name}' waits for itself: it reads inside an output of its own`
        : `'${name}' waits for '${labels.stage(maker)}' here, in a circle`;
    return [{ stage: reader, entry, message }];
  }
  return [];
}

function inputsOf(stage: Stage): readonly (Dependency | ParamsDependency)[] {
  return [...stage.dependencies, ...stage.params];
}
