import { describe, expect, it } from 'vitest';
import { judge, overall } from '../../../src/core/gates/judge.ts';
import type { GateValues } from '../../../src/core/gates/judge.ts';
import type { Gate, GateRule, Verdict } from '../../../src/model/gate.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function gate(metric: string, rule: Partial<GateRule>, file = 'metrics.json'): Gate {
  return {
    ...{ file, metric, place: { file: 'mltrack.yaml' as RepoPath } },
    rule: { tolerance: 0, required: false, level: 'fail', ...rule },
  };
}

function values(metrics: Readonly<Record<string, Value>>, file = 'metrics.json'): GateValues {
  return new Map([[file, new Map(Object.entries(metrics))]]);
}

function verdicts(
  rule: Partial<GateRule>,
  old: Value | undefined,
  now: Value | undefined,
): readonly Verdict[] {
  const side = (value: Value | undefined): GateValues => values(value === undefined ? {} : { m: value });
  return judge([gate('m', rule)], side(now), side(old)).map(({ verdict }) => verdict);
}

const absolute = (amount: number) => ({ amount, unit: 'absolute' }) as const;
const percent = (amount: number) => ({ amount, unit: 'percent' }) as const;

describe('a gate', () => {
  it.each<[string, Partial<GateRule>, number, number, Verdict]>([
    ['a drop within what is allowed passes', { maxDrop: absolute(0.02) }, 0.8, 0.79, 'pass'],
    [
      'a drop of exactly that passes, whatever doubles make of it',
      { maxDrop: absolute(0.02) },
      0.8,
      0.78,
      'pass',
    ],
    ['a larger drop fails', { maxDrop: absolute(0.02) }, 0.8667, 0.781, 'fail'],
    ['a rise is no drop', { maxDrop: absolute(0.02) }, 0.5, 0.9, 'pass'],
    ['a rise within some percent passes', { maxRise: percent(5) }, 2, 2.1, 'pass'],
    ['a larger one fails', { maxRise: percent(5) }, 2, 2.11, 'fail'],
    ['percents of a negative value are of its size', { maxDrop: percent(10) }, -10, -10.9, 'pass'],
    ['of zero there are no percents: any rise is too much', { maxRise: percent(5) }, 0, 0.001, 'fail'],
    [
      'a change within the tolerance is none',
      { maxDrop: absolute(0), tolerance: 0.001 },
      0.8,
      0.7995,
      'pass',
    ],
    ['a direction alone asks that it gets no worse', { direction: 'higher' }, 0.8, 0.79, 'fail'],
    ['and no better counts as well', { direction: 'lower' }, 0.8, 0.79, 'pass'],
    ['a number that has become NaN has moved too far', { maxDrop: absolute(1) }, 0.8, NaN, 'fail'],
    ['one that stays NaN has not', { maxDrop: absolute(1) }, NaN, NaN, 'pass'],
    ['infinite numbers that stay so have not moved', { maxRise: absolute(1) }, Infinity, Infinity, 'pass'],
    ['a warning is no failure', { maxDrop: absolute(0), level: 'warn' }, 0.8, 0.7, 'warn'],
  ])('%s', (_, rule, old, now, verdict) => {
    expect(verdicts(rule, new Float(old), new Float(now))).toEqual([verdict]);
  });

  it('judges each of its parts by itself', () => {
    expect(verdicts({ min: 0.8, max: 1, maxDrop: absolute(0.1) }, 0.9, 0.7)).toEqual([
      'fail',
      'pass',
      'fail',
    ]);
    expect(verdicts({ min: 0 }, 0.9, new Float(NaN))).toEqual(['fail']);
  });

  it('for limits needs no base', () => {
    const gates = [gate('m', { min: 0.8, maxDrop: absolute(0.1) })];
    const results = judge(gates, values({ m: 0.9 }), undefined);
    expect(results.map(({ verdict, why }) => [verdict, why?.kind])).toEqual([
      ['pass', undefined],
      ['not-evaluated', 'no-base'],
    ]);
    expect(overall(results)).toBe('pass');
  });

  it('of a metric that is new compares nothing', () => {
    expect(verdicts({ maxDrop: absolute(0) }, undefined, 1)).toEqual(['not-evaluated']);
  });

  it('of a metric that has gone decides only when it is required', () => {
    expect(verdicts({ min: 0 }, 1, undefined)).toEqual(['not-evaluated']);
    expect(verdicts({ min: 0, required: true }, 1, undefined)).toEqual(['not-evaluated', 'undecided']);
    expect(verdicts({ min: 0, required: true }, 1, 1)).toEqual(['pass', 'pass']);
  });

  it('that only warns never leaves anything open but for files that cannot be read', () => {
    expect(verdicts({ required: true, level: 'warn' }, undefined, undefined)).toEqual(['warn']);
    expect(verdicts({ min: 1, level: 'warn' }, undefined, 'text')).toEqual(['warn']);
    const broken = { kind: 'unreadable', revision: 'workspace', detail: 'no JSON' } as const;
    const head: GateValues = new Map([['metrics.json', broken]]);
    expect(judge([gate('m', { min: 1, level: 'warn' })], head, undefined)).toMatchObject([
      { verdict: 'undecided' },
    ]);
  });

  it('for what neither side has says so: a name may be misspelt', () => {
    expect(verdicts({ required: true }, undefined, undefined)).toEqual(['undecided']);
    expect(judge([gate('m', { min: 0 })], values({ n: 1 }), undefined)).toMatchObject([
      { verdict: 'not-evaluated', why: { kind: 'no-match' } },
    ]);
    expect(judge([gate('acuracy', { min: 0 })], values({ accuracy: 1 }), undefined)).toMatchObject([
      { why: { similar: 'accuracy' } },
    ]);
    expect(judge([gate('x', { min: 0 }, 'metric.json')], values({ m: 1 }), undefined)).toMatchObject([
      { why: { similar: 'metrics.json' } },
    ]);
  });

  it('whose base cannot be read decides by limits alone', () => {
    const lost = { kind: 'unreadable', revision: 'main', detail: 'there is no such commit' } as const;
    const gates = [gate('m', { min: 0, maxDrop: absolute(1) })];
    expect(judge(gates, values({ m: 1 }), lost).map(({ verdict }) => verdict)).toEqual(['pass', 'undecided']);
  });

  it.each<[Value, Verdict]>([
    ['inf', 'pass'],
    ['text', 'undecided'],
    [true, 'undecided'],
    [2n ** 70n, 'pass'],
  ])('takes %o for what it is', (value, verdict) => {
    expect(verdicts({ min: 1 }, undefined, value)).toEqual([verdict]);
  });

  it.each<[Value, Value]>([
    [1, new Float(1)],
    [2n ** 70n, new Float(2 ** 70)],
    ['Infinity', new Float(Infinity)],
    ['nan', new Float(NaN)],
  ])('takes %o and %o for the same', (old, now) => {
    expect(verdicts({ direction: 'higher' }, old, now)).toEqual(['pass']);
    expect(verdicts({ direction: 'lower' }, now, old)).toEqual(['pass']);
  });

  it('with wildcards is for numbers alone', () => {
    const head = values({ 'loss.train': 1, 'loss.name': 'huber', 'loss.is_mean': true });
    expect(judge([gate('loss.*', { max: 2 })], head, undefined)).toMatchObject([
      { metric: 'loss.train', verdict: 'pass' },
    ]);
  });

  it('is for all files and metrics that its patterns match', () => {
    const head = new Map([...values({ 'loss.train': 1, 'loss.test': 3, acc: 0 }, 'a/metrics.json')]);
    const results = judge([gate('loss.*', { max: 2 }, '*/metrics.json')], head, undefined);
    expect(results.map(({ metric, verdict }) => [metric, verdict])).toEqual([
      ['loss.train', 'pass'],
      ['loss.test', 'fail'],
    ]);
  });

  it('cannot be decided where a file is broken, and a failure elsewhere is worse', () => {
    const broken = { kind: 'unreadable', revision: 'workspace', detail: '3:1: expected a key' } as const;
    const head: GateValues = new Map([...values({ m: 1 }), ['other.json', broken]]);
    const results = judge([gate('m', { min: 2 }), gate('x', { min: 0 }, 'other.json')], head, undefined);
    expect(results.map(({ verdict }) => verdict)).toEqual(['fail', 'undecided']);
    expect(overall(results)).toBe('fail');
    expect(overall(results.slice(1))).toBe('undecided');
  });
});
