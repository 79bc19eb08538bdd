import { Float } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** What a chart draws of a value: text that stands for a number counts, booleans are 0 and 1; null for the rest. */
export function drawnNumber(value: Value | undefined): number | null {
  const number =
    value instanceof Float
      ? value.value
      : typeof value === 'string' && NUMBER.test(value)
        ? Number(value)
        : typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
          ? Number(value)
          : NaN;
  return Number.isFinite(number) ? number : null;
}

/** As Python and C print them; JavaScript takes more than that for a number: `''`, `0x10`. */
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/;
