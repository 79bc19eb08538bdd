import { roundHalfEven } from './float.ts';

const UNITS = ['', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'];

/**
 * A number of bytes as DVC's listings have it: `999`, `4.00k`, `12.5M`; three digits and a unit of 1024.
 *
 * @source tqdm `format_sizeof`, which DVC calls from 1024 on.
 */
export function naturalSize(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  let value = bytes;
  for (const unit of UNITS) {
    if (value < 999.5) {
      const digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
      return roundHalfEven(value, digits).toFixed(digits) + unit;
    }
    value /= 1024;
  }
  return `${roundHalfEven(value, 1).toFixed(1)}Y`;
}
