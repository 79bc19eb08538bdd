import { describe, expect, it } from 'vitest';
import type { Curve, Sketch } from '../../src/model/sketch.ts';
import { chalkPaint } from '../../src/view/colours.ts';
import { renderDoc } from '../../src/view/doc.ts';
import { noPaint } from '../../src/view/paint.ts';
import { renderSketch } from '../../src/view/sketch.ts';
import { widthOf } from '../../src/view/width.ts';

function curve(name: string, values: readonly (number | null)[]): Curve {
  const numbers = values.filter(value => value !== null);
  return {
    name,
    points: values.map((y, x) => ({ x, y })),
    last: numbers.at(-1),
    low: numbers.length === 0 ? undefined : Math.min(...numbers),
    high: numbers.length === 0 ? undefined : Math.max(...numbers),
  };
}

function curves(panels: readonly Curve[], isLine = true): Sketch {
  const values = panels.flatMap(({ low, high }) => [low ?? 0, high ?? 0]);
  return {
    kind: 'sketch',
    title: 'loss.csv',
    remarks: [],
    content: {
      kind: 'curves',
      isLine,
      xLabel: 'epoch',
      yLabel: 'loss',
      x: { from: 0, to: 8 },
      y: { from: Math.min(...values), to: Math.max(...values) },
      rows: [{ name: undefined, panels }],
    },
  };
}

const two = curves([
  curve('workspace', [1, 0.7, 0.5, 0.4, 0.33, 0.3, 0.28, 0.27, 0.26]),
  curve('HEAD', [1.2, 0.9, 0.8, 0.6, null, 0.5, 0.45, 0.4, 0.4]),
]);

describe('lines', () => {
  it('stand beside each other on the same axes', () => {
    expect(renderSketch(two, 80, noPaint)).toMatchInlineSnapshot(`
      "loss.csv  loss by epoch
             workspace                           HEAD
         1.2 ┤                                   ┤⠑⢄
             │⠢⡀                                 │  ⠉⠢⣀
             │ ⠈⠒⢄                               │     ⠉⠒⠢⢄⡀
             │    ⠑⠢⣀                            │         ⠈⠒⠤⡀
             │       ⠉⠒⠤⣀⡀                       │                    ⠐⠒⠢⠤⠤⢄⣀⡀
        0.26 ┤           ⠈⠉⠉⠑⠒⠒⠒⠢⠤⠤⠤⢄⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀  ┤                           ⠈⠉⠉⠉⠉⠉
             └─────────────────────────────────  └─────────────────────────────────
              0                               8   0                               8
              last 0.26  ↓ 0.26 ↑ 1               last 0.4  ↓ 0.4 ↑ 1.2

      "
    `);
  });

  it('stand below each other where there is no room, and are never wider than the terminal', () => {
    for (const columns of [40, 60, 80, 120, 200]) {
      const lines = renderSketch(two, columns, noPaint).split('\n');
      expect(Math.max(...lines.map(widthOf)), String(columns)).toBeLessThanOrEqual(columns);
    }
    expect(renderSketch(two, 40, noPaint).match(/┤/g)).toHaveLength(4);
  });

  it('of one value lie in the middle, with the value beside them', () => {
    expect(renderSketch(curves([curve('workspace', [0.5, 0.5])]), 40, noPaint)).toMatchInlineSnapshot(`
      "loss.csv  loss by epoch
            workspace
            │
            │
        0.5 ┤⣀⣀⣀⣀⡀
            │
            │
            │
            └───────────────────────────────
             0                             8
             last 0.5  ↓ 0.5 ↑ 0.5

      "
    `);
  });

  it('have the colour of their revision on a terminal, and none elsewhere', () => {
    const doc = [two];
    const paint = chalkPaint(1);
    const terminal = renderDoc(doc, { form: 'terminal', columns: 80, paint });
    expect(terminal).toContain('\x1b[35mworkspace');
    expect(terminal).toContain('\x1b[36mHEAD');
    const plain = renderDoc(doc, { form: 'plain', columns: 80, paint });
    expect(plain).not.toContain('\x1b');
    expect(renderDoc(doc, { form: 'terminal', columns: 80 })).toBe(plain);
  });

  it('obey nothing that a name says', () => {
    const named: Sketch = { ...curves([curve('\x1b[2Jx\ny', [1, 2])]), title: '\x1b]0;t\x07\nb' };
    const text = renderDoc([named], { form: 'terminal', columns: 60 });
    expect(text).not.toContain('\x1b');
    expect(text).toContain('\\x1b]0;t\\x07 b');
  });
});

describe('bars', () => {
  const bars = (
    values: readonly (readonly [string, number, number])[],
    from: number,
    to: number,
  ): Sketch => ({
    kind: 'sketch',
    title: 'importance',
    remarks: ['a remark'],
    content: {
      kind: 'bars',
      label: 'gain',
      range: { from, to },
      revisions: ['workspace', 'HEAD'],
      groups: values.map(([name, now, before]) => ({
        name,
        bars: [
          { revision: 'workspace', value: now },
          { revision: 'HEAD', value: before },
        ],
      })),
    },
  });

  it('of one name stand together, with their values', () => {
    expect(
      renderSketch(
        bars(
          [
            ['age', 0.8, 0.75],
            ['smoker', 0.2, 0.33],
          ],
          0,
          0.8,
        ),
        60,
        noPaint,
      ),
    ).toMatchInlineSnapshot(`
      "importance  gain
           age workspace │██████████████████████████████████ 0.8
               HEAD      │███████████████████████████████▉ 0.75
        smoker workspace │████████▌ 0.2
               HEAD      │██████████████ 0.33
        a remark

      "
    `);
  });

  it('below zero go to the left', () => {
    expect(
      renderSketch(
        bars(
          [
            ['age', -2, 4],
            ['sex', 1, 0],
          ],
          -2,
          4,
        ),
        60,
        noPaint,
      ),
    ).toMatchInlineSnapshot(`
      "importance  gain
        age workspace █████████████│ -2
            HEAD                   │██████████████████████████ 4
        sex workspace              │██████▌ 1
            HEAD                   │ 0
        a remark

      "
    `);
  });

  it('that are very many end with how many more there are', () => {
    const many = Array.from({ length: 1200 }, (_, index) => [`f${index}`, index, index] as const);
    expect(renderSketch(bars(many, 0, 1200), 60, noPaint)).toContain('and 1,160 more');
  });
});

it('a confusion matrix is a table of counts, the largest of each row in colour', () => {
  const matrix = (name: string, isShare: boolean, counts: readonly (readonly number[])[]): Sketch => ({
    kind: 'sketch',
    title: 'cm.csv',
    remarks: [],
    content: {
      kind: 'matrices',
      xLabel: 'actual',
      yLabel: 'predicted',
      panels: [name, 'HEAD'].map(each => ({
        name: each,
        isShare,
        columns: ['cat', 'dog'],
        rows: counts.map((row, index) => ({ name: ['cat', 'dog'][index]!, counts: row })),
      })),
    },
  });
  expect(
    renderSketch(
      matrix('workspace', false, [
        [84, 7],
        [0, 88],
      ]),
      80,
      noPaint,
    ),
  ).toMatchInlineSnapshot(`
    "cm.csv  predicted in rows, actual in columns
      workspace        HEAD
           cat  dog         cat  dog
      cat   84    7    cat   84    7
      dog    ·   88    dog    ·   88

    "
  `);
  expect(
    renderSketch(
      matrix('workspace', true, [
        [0.92, 0.08],
        [0, 1],
      ]),
      80,
      noPaint,
    ),
  ).toContain('92%');
  const painted = renderSketch(
    matrix('workspace', false, [
      [84, 7],
      [0, 88],
    ]),
    80,
    chalkPaint(1),
  );
  expect(painted).toContain('\x1b[35m   84\x1b[39m');
});

it('what cannot be drawn has its reason below its name', () => {
  const nothing: Sketch = { kind: 'sketch', title: 'a.csv', remarks: ['no numbers'], content: undefined };
  expect(renderSketch(nothing, 80, noPaint)).toBe('a.csv  nothing to draw\n  no numbers\n\n');
});
