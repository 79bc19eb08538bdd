import { expect, it } from 'vitest';
import { fittingLooks } from '../../../src/core/plots/fitting.ts';
import { SQUARE } from '../../../src/core/plots/square.ts';
import type { Chart } from '../../../src/core/plots/template.ts';
import { toMap } from '../../../src/core/plots/theme.ts';
import { seriesOf } from './series.ts';

const chart: Chart = {
  rows: [seriesOf([{ x: 0, y: 1 }])],
  revisions: ['workspace'],
  series: [],
  props: new Map([
    ['x', 'x'],
    ['y', 'y'],
  ]),
};

it('points are not cut at the edge of a chart; lines may reach it', () => {
  const looks = (type: string) => fittingLooks(toMap({ mark: { type } }), chart, SQUARE);
  expect(looks('point').get('scale')).toEqual(toMap({ continuousPadding: 8 }));
  expect(looks('line').has('scale')).toBe(false);
});
