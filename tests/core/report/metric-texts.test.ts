import { describe, expect, it } from 'vitest';
import { metricTexts } from '../../../src/core/report/metric-texts.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import type { Worth } from '../../../src/model/report.ts';

const f = (number: number): Float => new Float(number);

function texts(old: Value, now: Value, precision?: number, worth: Worth = 'other'): readonly string[] {
  const row = { file: 'm.json', name: 'm', old, new: now, worth, isAside: false };
  const said = metricTexts(row, precision);
  return [said.old.text, said.new.text, said.change];
}

describe('the numbers of a metric', () => {
  it.each<[Value, Value, number | undefined, readonly string[]]>([
    [f(0.8666666666666667), f(0.780952380952381), undefined, ['0.8667', '0.7810', '▼ 0.0857 (-9.9%)']],
    [f(0.8666666666666667), f(0.780952380952381), 6, ['0.866667', '0.780952', '▼ 0.085714 (-9.9%)']],
    // So many digits that the change is to be seen.
    [f(0.8666666666666667), f(0.780952380952381), 0, ['0.867', '0.781', '▼ 0.086 (-9.9%)']],
    [f(12.4), f(13.9), 0, ['12.4', '13.9', '▲ 1.5 (+12.1%)']],
    [3, 5, 2, ['3', '5', '▲ 2 (+66.7%)']],
    [0, 5, undefined, ['0', '5', '▲ 5']],
    [
      ...([123456789012345678901234n, 123456789012345678901235n, undefined] as const),
      ['123456789012345678901234', '123456789012345678901235', '▲ 1'],
    ],
    [2 ** 53 - 1, 2n ** 53n + 1n, undefined, ['9007199254740991', '9007199254740993', '▲ 2']],
    [f(1), f(NaN), undefined, ['1', 'nan', '']],
    [f(-Infinity), f(Infinity), undefined, ['-inf', 'inf', '▲ inf']],
    ['adam', 'sgd', undefined, ['adam', 'sgd', '']],
    [true, false, undefined, ['True', 'False', '']],
  ])('are told apart, %#', (old, now, precision, expected) => {
    expect(texts(old, now, precision)).toEqual(expected);
  });

  it('that are not there have a word or a dash', () => {
    expect(texts(null, f(0.5), undefined, 'new')).toEqual(['–', '0.5000', '']);
    expect(texts(f(0.5), null, undefined, 'unknown')).toEqual(['0.5000', 'unknown', '']);
  });

  it('that are long texts are cut', () => {
    expect(texts('x'.repeat(1000), 'y')[0]).toBe(`${'x'.repeat(99)}…`);
  });
});
