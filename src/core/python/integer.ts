/** Python refuses decimal integers of more digits, since reading them takes quadratic time. */
const MAX_DIGITS = 4300;

/**
 * The value of an integer in decimal, or with `0x`, `0o` or `0b` before it; a sign may come first.
 *
 * @param text known to be an integer, without `_`.
 * @returns undefined for one that is too long for Python.
 */
export function integerOf(text: string): number | bigint | undefined {
  const isNegative = text.startsWith('-');
  const magnitude = isNegative || text.startsWith('+') ? text.slice(1) : text;
  const number = Number(magnitude);
  if (Number.isSafeInteger(number)) return isNegative && number !== 0 ? -number : number;
  if (magnitude.length > MAX_DIGITS && !/^0[xob]/.test(magnitude)) return undefined;
  return isNegative ? -BigInt(magnitude) : BigInt(magnitude);
}
