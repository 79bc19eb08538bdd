import { expect, it } from 'vitest';
import { notableFirst, notableMetrics } from '../../../src/core/report/notable.ts';
import type { GateResult, Verdict } from '../../../src/model/gate.ts';
import type { MetricRow, Worth } from '../../../src/model/report.ts';

const row = (name: string, worth: Worth, old: number, now: number): MetricRow => ({
  ...{ file: 'm.json', name, old, new: now, worth, isAside: false },
});
const result = (metric: string, verdict: Verdict): GateResult =>
  ({ file: 'm.json', metric, verdict }) as GateResult;

const rows = [
  row('same', 'same', 1, 1),
  row('other', 'other', 1, 9),
  row('better', 'better', 1, 2),
  row('worse', 'worse', 10, 9),
  row('much worse', 'worse', 10, 1),
  row('gated', 'better', 1, 1.1),
  row('failed', 'worse', 1, 0.9),
];
const results = [result('gated', 'pass'), result('failed', 'fail')];

it('what matters most comes first: gates that failed, gates, what got worse', () => {
  const names = notableFirst(rows, results).map(({ name }) => name);
  expect(names.slice(0, 6)).toEqual(['failed', 'gated', 'much worse', 'worse', 'better', 'other']);
});

it('a few of those that changed are worth a history, as far as they are numbers that are seen', () => {
  const aside = { ...row('aside', 'worse', 1, 0), isAside: true };
  const text = { ...row('text', 'other', 0, 0), old: 'a', new: 'b' };
  const names = notableMetrics([aside, text, ...rows], results).map(({ name }) => name);
  expect(names).toEqual(['failed', 'gated', 'much worse']);
});
