import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connected, postOrder } from '../../../src/core/graph/walk.ts';

const edges = fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 20 });

function neighboursOf(pairs: readonly (readonly [number, number])[]): Map<number, number[]> {
  const map = new Map<number, number[]>();
  for (const [from, to] of pairs) map.set(from, [...(map.get(from) ?? []), to]);
  return map;
}

describe('a walk', () => {
  it('notes each node behind those it leads to, in the order of the starts and of the neighbours', () => {
    const neighbours = new Map([
      ['d', ['b', 'c']],
      ['b', ['a']],
      ['c', ['a']],
    ]);
    expect(postOrder(['d', 'e', 'b'], neighbours)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(postOrder([], neighbours)).toEqual([]);
  });

  it('ends in a cycle, and goes as deep as a chain is long', () => {
    expect(
      postOrder(
        [1],
        neighboursOf([
          [1, 2],
          [2, 3],
          [3, 1],
          [3, 3],
        ]),
      ),
    ).toEqual([3, 2, 1]);
    const chain = Array.from({ length: 50_000 }, (_, index): [number, number] => [index, index + 1]);
    expect(postOrder([0], neighboursOf(chain))).toHaveLength(50_001);
  });

  it('reaches what can be reached, once, and without cycles in an order that holds', () => {
    fc.assert(
      fc.property(edges, fc.array(fc.nat(9)), (pairs, starts) => {
        const down = pairs.filter(([from, to]) => from > to);
        const order = postOrder(starts, neighboursOf(down));
        expect(new Set(order).size).toBe(order.length);
        expect(starts.every(start => order.includes(start))).toBe(true);
        for (const [from, to] of down)
          if (order.includes(from)) expect(order.indexOf(to)).toBeLessThan(order.indexOf(from));
        for (const node of order)
          expect(
            starts.includes(node) || down.some(([from, to]) => to === node && order.includes(from)),
          ).toBe(true);
      }),
    );
  });
});

it('groups hold each node once, in the order given, and no two have an edge between them', () => {
  fc.assert(
    fc.property(
      edges,
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
      (pairs, nodes) => {
        const both = neighboursOf([...pairs, ...pairs.map(([from, to]): [number, number] => [to, from])]);
        const groups = connected(nodes, node => both.get(node) ?? []);
        expect(groups.flat().sort()).toEqual([...nodes].sort());
        expect(groups.map(([first]) => first)).toEqual(
          nodes.filter(node => groups.some(group => group[0] === node)),
        );
        for (const group of groups) {
          expect(group).toEqual(nodes.filter(node => group.includes(node)));
          expect([...postOrder(group.slice(0, 1), both)].sort()).toEqual([...group].sort());
        }
      },
    ),
  );
});
