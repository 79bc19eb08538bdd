import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitDrawing } from '../../../src/core/graph/dag.ts';
import { drawDag } from '../../../src/core/graph/draw.ts';
import type { Edge } from '../../../src/model/graph.ts';
import { follow } from './follow.ts';

async function draw(
  edges: readonly string[],
  { alone = [] as string[], columns = 200 } = {},
): Promise<string> {
  const pairs = edges.map((edge): Edge => [edge.split('>')[0] ?? '', edge.split('>')[1] ?? '']);
  const drawing = { nodes: [...new Set([...pairs.flat(), ...alone])], edges: pairs };
  return (await drawDag({ ...drawing, components: splitDrawing(drawing) }, columns)).text;
}

describe('drawDag', () => {
  it('draws what is read above its readers, with a line for every edge', async () => {
    expect(
      `\n${await draw(['prepare>train', 'prepare>evaluate', 'train>evaluate', 'conf>train'])}\n`,
    ).toMatchInlineSnapshot(`
      "
      ┌─────────┐   ┌──────┐
      │ prepare │   │ conf │
      └──┬───┬──┘   └───┬──┘
         │   └───────┐  │
         │           ▼  ▼
         │        ┌───────┐
         │        │ train │
         │        └───┬───┘
         └──────┐     │
                ▼     ▼
            ┌──────────┐
            │ evaluate │
            └──────────┘
      "
    `);
  });

  it('puts what has nothing in common side by side while there is room', async () => {
    const alone = ['one', '日本', 'three'];
    expect(`\n${await draw(['a>b'], { alone, columns: 20 })}\n`).toMatchInlineSnapshot(`
      "
      ┌───┐   ┌─────┐
      │ a │   │ one │
      └─┬─┘   └─────┘
        │
        ▼
      ┌───┐
      │ b │
      └───┘

      ┌──────┐   ┌───────┐
      │ 日本 │   │ three │
      └──────┘   └───────┘
      "
    `);
  });

  it('points up where stages read from each other, and marks one that reads from itself', async () => {
    const edges = ['a>b', 'b>a', 'b>c', 'c>c'];
    const picture = await draw(edges);
    expect(`\n${picture}\n`).toMatchInlineSnapshot(`
      "
       ┌───┐
       │ a │
       └┬──┘
        │ ▲
        │ │
        ▼ │
      ┌───┴─┐
      │  b  │
      └──┬──┘
         │
         ▼
      ┌─────┐
      │ c ↻ │
      └─────┘
      "
    `);
    expect(follow(picture).edges).toEqual(['a>b', 'b>a', 'b>c ↻']);
  });

  it('turns into a list when the terminal is too narrow', async () => {
    const edges = ['prepare>train-1', 'prepare>train-2', 'train-1>evaluate', 'train-2>evaluate'];
    expect(`\n${await draw(edges, { columns: 20 })}\n`).toMatchInlineSnapshot(`
      "
      prepare
        train-1 ← prepare
        train-2 ← prepare
          evaluate ← train-1, train-2
      "
    `);
  });

  it('turns into a list above a hundred nodes, not indented where that leads too far', async () => {
    const chain = Array.from({ length: 101 }, (_, index) => `s${index}>s${index + 1}`);
    const lines = (await draw(chain, { columns: 100 })).split('\n');
    expect(lines).toHaveLength(102);
    expect([lines[0], lines[101]]).toEqual(['s0', 's101 ← s100']);
  });

  it('of nothing is nothing', async () => {
    expect(await draw([])).toBe('');
  });

  it.each([
    ['a fan', ['a>b', 'a>c', 'a>d', 'a>e', 'b>z', 'c>z', 'd>z', 'e>z', 'a>z']],
    ['all with all', ['a>x', 'a>y', 'a>z', 'b>x', 'b>y', 'b>z', 'c>x', 'c>y', 'c>z']],
    ['edges over several rows', ['a>b', 'b>c', 'c>d', 'd>e', 'a>e', 'a>d', 'b>e', 'x>d', 'x>b']],
  ])('every line of %s can be followed', async (_, edges) => {
    expect(follow(await draw(edges, { columns: 1000 })).edges).toEqual([...edges].sort());
  });

  it('every line of a random picture can be followed, and every box is there', async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,9}$/), { minLength: 2, maxLength: 11 });
    const graph = names.chain(nodes => {
      const pairs = nodes.flatMap((to, index) => nodes.slice(0, index).map(from => `${from}>${to}`));
      return fc.tuple(
        fc.shuffledSubarray(nodes, { minLength: nodes.length }),
        fc.shuffledSubarray(pairs, { maxLength: Math.min(22, pairs.length) }),
      );
    });
    await fc.assert(
      fc.asyncProperty(graph, async ([nodes, edges]) => {
        const found = follow(await draw(edges, { alone: nodes, columns: 100_000 }));
        expect(found.boxes.sort()).toEqual([...nodes].sort());
        expect(found.edges).toEqual([...edges].sort());
      }),
    );
  });
});
