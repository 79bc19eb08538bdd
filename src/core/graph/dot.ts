import type { Drawing } from '../../model/graph.ts';

/**
 * The DOT text that DVC prints: nodes in their order, then edges in the order of their upstream ends, those of
 * one node in the order of their downstream ends. `strict` is left out when a node has an edge to itself.
 *
 * @returns text with a line break at the end, to which DVC adds one more.
 */
export function renderDot({ nodes: named, edges }: Drawing): string {
  const nodes = inOrder(named);
  const position = new Map(nodes.map((node, index) => [node, index]));
  const at = (node: string): number => position.get(node) ?? nodes.length;
  const sorted = [...edges].sort((a, b) => at(a[0]) - at(b[0]) || at(a[1]) - at(b[1]));
  const kind = edges.some(([from, to]) => from === to) ? 'digraph' : 'strict digraph';
  return [
    `${kind} {`,
    ...nodes.map(node => `${quote(node)};`),
    ...sorted.map(([from, to]) => `${quote(from)} -> ${quote(to)};`),
    '}',
    '',
  ].join('\n');
}

/**
 * DVC puts names into quotes one by one, where a graph moves the renamed node to its end. A name that has a quote at
 * an end already stays, and where there is one networkx renames the others from the last to the first.
 *
 * @source networkx relabel.py (_relabel_inplace).
 */
function inOrder(nodes: readonly string[]): readonly string[] {
  const stays = (name: string): boolean => name.startsWith('"') || name.endsWith('"');
  if (!nodes.some(stays)) return nodes;
  return [...nodes.filter(stays), ...nodes.filter(name => !stays(name)).reverse()];
}

/** DVC escapes nothing inside a name, and takes a name that stands in quotes already as it is. */
function quote(name: string): string {
  const opens = name.startsWith('"');
  const closes = name.endsWith('"');
  if (opens && closes) return name;
  // A quote at one end only: DVC's text would not be DOT. Ours is.
  return opens || closes ? `"${name.replaceAll('"', '\\"')}"` : `"${name}"`;
}
