import type { Drawing, Edge, Graph } from '../../model/graph.ts';
import { isInside } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import { invariant } from '../../model/result.ts';
import type { StageId } from '../../model/stage.ts';
import type { Labels } from './labels.ts';
import { indexOutputs, locate, outputsBelow, outputsInOrder, outputsTouching } from './output-index.ts';
import { connected, postOrder } from './walk.ts';

export interface DagOptions {
  /** Shows only what these need. None of them, or none with an output where outputs are shown: everything. */
  readonly targets?: readonly DagTarget[];
  /** Shows all that is connected with the targets in any way. */
  readonly full?: boolean;
  /** Shows outputs instead of stages. */
  readonly outs?: boolean;
  /** The project's, absolute: it decides on the order of outputs, some of which may lie outside of it. */
  readonly root?: string;
  /** Shows the stages that one definition generates, `name@key`, as one node `name`. */
  readonly collapse?: boolean;
}

export interface DagTarget {
  readonly stage: StageId;
  /** Means only the stage's outputs that are this path, lie inside it or contain it. */
  readonly path?: RepoPath;
}

/** What `dag` shows, the same for every printer. */
export interface DagView extends Drawing {
  /** The parts that hang together, in the order of their first nodes. */
  readonly components: readonly Drawing[];
}

const GENERATED = '@';

/**
 * Chooses what of a graph is shown, and names it.
 *
 * @returns nodes in the graph's order, outputs in that of {@link outputsInOrder}.
 */
export function dagView(graph: Graph, options: DagOptions, labels: Labels): DagView {
  const whole =
    options.outs === true ? drawOutputs(graph, options.root ?? '/', labels) : drawStages(graph, labels);
  const targets = (options.targets ?? []).flatMap(target =>
    options.outs === true ? outputNames(graph, target, labels) : stageName(graph, target.stage, labels),
  );
  const shown = targets.length === 0 ? whole : choose(whole, new Set(targets), options.full === true);
  const final =
    options.collapse === true && options.outs !== true
      ? collapse(shown, generatedNames(graph, labels))
      : shown;
  return { ...final, components: splitDrawing(final) };
}

/** What stands in `collapsed` for several stages of `view`, and for how many. */
export function collapsedGroups(view: DagView, collapsed: DagView): ReadonlyMap<string, number> {
  const shown = new Set(view.nodes);
  const groups = collapsed.nodes.filter(node => !shown.has(node));
  return new Map(
    groups.map(group => [group, view.nodes.filter(node => node.startsWith(group + GENERATED)).length]),
  );
}

function drawStages(graph: Graph, labels: Labels): Drawing {
  const names = new Map([...graph.stages].map(([id, stage]) => [id, labels.stage(stage)]));
  const edges: Edge[] = [];
  for (const [id, makers] of graph.upstream) {
    for (const maker of makers) edges.push([names.get(maker) ?? maker, names.get(id) ?? id]);
  }
  return { nodes: [...new Set(names.values())], edges };
}

function stageName(graph: Graph, id: StageId, labels: Labels): string[] {
  const stage = graph.stages.get(id);
  return stage === undefined ? [] : [labels.stage(stage)];
}

function drawOutputs(graph: Graph, root: string, labels: Labels): Drawing {
  const stages = [...graph.stages.values()];
  const indexed = indexOutputs(stages, labels);
  invariant(indexed.ok, 'the outputs of a graph do not overlap');
  // An output around the whole project has no place in that order.
  const ordered = [...outputsInOrder(stages, root), ...outputsBelow(indexed.value)];
  const nodes = new Set(ordered.map(({ output }) => labels.output(output)));
  const edges = new Map<string, Edge>();
  for (const stage of graph.stages.values()) {
    for (const read of [...stage.dependencies, ...stage.params]) {
      const location = locate(read, stage.workdir);
      if (location === undefined) continue;
      for (const { output: maker } of outputsTouching(indexed.value, location)) {
        for (const made of stage.outputs) addEdge(edges, [labels.output(maker), labels.output(made)]);
      }
    }
  }
  return keep({ nodes: [...nodes], edges: [...edges.values()] }, nodes);
}

function outputNames(graph: Graph, target: DagTarget, labels: Labels): string[] {
  const { path } = target;
  const outputs = graph.stages.get(target.stage)?.outputs ?? [];
  const meant = outputs.filter(
    output =>
      path === undefined ||
      (output.path !== undefined && (isInside(output.path, path) || isInside(path, output.path))),
  );
  return meant.map(output => labels.output(output));
}

function choose(whole: Drawing, targets: ReadonlySet<string>, full: boolean): Drawing {
  if (full) {
    const parts = splitDrawing(whole).filter(part => part.nodes.some(node => targets.has(node)));
    return keep(whole, new Set(parts.flatMap(part => part.nodes)));
  }
  return keep(whole, new Set(postOrder(targets, upstreamOf(whole))));
}

function keep(whole: Drawing, wanted: ReadonlySet<string>): Drawing {
  return {
    nodes: whole.nodes.filter(node => wanted.has(node)),
    edges: whole.edges.filter(([from, to]) => wanted.has(from) && wanted.has(to)),
  };
}

/** Stage names that hold an `@`, with what stands before it. Data files are never generated. */
function generatedNames(graph: Graph, labels: Labels): ReadonlyMap<string, string> {
  const names = [...graph.stages.values()]
    .filter(stage => stage.kind === 'pipeline')
    .map(stage => labels.stage(stage));
  return new Map(
    names
      .filter(name => name.includes(GENERATED))
      .map(name => [name, name.slice(0, name.indexOf(GENERATED))]),
  );
}

/** Groups stand behind all other nodes, as DVC has them. A group that reads from itself keeps that edge. */
function collapse(drawing: Drawing, groups: ReadonlyMap<string, string>): Drawing {
  const rename = (name: string): string => groups.get(name) ?? name;
  const others = drawing.nodes.filter(node => !groups.has(node));
  const edges = new Map<string, Edge>();
  for (const [from, to] of drawing.edges) addEdge(edges, [rename(from), rename(to)]);
  return { nodes: [...new Set([...others, ...drawing.nodes.map(rename)])], edges: [...edges.values()] };
}

function addEdge(edges: Map<string, Edge>, edge: Edge): void {
  edges.set(JSON.stringify(edge), edge);
}

/** Every node with those it reads from, in the order of the edges. */
export function upstreamOf(drawing: Drawing): ReadonlyMap<string, readonly string[]> {
  const upstream = new Map<string, string[]>(drawing.nodes.map(node => [node, []]));
  for (const [from, to] of drawing.edges) upstream.get(to)?.push(from);
  return upstream;
}

/** The parts of a drawing that no edge joins. */
export function splitDrawing(drawing: Drawing): readonly Drawing[] {
  const touching = new Map<string, string[]>(drawing.nodes.map(node => [node, []]));
  for (const [from, to] of drawing.edges) {
    touching.get(from)?.push(to);
    touching.get(to)?.push(from);
  }
  const groups = connected(drawing.nodes, node => touching.get(node) ?? []);
  const groupOf = new Map(groups.flatMap(group => group.map(node => [node, group] as const)));
  const edgesOf = new Map<readonly string[], Edge[]>(groups.map(group => [group, []]));
  for (const edge of drawing.edges) edgesOf.get(groupOf.get(edge[0]) ?? [])?.push(edge);
  return groups.map(nodes => ({ nodes, edges: edgesOf.get(nodes) ?? [] }));
}
