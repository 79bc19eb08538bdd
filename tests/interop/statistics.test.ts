/** Student's t and intervals of paired changes, judged by scipy. */
import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { pairedInterval } from '../../src/core/statistics/paired.ts';
import { incompleteBeta, logGamma } from '../../src/core/statistics/special.ts';
import { studentQuantile, studentTail } from '../../src/core/statistics/student.ts';
import { mlPython } from './rig/peers.ts';

/** Numbers that are the same on every run, between 0 and 1. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

async function scipy<T>(expression: string, input: unknown): Promise<T> {
  const program = `import json, sys\nfrom scipy import special, stats\nx = json.load(sys.stdin)\nprint(json.dumps(${expression}))`;
  const python = await mlPython();
  return new Promise((resolve, reject) => {
    const child = execFile(python, ['-c', program], (error, stdout) => {
      if (error === null) resolve(JSON.parse(stdout) as T);
      else reject(new Error(error.message, { cause: error }));
    });
    child.stdin?.end(JSON.stringify(input));
  });
}

/** The largest relative error. */
function worst(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours).toHaveLength(theirs.length);
  return Math.max(
    ...ours.map((value, index) => {
      const other = theirs[index] ?? NaN;
      return value === other ? 0 : Math.abs(value - other) / Math.max(Math.abs(other), 1e-300);
    }),
  );
}

describe('as in scipy', () => {
  it("are quantiles and tails of Student's t", async () => {
    const cases = [1, 2, 3, 4, 5, 9, 29, 100, 1000, 100_000].flatMap(degrees =>
      [0.25, 0.1, 0.05, 0.025, 0.005, 1e-4, 1e-8].map(tail => [tail, degrees] as const),
    );
    const quantiles = await scipy<number[]>('[float(stats.t.isf(p, n)) for p, n in x]', cases);
    expect(
      worst(
        cases.map(([tail, degrees]) => studentQuantile(tail, degrees)),
        quantiles,
      ),
    ).toBeLessThan(1e-9);
    const points = cases.map(([, degrees], index) => [(index % 7) * 1.3, degrees] as const);
    const tails = await scipy<number[]>('[float(stats.t.sf(t, n)) for t, n in x]', points);
    expect(
      worst(
        points.map(([t, degrees]) => studentTail(t, degrees)),
        tails,
      ),
    ).toBeLessThan(1e-9);
  });

  it('are the functions that they are made from', async () => {
    const random = numbers(7);
    const next = (): number => random.next().value;
    const cases = Array.from(
      { length: 500 },
      () => [next() * 50 + 0.01, next() * 50 + 0.01, next()] as const,
    );
    const betas = await scipy<number[]>('[float(special.betainc(a, b, v)) for a, b, v in x]', cases);
    const ours = cases.map(each => incompleteBeta(...each));
    expect(Math.max(...ours.map((value, index) => Math.abs(value - (betas[index] ?? NaN))))).toBeLessThan(
      1e-11,
    );
    const gammas = await scipy<number[]>('[float(special.gammaln(a)) for a, _, _ in x]', cases);
    const error = cases.map(([a], index) => Math.abs(logGamma(a) - (gammas[index] ?? NaN)));
    expect(Math.max(...error)).toBeLessThan(1e-11);
  });

  it('are intervals of changes between pairs', async () => {
    const random = numbers(11);
    const next = (): number => random.next().value;
    const samples = [2, 3, 5, 10, 50].flatMap(count =>
      Array.from({ length: 20 }, () =>
        Array.from({ length: count }, (): [number, number] => [next(), next() - 0.1]),
      ),
    );
    const theirs = await scipy<[number, number][]>(
      '[list(map(float, stats.ttest_rel([b for _, b in s], [a for a, _ in s]).confidence_interval(0.95))) for s in x]',
      samples,
    );
    for (const [index, sample] of samples.entries()) {
      const { low, high } = pairedInterval(sample, 0.95) ?? { low: NaN, high: NaN };
      const [theirLow = NaN, theirHigh = NaN] = theirs[index] ?? [];
      const width = Math.max(1e-6, theirHigh - theirLow);
      expect(Math.abs(low - theirLow) / width).toBeLessThan(1e-9);
      expect(Math.abs(high - theirHigh) / width).toBeLessThan(1e-9);
    }
  });
});
