import type { GateResult, Verdict } from '../../model/gate.ts';
import type { MetricRow, Report, Worth } from '../../model/report.ts';
import type { Value } from '../../model/value.ts';
import { shownResults } from '../gates/answer.ts';
import { numberOf } from '../gates/judge.ts';
import { numberText, numberTexts } from '../gates/numbers.ts';
import { changeText, limitText, movedText } from '../gates/words.ts';
import { subtract } from '../metrics/subtract.ts';
import { pyStr } from '../python/text.ts';

/** A value of a metric or a parameter. Only what `isOurs` may be shown without care. */
export interface ShownValue {
  readonly text: string;
  readonly isOurs: boolean;
}

/** A metric in words: what it was, what it is, and what that change is worth. */
export interface MetricTexts {
  readonly old: ShownValue;
  readonly new: ShownValue;
  /** With an arrow; empty where there is no difference of numbers. */
  readonly change: string;
  /** Empty where nothing is to be said. */
  readonly worth: string;
}

/**
 * The numbers of a row have as many decimals as it takes to tell them apart; integers are exact.
 *
 * @param precision how many decimals there are at least; absent: as usual.
 */
export function metricTexts({ old, new: now, worth }: MetricRow, precision?: number): MetricTexts {
  const sides = { old: shownSide(old, worth), new: shownSide(now, worth), worth: WORTHS[worth] };
  if (isWhole(old) && isWhole(now)) return { ...sides, change: wholeChange(old, now) };
  const [before, after] = [realOf(old), realOf(now)];
  const numbers = [before, after].filter(each => each !== undefined);
  const texts = numberTexts(numbers, [], precision);
  const shown = (number: number | undefined, otherwise: ShownValue): ShownValue =>
    number === undefined
      ? otherwise
      : { text: texts[numbers.indexOf(number)] ?? numberText(number), isOurs: true };
  return {
    ...sides,
    old: shown(before, sides.old),
    new: shown(after, sides.new),
    change: changeBetween(numberOf(old), numberOf(now), precision),
  };
}

function changeBetween(old: number | undefined, now: number | undefined, precision?: number): string {
  return old === undefined || now === undefined ? '' : changeText(old, now, precision);
}

/** Integers that no double holds are shown as they are, whatever stands beside them. */
function realOf(value: Value): number | undefined {
  return typeof value === 'bigint' ? undefined : numberOf(value);
}

function isWhole(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function wholeChange(old: number | bigint, now: number | bigint): string {
  const difference = subtract(now, old);
  if (difference === 0 || typeof difference === 'object') return '=';
  const size = String(difference).replace('-', '');
  return movedText(Number(difference), size, Number(old));
}

function shownSide(value: Value, worth: Worth): ShownValue {
  if (value === null && worth === 'unknown') return { text: 'unknown', isOurs: true };
  return isWhole(value) ? { text: String(value), isOurs: true } : valueText(value);
}

export function valueText(value: Value): ShownValue {
  return value === null ? { text: '–', isOurs: true } : { text: shortened(pyStr(value)), isOurs: false };
}

/** A text may be a whole file. */
const LONGEST = 100;

function shortened(text: string): string {
  const letters = Array.from(text.slice(0, 2 * LONGEST + 2));
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text;
}

const WORTHS: Readonly<Record<Worth, string>> = {
  better: 'better',
  worse: 'worse',
  other: '',
  same: '',
  new: 'new',
  gone: 'gone',
  unknown: 'not compared',
};

/** What gates ask of a metric, and what they say. */
export function gateTexts(
  gates: Report['gates'],
  { file, name }: MetricRow,
): readonly { readonly limit: string; readonly verdict: Verdict }[] {
  return shownResults(gates?.results ?? [])
    .filter((result: GateResult) => result.file === file && result.metric === name)
    .map(result => ({ limit: limitText(result), verdict: result.verdict }));
}
