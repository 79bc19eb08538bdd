import { Float } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Null for what is no number; booleans are 0 and 1. */
export function numberOf(value: Value | undefined): number | null {
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
