import { describe, expect, it } from 'vitest';
import { headline } from '../../../src/core/report/headline.ts';
import type { HeadlineFacts } from '../../../src/core/report/headline.ts';
import type { MetricRow, Worth } from '../../../src/model/report.ts';

const rows = (...worths: readonly Worth[]): readonly MetricRow[] =>
  worths.map(worth => ({ file: 'm.json', name: worth, old: 1, new: 2, worth, isAside: false }));

const facts: HeadlineFacts = {
  name: 'farmers',
  verdict: 'pass',
  failedGates: 0,
  metrics: [],
  failed: undefined,
  stale: 0,
  hasBase: true,
};

const say = (more: Partial<HeadlineFacts>): string => headline({ ...facts, ...more }, name => name);

describe('the headline of a report', () => {
  it.each<[Partial<HeadlineFacts>, string]>([
    [
      { verdict: 'fail', failedGates: 1, metrics: rows('worse', 'better', 'worse') },
      '❌ farmers: 1 gate failed, 2 metrics worse, 1 better',
    ],
    [{ metrics: rows('better', 'same') }, '✅ farmers: 1 metric better'],
    [{ verdict: undefined, metrics: rows('worse') }, '⚠️ farmers: 1 metric worse'],
    [{ verdict: 'pass', metrics: rows('worse') }, '✅ farmers: 1 metric worse'],
    [
      { verdict: undefined, metrics: rows('other', 'new', 'gone') },
      '✅ farmers: 1 metric changed, 1 new, 1 gone',
    ],
    [{ metrics: rows('same') }, '✅ farmers: no metric changed'],
    [{ verdict: 'warn', metrics: rows('worse') }, '⚠️ farmers: gates pass with warnings, 1 metric worse'],
    [
      { verdict: 'undecided', metrics: rows('same') },
      '❔ farmers: gates cannot be decided, no metric changed',
    ],
    [{ hasBase: false, metrics: rows('new', 'new') }, '✅ farmers: 2 metrics, nothing to compare with'],
    [{}, '✅ farmers: no metrics'],
    [{ stale: 1, metrics: rows('same') }, '⚠️ farmers: 1 stage has to run, no metric changed'],
    [{ metrics: rows('unknown', 'unknown') }, '✅ farmers: 2 metrics not compared'],
    [{ failed: { stage: 'train', exit: 1 }, verdict: 'fail' }, '💥 farmers: stage train failed (exit 1)'],
  ])('%#', (more, text) => {
    expect(say(more)).toBe(text);
  });
});
