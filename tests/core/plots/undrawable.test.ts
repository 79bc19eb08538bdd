import { describe, expect, it } from 'vitest';
import { undrawableValues } from '../../../src/core/plots/undrawable.ts';
import type { Chart } from '../../../src/core/plots/template.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

function chart(values: readonly Value[]): Chart {
  return {
    points: values.map(
      loss =>
        new Map([
          ['loss', loss],
          ['rev', 'HEAD'],
        ]),
    ),
    revisions: ['HEAD'],
    series: [],
    props: new Map([['y', 'loss']]),
  };
}

const spec = (type: string): ValueMap =>
  new Map([
    [
      'layer',
      [
        new Map([
          [
            'y',
            new Map([
              ['field', 'loss'],
              ['type', type],
            ]),
          ],
        ]),
      ],
    ],
  ]);

describe('values that are not drawn', () => {
  it('are counted, and the first is named', () => {
    expect(undrawableValues(spec('quantitative'), chart(['0.1', 'nan', '', '2']))).toEqual([
      {
        revisions: ['HEAD'],
        reason: "2 of 4 values of 'loss' are no numbers and are left out ('nan' in row 2)",
      },
    ]);
  });

  it('may be all there are', () => {
    expect(undrawableValues(spec('quantitative'), chart(['a', new Float(NaN)]))[0]?.reason).toBe(
      "nothing in 'loss' is a number ('a' in row 1)",
    );
  });

  it('are none where names are drawn, or all are numbers', () => {
    expect(undrawableValues(spec('nominal'), chart(['a']))).toEqual([]);
    expect(undrawableValues(spec('quantitative'), chart(['1e-3', 2, new Float(0.5)]))).toEqual([]);
  });
});
