import { describe, expect, it } from 'vitest';
import { answer, exitCodeFor } from '../../../src/core/gates/answer.ts';
import type { GateAnswer } from '../../../src/core/gates/answer.ts';
import { judge } from '../../../src/core/gates/judge.ts';
import type { GateValues, SeedRuns } from '../../../src/core/gates/judge.ts';
import { noiseText, seedsText, verdictText } from '../../../src/core/gates/words.ts';
import type { Gate, GateResult, GateRule, GateTrouble } from '../../../src/model/gate.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

const settings = { file: 'params.yaml' as RepoPath, key: 'train.seed', values: 3 };
const drop = (amount: number) => ({ maxDrop: { amount, unit: 'absolute' } as const });

type Side = readonly (number | string | undefined)[] | GateTrouble;

function judged(rule: Partial<GateRule>, base: Side | undefined, head: Side): readonly GateResult[] {
  const gate: Gate = {
    ...{ file: 'm.json', metric: 'm', place: { file: 'mltrack.yaml' as RepoPath } },
    rule: { tolerance: 0, required: false, level: 'fail', seeds: settings, ...rule },
  };
  const valueOf = (value: number | string): Value => (typeof value === 'string' ? value : new Float(value));
  const side = (values: Side): readonly GateValues[] | GateTrouble =>
    'kind' in values
      ? values
      : values.map(
          value => new Map([['m.json', new Map(value === undefined ? [] : [['m', valueOf(value)]])]]),
        );
  const runs: SeedRuns = {
    ...{ settings, seeds: [42, 1, 2, 3, 4].slice(0, 'kind' in head ? 5 : head.length) },
    head: side(head),
    base: base === undefined ? undefined : side(base),
  };
  return judge([gate], new Map(), undefined, new Map([[gate, runs]]));
}

function only(...of: Parameters<typeof judged>): GateResult {
  const [result] = judged(...of);
  if (result === undefined) throw new Error('no result');
  return result;
}

function answered(results: readonly GateResult[], isStrict: boolean): GateAnswer {
  const base = { kind: 'commit', commit: 'a'.repeat(40), name: 'main', how: 'named' } as const;
  return answer({ base, head: { name: 'workspace' } }, results, { isStrict });
}

describe('a change, measured with several seeds', () => {
  it('that is smaller than the noise fails nothing, and is said to be that', () => {
    const result = only({ direction: 'higher' }, [0.87, 0.85, 0.88], [0.86, 0.87, 0.84]);
    expect(verdictText(result)).toBe('pass: not distinguishable from noise');
    expect(noiseText(result)).toBe(
      '0.8667 → 0.8567, 95 % interval of the change [−0.0845, +0.0645]: not distinguishable from noise',
    );
    expect(exitCodeFor(answered([result], false).verdict)).toBe(0);
    expect(answered([result], true)).toMatchObject({
      verdict: 'undecided',
      results: [{ why: { kind: 'unclear' } }],
    });
  });

  it('for the worse that is beyond the limit whatever the noise has failed', () => {
    const result = only(drop(0.02), [0.9, 0.91, 0.92], [0.8, 0.81, 0.821]);
    expect(result).toMatchObject({ verdict: 'fail', noise: { standing: 'beyond' } });
    expect(verdictText(result)).toBe('fail');
    expect(noiseText(result)).toMatch(/interval of the change \[−.*, −.*\]: worse than is allowed$/);
    expect(only({ ...drop(0.02), level: 'warn' }, [0.9, 0.91], [0.8, 0.81]).verdict).toBe('warn');
  });

  it('for the worse that may lie within the limit or beyond it is a warning', () => {
    const result = only(drop(0.02), [0.9, 0.91, 0.92], [0.885, 0.889, 0.897]);
    expect(result).toMatchObject({ verdict: 'warn', noise: { standing: 'unclear' } });
    expect(verdictText(result)).toBe('warn: worse, but not for sure by more than is allowed');
    expect(exitCodeFor(answered([result], false).verdict)).toBe(0);
    expect(exitCodeFor(answered([result], true).verdict)).toBe(2);
  });

  it('within the limit passes, and for the better does as well', () => {
    expect(verdictText(only(drop(0.02), [0.9, 0.91, 0.92], [0.895, 0.904, 0.915]))).toBe('pass');
    expect(only({ direction: 'higher' }, [0.7, 0.71], [0.9, 0.915]).verdict).toBe('pass');
    expect(only({ direction: 'lower' }, [0.9, 0.915], [0.7, 0.71]).verdict).toBe('pass');
  });

  it('is counted in percent of the mean of the base', () => {
    const rise = (amount: number) => ({ maxRise: { amount, unit: 'percent' } as const });
    expect(only(rise(10), [1, 2, 3], [1.19, 2.19, 3.19]).verdict).toBe('pass');
    expect(only(rise(9), [1, 2, 3], [1.19, 2.19, 3.19]).verdict).toBe('fail');
  });

  it('of nothing is known exactly', () => {
    const result = only({ direction: 'higher' }, [0.1, 0.2, NaN], [0.1, 0.2, NaN]);
    expect(verdictText(result)).toBe('pass: the same with every seed');
    expect(result.noise?.interval).toEqual({ level: 0.95, low: 0, high: 0 });
  });

  it('of one drop that is just what is allowed is not missed by an error of rounding', () => {
    expect(only(drop(0.02), [0.8, 0.8], [0.78, 0.78]).verdict).toBe('pass');
  });

  it('to NaN has failed, one from infinity cannot be counted', () => {
    expect(only(drop(1), [0.1, 0.2], [0.1, NaN]).verdict).toBe('fail');
    const open = only(drop(1), [0.1, Infinity], [0.1, 0.2]);
    expect(verdictText(open)).toBe('undecided: seed 1: inf → 0.2 is no change that can be counted');
  });

  it('goes with limits of which the mean counts, base or no base', () => {
    expect(
      judged({ min: 0.85 }, undefined, [0.8, 0.9]).map(({ verdict, new: now }) => [verdict, now]),
    ).toEqual([['pass', (0.8 + 0.9) / 2]]);
    expect(judged({ min: 0.86 }, undefined, [0.8, 0.9]).map(({ verdict }) => verdict)).toEqual(['fail']);
    const both = judged({ min: 0, ...drop(1) }, undefined, [0.8, 0.9]);
    expect(both.map(({ verdict }) => verdict)).toEqual(['pass', 'not-evaluated']);
  });

  it('is not known where a seed lacks the metric, on either side', () => {
    expect(verdictText(only(drop(1), [0.1, 0.2], [0.1, undefined]))).toBe(
      'undecided: seed 1 at head: there is no such metric',
    );
    expect(verdictText(only(drop(1), [0.1, 'high'], [0.1, 0.2]))).toBe(
      'undecided: seed 1 at base: it is not a number',
    );
    expect(verdictText(only(drop(1), [undefined, undefined], [0.1, 0.2]))).toBe('not evaluated: new metric');
  });

  it('is not known where a run failed, but limits need the head alone', () => {
    const lost = { kind: 'seeds', detail: "seed 3 at base: stage 'train' failed, exited with 1" } as const;
    expect(judged({ min: 0, ...drop(1) }, lost, [0.1, 0.2]).map(verdictText)).toEqual([
      'pass',
      "undecided: seed 3 at base: stage 'train' failed, exited with 1",
    ]);
    expect(judged({ min: 0, level: 'warn' }, undefined, lost).map(({ verdict }) => verdict)).toEqual([
      'undecided',
    ]);
    const older = { kind: 'seedless-base', detail: "base: 'params.yaml' has no 'seed'" } as const;
    expect(judged(drop(1), older, [0.1, 0.2]).map(({ verdict }) => verdict)).toEqual(['not-evaluated']);
  });

  it('names its seeds', () => {
    const { noise } = only(drop(1), [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);
    expect(noise === undefined ? '' : seedsText(noise)).toBe('5 seeds of train.seed: 42, 1, 2, 3, 4');
  });
});
