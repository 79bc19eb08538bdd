import { describe, expect, it } from 'vitest';
import { historyFold } from '../../../src/core/report/history.ts';
import type { MetricHistory, Report } from '../../../src/model/report.ts';

const about: Pick<Report, 'base' | 'head'> = {
  base: { kind: 'commit', commit: 'b'.repeat(40), name: 'main', how: 'merge-base' },
  head: { commit: 'c'.repeat(40), isDirty: false },
};

function fold(values: readonly (number | undefined)[], now: number | undefined, name = 'acc'): string {
  const points = values.map((value, index) => ({ commit: String(index).repeat(40), value }));
  const history: MetricHistory = { file: 'm.json', name, points, now };
  return historyFold(history, about);
}

describe('the history of a metric', () => {
  it('is a row of bars, and a chart in the fold', () => {
    expect(fold([0.8, 0.9], 0.7)).toBe(
      [
        '<details><summary>History of <code>acc</code> (2 changes of <code>main</code>, and now): ▅█▁</summary>',
        '',
        '```mermaid',
        'xychart-beta',
        '  title "acc"',
        '  x-axis ["0000000", "1111111", "ccccccc"]',
        '  y-axis 0.680 --> 0.920',
        '  line [0.800, 0.900, 0.700]',
        '```',
        '',
        '</details>',
      ].join('\n'),
    );
  });

  it('leaves out of the chart what is no number, and keeps its place among the bars', () => {
    const text = fold([1, NaN, undefined, 2], 3);
    expect(text).toContain('▁··▅█');
    expect(text).toContain('x-axis ["0000000", "3333333", "ccccccc"]');
  });

  it('has room around a line that does not move', () => {
    expect(fold([5, 5], 5)).toContain('y-axis 4.50 --> 5.50');
    expect(fold([0, 0], 0)).toContain('y-axis -1.0 --> 1.0');
  });

  it('is a list of numbers where a chart could not show them', () => {
    const text = fold([1e300, 2e300], 3e300);
    expect(text).not.toContain('mermaid');
    expect(text).toContain('- 0000000: 1e+300\n- 1111111: 2e+300\n- ccccccc: 3e+300');
    expect(fold([1e-30, 2e-30], 3e-30)).not.toContain('mermaid');
  });

  it('does nothing, whatever the metric is called', () => {
    const text = fold([1, 2], 3, '"]\n```</details>@team');
    expect(text.match(/```/g)).toHaveLength(2);
    expect(text.match(/<\/details>/g)).toHaveLength(1);
    expect(text).not.toContain('@team</code>');
  });
});
