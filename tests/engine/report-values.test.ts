import { expect, it } from 'vitest';
import type { Change } from '../../src/core/metrics/diff.ts';
import { changedParams } from '../../src/engine/report-values.ts';
import { Float } from '../../src/model/value.ts';

it('a parameter that is no number on both sides has not changed', () => {
  const pair = (old: number, now: number) => ({ old: new Float(old), new: new Float(now) });
  const values = new Map<string, Change>([
    ['same', pair(NaN, NaN)],
    ['equal', { old: 1, new: new Float(1) }],
    ['other', pair(NaN, 1)],
  ]);
  expect(changedParams(new Map([['params.yaml', values]])).map(({ name }) => name)).toEqual(['other']);
});
