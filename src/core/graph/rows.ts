import type { Drawing } from '../../model/graph.ts';
import { textWidth } from './text-width.ts';

/** A box with a name in it, or the place where an edge passes between boxes. Columns count from 0. */
export interface Item {
  /** Undefined for a place where an edge passes. */
  readonly name: string | undefined;
  readonly left: number;
  readonly width: number;
}

export interface Rows {
  /** From top to bottom; within a row from left to right. */
  readonly rows: readonly (readonly Item[])[];
  /** For each edge, in the drawing's order, the items that it joins, one in each row from the upper to the lower one. */
  readonly ways: readonly (readonly Item[])[];
}

/** What we use of @dagrejs/dagre, whose own declarations do not load in an ESM package. */
interface LayoutPackage {
  readonly Graph: new (options: { multigraph: boolean }) => LayoutGraph;
  readonly layout: (graph: LayoutGraph) => void;
}

interface LayoutGraph {
  setGraph(options: Readonly<Record<string, string | number>>): void;
  setNode(name: string, size: { width: number; height: number }): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  node(name: string): { readonly x: number; readonly y: number; readonly width: number };
  edge(from: string, to: string, name: string): { readonly points: readonly { x: number; y: number }[] };
}

/** Blanks between neighbours of a row. */
const GAP = 2;

interface Wanted {
  readonly name: string | undefined;
  readonly width: number;
  readonly centre: number;
  /** The edge that passes here. */
  readonly edge: number | undefined;
}

/**
 * Sorts the boxes into rows, upstream on top, and finds their columns, so that edges cross little.
 *
 * @param drawing without edges from a node to itself.
 */
export async function layOutRows(drawing: Drawing): Promise<Rows> {
  const { nodes, edges } = drawing;
  if (nodes.length < 2)
    return { rows: nodes.length === 0 ? [] : [nodes.map(name => box(name, drawing))], ways: [] };
  const { Graph, layout } = (await import('@dagrejs/dagre')) as unknown as LayoutPackage;
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: GAP + 1, edgesep: GAP + 1, ranksep: 4 });
  for (const name of nodes) graph.setNode(name, { width: box(name, drawing).width, height: 2 });
  for (const [index, [from, to]] of edges.entries()) graph.setEdge(from, to, {}, String(index));
  layout(graph);

  // Boxes are all of one height, so those of a row have the same y.
  const placed = nodes.map(name => ({
    name,
    ...graph.node(name),
  }));
  const levels = [...new Set(placed.map(({ y }) => y))].sort((a, b) => a - b);
  const wanted: Wanted[][] = levels.map(() => []);
  const rowOf = new Map<string, number>();
  for (const { name, x, y, width } of placed) {
    const row = levels.indexOf(y);
    rowOf.set(name, row);
    wanted[row]?.push({ name, width, centre: x, edge: undefined });
  }
  const spans = edges.map(([from, to]) => [rowOf.get(from) ?? 0, rowOf.get(to) ?? 0].sort((a, b) => a - b));
  for (const [index, [from, to]] of edges.entries()) {
    const { points } = graph.edge(from, to, String(index));
    const [upper = 0, lower = 0] = spans[index] ?? [];
    for (let row = upper + 1; row < lower; row++) {
      const centre = points.find(({ y }) => y === levels[row])?.x ?? 0;
      wanted[row]?.push({ name: undefined, width: 1, centre, edge: index });
    }
  }
  return place(asDeclared(wanted, nodes), drawing, spans);
}

function box(name: string, { edges }: Drawing): Item {
  const into = edges.filter(([, to]) => to === name).length;
  const out = edges.filter(([from]) => from === name).length;
  // Every edge ends in a column of its own, with a blank to the next one.
  return { name, left: 0, width: Math.max(textWidth(name) + 4, 2 * Math.max(into, out) + 3) };
}

/** A layout reads as well from right to left: takes the side on which more neighbours stand in declared order. */
function asDeclared(wanted: readonly Wanted[][], nodes: readonly string[]): readonly Wanted[][] {
  const position = new Map(nodes.map((name, index) => [name, index]));
  let swapped = 0;
  for (const row of wanted) {
    const names = [...row].sort((a, b) => a.centre - b.centre).flatMap(({ name }) => name ?? []);
    for (const [index, name] of names.slice(1).entries()) {
      swapped += Math.sign((position.get(names[index] ?? name) ?? 0) - (position.get(name) ?? 0));
    }
  }
  return swapped <= 0 ? wanted : wanted.map(row => row.map(each => ({ ...each, centre: -each.centre })));
}

/** Turns wanted centres into columns: whole numbers from 0, order kept, nothing closer than the gap. */
function place(wanted: readonly Wanted[][], { edges }: Drawing, spans: readonly (readonly number[])[]): Rows {
  const leftOf = ({ centre, width }: Wanted): number => Math.round(centre - width / 2);
  const margin = Math.min(...wanted.flat().map(leftOf));
  const boxes = new Map<string, Item>();
  const passes = edges.map(() => new Map<number, Item>());
  const rows = wanted.map((row, index) => {
    let free = 0;
    return [...row]
      .sort((a, b) => a.centre - b.centre)
      .map(each => {
        const item = { name: each.name, left: Math.max(free, leftOf(each) - margin), width: each.width };
        free = item.left + item.width + GAP;
        if (each.name !== undefined) boxes.set(each.name, item);
        if (each.edge !== undefined) passes[each.edge]?.set(index, item);
        return item;
      });
  });
  const ways = edges.map(([from, to], index) => {
    const [upper = 0, lower = 0] = spans[index] ?? [];
    return Array.from({ length: lower - upper + 1 }, (_, step) => {
      const row = upper + step;
      const pass = passes[index]?.get(row);
      if (pass !== undefined) return pass;
      const end = rows[row]?.find(item => item.name === from || item.name === to);
      return end ?? { name: undefined, left: 0, width: 1 };
    });
  });
  return { rows, ways };
}
