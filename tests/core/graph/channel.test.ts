import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { routeChannel } from '../../../src/core/graph/channel.ts';
import type { Crossing } from '../../../src/core/graph/channel.ts';

/** Every step from cell to cell that a line takes, as `column,line` in the order of the way. */
function cellsOf(
  { top, bottom }: Crossing,
  turns: readonly { track: number; to: number }[],
  height: number,
): string[] {
  const cells: string[] = [];
  let column = top;
  let line = -1;
  for (const { track, to } of [...turns, { track: height, to: bottom }]) {
    while (line < track) cells.push(`${column},${line++} down`);
    if (column !== to) cells.push(`${column},${track} corner`);
    while (column !== to) {
      column += Math.sign(to - column);
      cells.push(`${column},${track} ${column === to ? 'corner' : 'across'}`);
    }
  }
  return cells;
}

/** Where two lines share a cell, one has to go straight down and the other straight across. */
function clashes(crossings: readonly Crossing[]): string[] {
  const { turns, tracks } = routeChannel(crossings);
  const users = new Map<string, Set<string>>();
  for (const [index, crossing] of crossings.entries()) {
    const ways = new Map<string, Set<string>>();
    for (const step of cellsOf(crossing, turns[index] ?? [], tracks)) {
      const [cell = '', way = ''] = step.split(' ');
      ways.set(cell, (ways.get(cell) ?? new Set()).add(way));
    }
    for (const [cell, own] of ways) {
      const way = own.has('corner') ? 'corner' : [...own].join('+');
      users.set(cell, (users.get(cell) ?? new Set()).add(`${index}:${way}`));
    }
  }
  return [...users].flatMap(([cell, all]) => {
    const kinds = [...all].map(each => each.split(':')[1]).sort();
    return all.size < 2 || kinds.join() === 'across,down' ? [] : [`${cell}: ${[...all].join(' ')}`];
  });
}

describe('routeChannel', () => {
  it('needs no room for lines that go straight down', () => {
    expect(
      routeChannel([
        { top: 1, bottom: 1 },
        { top: 4, bottom: 4 },
      ]),
    ).toEqual({ turns: [[], []], tracks: 0 });
  });

  it('lets lines turn on one level where they do not meet', () => {
    const { tracks } = routeChannel([
      { top: 1, bottom: 4 },
      { top: 7, bottom: 9 },
    ]);
    expect(tracks).toBe(1);
  });

  it('keeps lines that go the same way from crossing each other', () => {
    const { turns } = routeChannel([
      { top: 1, bottom: 8 },
      { top: 3, bottom: 10 },
    ]);
    expect(turns).toEqual([[{ track: 1, to: 8 }], [{ track: 0, to: 10 }]]);
  });

  it('leads one of two lines that change places around the other', () => {
    const swapped = [
      { top: 2, bottom: 6 },
      { top: 6, bottom: 2 },
    ];
    expect(
      routeChannel(swapped)
        .turns.map(turns => turns.length)
        .sort(),
    ).toEqual([1, 2]);
    expect(clashes(swapped)).toEqual([]);
  });

  it('never lets two random lines share more than a crossing', () => {
    const columns = fc.uniqueArray(fc.nat(30), { minLength: 1, maxLength: 10 });
    const crossings = columns.chain(tops =>
      fc
        .uniqueArray(fc.oneof(fc.nat(30), fc.constantFrom(...tops)), {
          minLength: tops.length,
          maxLength: tops.length,
        })
        .map(bottoms => tops.map((top, index): Crossing => ({ top, bottom: bottoms[index] ?? top }))),
    );
    fc.assert(
      fc.property(crossings, each => {
        expect(clashes(each)).toEqual([]);
      }),
    );
  });
});
