import type { Graph } from '../../model/graph.ts';
import type { StageId } from '../../model/stage.ts';
import { connected, postOrder } from './walk.ts';

export interface PlanOptions {
  /** From the targets down to everything that reads from them, instead of up. */
  readonly downstream?: boolean;
  /** The targets alone, in the given order. */
  readonly single?: boolean;
  /** Everything that is connected with the targets in any way; wins over `downstream` and `single`. */
  readonly pipeline?: boolean;
}

/**
 * The stages to run, in the order in which to run them: each after all it reads from.
 *
 * The order is that of a walk which starts at the stages in the graph's order, visits what a stage reads in
 * the order of its dependencies, and notes a stage on leaving it. DVC does the same, save that for targets
 * which reach less than half of the graph it starts in an order that differs from run to run.
 *
 * @param graph pass {@link cutFrozen} of it where frozen stages must not pull in what they read.
 * @param targets undefined for every stage.
 */
export function planOrder(
  graph: Graph,
  targets: readonly StageId[] | undefined,
  options: PlanOptions = {},
): readonly StageId[] {
  if (targets === undefined) return postOrder(graph.stages.keys(), graph.upstream);
  if (options.pipeline === true) return planPipelines(graph, targets);
  if (options.single === true) return [...new Set(targets)];
  const neighbours = options.downstream === true ? graph.downstream : graph.upstream;
  const wanted = new Set(postOrder(targets, neighbours));
  return planWithin(graph, keepOrder(graph, wanted));
}

/** One connected component after the other, in the order of the targets. */
function planPipelines(graph: Graph, targets: readonly StageId[]): readonly StageId[] {
  const all = components(graph);
  const componentOf = new Map(all.flatMap(component => component.map(id => [id, component] as const)));
  const wanted = new Set(targets.map(target => componentOf.get(target) ?? []));
  return planWithin(graph, [...wanted].flat());
}

function planWithin(graph: Graph, wanted: readonly StageId[]): readonly StageId[] {
  const inside = new Set(wanted);
  const upstream = new Map(
    wanted.map(id => [id, (graph.upstream.get(id) ?? []).filter(other => inside.has(other))]),
  );
  return postOrder(wanted, upstream);
}

/** The graph without what frozen stages read: they run on whatever is there. */
export function cutFrozen(graph: Graph): Graph {
  const upstream = new Map<StageId, readonly StageId[]>();
  const downstream = new Map<StageId, readonly StageId[]>();
  const isFrozen = (id: StageId): boolean => graph.stages.get(id)?.frozen === true;
  for (const [id, makers] of graph.upstream) upstream.set(id, isFrozen(id) ? [] : makers);
  for (const [id, readers] of graph.downstream)
    downstream.set(
      id,
      readers.filter(reader => !isFrozen(reader)),
    );
  return { stages: graph.stages, upstream, downstream };
}

/** All stages that `id` needs, near or far, in the graph's order, without itself. */
export function ancestors(graph: Graph, id: StageId): readonly StageId[] {
  return keepOrder(graph, new Set(postOrder([id], graph.upstream))).filter(other => other !== id);
}

/** All stages that need `id`, near or far, in the graph's order, without itself. */
export function descendants(graph: Graph, id: StageId): readonly StageId[] {
  return keepOrder(graph, new Set(postOrder([id], graph.downstream))).filter(other => other !== id);
}

function keepOrder(graph: Graph, wanted: ReadonlySet<StageId>): readonly StageId[] {
  return [...graph.stages.keys()].filter(id => wanted.has(id));
}

/** The stages in groups that have nothing to do with each other; groups and their members in the graph's order. */
export function components(graph: Graph): readonly (readonly StageId[])[] {
  return connected([...graph.stages.keys()], id => [
    ...(graph.upstream.get(id) ?? []),
    ...(graph.downstream.get(id) ?? []),
  ]);
}
