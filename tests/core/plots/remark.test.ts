import { describe, expect, it } from 'vitest';
import { remarksOn } from '../../../src/core/plots/remark.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

const losses = (values: readonly Value[], said?: Readonly<Record<string, string>>) =>
  seriesOf(
    values.map(loss => ({ loss })),
    said,
  );

describe('values that are not drawn', () => {
  it('are counted for each revision, and the first is named', () => {
    const [old, now] = [losses(['1'], { rev: 'HEAD' }), losses(['0.1', 'nan', '', '2'])];
    expect(remarksOn([old, now], ['loss'])).toEqual([
      {
        revision: 'workspace',
        text: "2 of 4 values of 'loss' are no numbers and are left out ('nan' in row 2)",
      },
    ]);
  });

  it('may be all there are', () => {
    expect(remarksOn([losses(['a', new Float(NaN)])], ['loss'])[0]?.text).toBe(
      "nothing in 'loss' is a number ('a' in row 1)",
    );
  });

  it('are named with their file where there are several', () => {
    const both = ['a.csv', 'b.csv'].map((filename, at) =>
      losses(['1', at === 0 ? '2' : 'oops'], { rev: 'workspace', filename }),
    );
    expect(remarksOn(both, ['loss'])[0]?.text).toBe(
      "1 of 4 values of 'loss' is no number and is left out ('oops' in row 2 of b.csv)",
    );
  });

  it('are none where all are numbers, as texts or not', () => {
    expect(remarksOn([losses(['1e-3', 2, new Float(0.5)])], ['loss'])).toEqual([]);
  });
});
