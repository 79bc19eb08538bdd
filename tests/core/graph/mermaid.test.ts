import { expect, it } from 'vitest';
import { renderMermaid, renderMermaidBlock } from '../../../src/core/graph/mermaid.ts';
import type { DagView } from '../../../src/core/graph/dag.ts';
import type { Drawing } from '../../../src/model/graph.ts';

function view(...components: Drawing[]): DagView {
  return {
    nodes: components.flatMap(({ nodes }) => nodes),
    edges: components.flatMap(({ edges }) => edges),
    components,
  };
}

it('numbers run on from one part to the next, and the edges of a part follow its nodes', () => {
  const text = renderMermaid(
    view({ nodes: ['z', 'y'], edges: [['z', 'y']] }, { nodes: ['b', 'a'], edges: [['a', 'b']] }),
  );
  expect(text.split('\n\t')).toEqual([
    'flowchart TD',
    'node1["y"]',
    'node2["z"]',
    'node2-->node1',
    'node3["a"]',
    'node4["b"]',
    'node3-->node4',
  ]);
});

it('edges are sorted by the name they come from, then by the one they go to', () => {
  const text = renderMermaid(
    view({
      nodes: ['\uff21', '\u{1f600}', 'a', 'b'],
      edges: [
        ['\u{1f600}', 'a'],
        ['\uff21', 'b'],
        ['b', '\u{1f600}'],
        ['b', 'a'],
        ['\uff21', 'a'],
      ],
    }),
  );
  expect(text.match(/node\d-->node\d/g)).toEqual([
    'node2-->node1',
    'node2-->node4',
    'node3-->node1',
    'node3-->node2',
    'node4-->node1',
  ]);
});

it('a node that reads from itself keeps its edge', () => {
  expect(renderMermaid(view({ nodes: ['train'], edges: [['train', 'train']] }))).toBe(
    'flowchart TD\n\tnode1["train"]\n\tnode1-->node1',
  );
});

it('what is shown stays in the order in which it was', () => {
  const part: Drawing = { nodes: ['b', 'a'], edges: [['b', 'a']] };
  renderMermaid(view(part));
  expect(part).toEqual({ nodes: ['b', 'a'], edges: [['b', 'a']] });
});

it('a block of nothing is a block all the same', () => {
  expect(renderMermaidBlock(view())).toBe('```mermaid\nflowchart TD\n```');
});
