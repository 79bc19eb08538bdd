import { describe, expect, it } from 'vitest';
import { metricRows } from '../../../src/core/report/values.ts';
import { diffValues } from '../../../src/core/metrics/diff.ts';
import type { Gate, GateResult, GateRule } from '../../../src/model/gate.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import type { RepoPath } from '../../../src/model/path.ts';

const gate = (metric: string, rule: Partial<GateRule>): Gate => ({
  file: '*.json',
  metric,
  rule: { tolerance: 0, required: false, level: 'fail', ...rule },
  place: { file: 'mltrack.yaml' as RepoPath },
});

function worths(
  old: Readonly<Record<string, Value>>,
  now: Readonly<Record<string, Value>>,
  gates: readonly Gate[] = [],
  results: readonly GateResult[] = [],
): Readonly<Record<string, string>> {
  const side = (values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> =>
    new Map([['m.json', new Map(Object.entries(values))]]);
  const changes = diffValues({ old: side(old), new: side(now) }, { unchanged: true });
  return Object.fromEntries(
    metricRows(changes, { gates, results, unread: new Set(), isChosen: () => true }).map(
      ({ name, worth }) => [name, worth],
    ),
  );
}

const f = (number: number): Float => new Float(number);

describe('a change of a metric', () => {
  it('is worth what its name says', () => {
    expect(
      worths({ acc: f(0.8), loss: f(1), n: 3, f1: 1 }, { acc: f(0.7), loss: f(0.5), n: 4, f1: f(1) }),
    ).toEqual({ acc: 'worse', f1: 'same', loss: 'better', n: 'other' });
  });

  it('is worth what a gate says, where there is one', () => {
    const gates = [gate('n', { direction: 'lower' }), gate('acc', { direction: 'higher', tolerance: 0.05 })];
    expect(worths({ n: 3, acc: f(0.8) }, { n: 4, acc: f(0.78) }, gates)).toEqual({
      acc: 'other',
      n: 'worse',
    });
  });

  it('is worth what runs with several seeds tell of it, where there are some', () => {
    const settings = { file: 'params.yaml' as RepoPath, key: 'seed', values: 3 };
    const measured = (low: number, high: number): readonly GateResult[] => [
      {
        ...{ file: 'm.json', metric: 'acc', gate: gate('acc', {}), part: 'maxDrop', verdict: 'pass' },
        ...{ old: 0.8, new: 0.9, noise: { settings, pairs: [], interval: { level: 0.95, low, high } } },
      },
    ];
    const of = (low: number, high: number): unknown =>
      worths({ acc: f(0.8) }, { acc: f(0.9) }, [gate('acc', { direction: 'higher' })], measured(low, high))[
        'acc'
      ];
    expect(of(-0.1, 0.1)).toBe('other');
    expect(of(-0.2, -0.1)).toBe('worse');
    expect(of(0.1, 0.2)).toBe('better');
    expect(of(0, 0)).toBe('same');
  });

  it('may be that it came or went', () => {
    expect(worths({ a: 1 }, { b: 1 })).toEqual({ a: 'gone', b: 'new' });
  });

  it('to NaN is worse, whichever way is better, and from NaN to NaN none', () => {
    expect(worths({ a: 1, b: f(NaN), c: f(NaN) }, { a: f(NaN), b: 1, c: f(NaN) })).toEqual({
      ...{ a: 'worse', b: 'better', c: 'same' },
    });
  });

  it('of a text is no number', () => {
    expect(worths({ model: 'lr', same: 'x', is: true }, { model: 'qda', same: 'x', is: false })).toEqual({
      ...{ is: 'other', model: 'other', same: 'same' },
    });
  });
});
