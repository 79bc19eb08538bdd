import { expect, it } from 'vitest';
import { renderDot } from '../../../src/core/graph/dot.ts';
import type { Edge } from '../../../src/model/graph.ts';

const lines = (nodes: string[], edges: Edge[] = []): string[] => renderDot({ nodes, edges }).split('\n');

it('nothing is an empty graph', () => {
  expect(renderDot({ nodes: [], edges: [] })).toBe('strict digraph {\n}\n');
});

it('edges stand in the order of both their ends, not of their names or of the list', () => {
  const edges: Edge[] = [
    ['a', 'b'],
    ['b', 'a'],
    ['c', 'a'],
    ['c', 'b'],
  ];
  expect(lines(['c', 'b', 'a'], edges).slice(4, -2)).toEqual([
    '"c" -> "b";',
    '"c" -> "a";',
    '"b" -> "a";',
    '"a" -> "b";',
  ]);
});

it('one edge from a node to itself makes the whole graph other than strict', () => {
  const edges: Edge[] = [
    ['a', 'b'],
    ['b', 'b'],
  ];
  expect(lines(['a', 'b'], edges)).toEqual([
    'digraph {',
    '"a";',
    '"b";',
    '"a" -> "b";',
    '"b" -> "b";',
    '}',
    '',
  ]);
});

it('names in quotes keep their order before all others, which are turned around', () => {
  expect(lines(['x', '"b"', 'y', '"a"', 'z']).slice(1, -2)).toEqual(['"b";', '"a";', '"z";', '"y";', '"x";']);
});

it('a quote at one end only is escaped, with every other one in the name', () => {
  expect(lines(['"a"b']).slice(1, -2)).toEqual([String.raw`"\"a\"b";`]);
  expect(lines(['a', 'b"'], [['b"', 'a']]).slice(1, -2)).toEqual([
    String.raw`"b\"";`,
    '"a";',
    String.raw`"b\"" -> "a";`,
  ]);
});

it('other odd letters stand as they are, as in DVC', () => {
  expect(lines(['a\\b', 'ü -> c;']).slice(1, -2)).toEqual(['"a\\b";', '"ü -> c;";']);
});
