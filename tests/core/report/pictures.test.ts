import { describe, expect, it } from 'vitest';
import { plotPictures } from '../../../src/core/report/pictures.ts';
import type { PlotRow } from '../../../src/model/report.ts';

/** As wide as that on a screen. */
function chart(name: string, width: number): PlotRow {
  const bytes = new Uint8Array(24);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, 2 * width);
  new DataView(bytes.buffer).setUint32(20, 600);
  return { name, change: 'changed', drawn: { format: 'png', bytes }, troubles: [] };
}

const rowsOf = (...plots: readonly PlotRow[]): readonly (readonly string[])[] =>
  plotPictures(plots, ({ drawn, name }) => (drawn === undefined ? undefined : `${name}.png`)).map(row =>
    [...row.matchAll(/width="(\d+)".*?src="(\w+)\.png"/g)].map(([, width, name]) => `${name} ${width}`),
  );

describe('charts in Markdown', () => {
  it('stand in rows of two, and those that are wide by themselves', () => {
    expect(rowsOf(chart('a', 540), chart('b', 500), chart('c', 500))).toEqual([
      ['a 400', 'b 400'],
      ['c 400'],
    ]);
    expect(rowsOf(chart('a', 540), chart('b', 700), chart('c', 2000), chart('d', 300))).toEqual([
      ['a 400'],
      ['b 700'],
      ['c 800'],
      ['d 400'],
    ]);
  });

  it('are left out where they are not drawn', () => {
    const { drawn, ...undrawn } = chart('a', 500);
    expect(drawn).toBeDefined();
    expect(rowsOf(undrawn, chart('b', 500))).toEqual([['b 400']]);
  });
});
