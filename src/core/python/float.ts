/**
 * Floats as Python prints and rounds them. JavaScript finds the same shortest digits, but lays them out in
 * another way, and it rounds ties up where Python takes the even neighbour.
 */

/** Python's `repr` of a float: `1.0`, `1e-05`, `1e+16`, `-0.0`, `nan`, `inf`. */
export function floatText(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude >= 1e-4 && magnitude < 1e16) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const { digits, exponent } = scientific(value.toExponential());
  return digits + exponentText(exponent);
}

/**
 * Python's `round(value, digits)`: to the nearest decimal, decided on the exact binary value, ties to even.
 *
 * @param digits after the point; negative ones round to tens and hundreds. More than 100 change nothing.
 */
export function roundHalfEven(value: number, digits: number): number {
  if (value === 0 || !Number.isFinite(value) || digits >= EXACT_DIGITS) return value;
  const magnitude = Math.abs(value);
  if (magnitude >= 2 ** 53 && digits >= 0) return value;
  const [whole = '', fraction = ''] =
    magnitude >= 1e21 ? [BigInt(magnitude).toString()] : magnitude.toFixed(EXACT_DIGITS).split('.');
  const keep = whole.length + digits;
  const rounded = keep < 0 ? '0' : roundDigits(`0${whole}${fraction}`, keep + 1);
  return Number(`${value < 0 ? '-' : ''}${rounded}e${-digits}`);
}

/** What `toFixed` and `toExponential` can give: far more than it takes to tell a tie from its neighbours. */
const EXACT_DIGITS = 100;

/** Keeps the first `count` digits, rounded by the rest; a carry out of the top makes the answer one digit longer. */
function roundDigits(digits: string, count: number): string {
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isTie = /^50*$/.test(rest);
  const up = isTie ? /[13579]$/.test(kept) : rest >= '5';
  return up ? (BigInt(kept) + 1n).toString().padStart(kept.length, '0') : kept;
}

function scientific(text: string): { readonly digits: string; readonly exponent: number } {
  const cut = text.indexOf('e');
  return { digits: text.slice(0, cut), exponent: Number(text.slice(cut + 1)) };
}

function exponentText(exponent: number): string {
  return `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
