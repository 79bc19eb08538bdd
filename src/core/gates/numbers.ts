/** Decimals of numbers whose difference shows in them. */
const USUAL_DECIMALS = 4;
/** With more than so many decimals a number is easier read with an exponent. */
const MOST_DECIMALS = 10;
const LARGE = 1e15;

/**
 * Numbers of one row as text, with as many decimals as it takes to tell them apart.
 *
 * @param numbers those that are shown.
 * @param others those that they are compared with.
 * @param usual how many decimals that are where fewer would do.
 */
export function numberTexts(
  numbers: readonly number[],
  others: readonly number[] = [],
  usual = USUAL_DECIMALS,
): readonly string[] {
  const all = [...numbers, ...others].filter(Number.isFinite);
  if (numbers.every(each => !Number.isFinite(each) || isPlainInteger(each)))
    return numbers.map(each => textOf(each, 0));
  const gaps = all.flatMap(a => all.map(b => Math.abs(a - b)));
  const needed = [...gaps, ...all.map(Math.abs)].filter(size => size > 0).map(decimalsFor);
  const decimals = Math.max(usual, ...needed);
  return numbers.map(each => textOf(each, decimals));
}

/** A number by itself, as short as it can be. */
export function numberText(number: number): string {
  return specialText(number) ?? String(number);
}

/** Two digits of it are to be seen; 0.80001 - 0.8 is a little less than it should be. */
function decimalsFor(size: number): number {
  return Math.ceil(-Math.log10(size) - 1e-6) + 1;
}

function textOf(number: number, decimals: number): string {
  const special = specialText(number);
  if (special !== undefined) return special;
  if (Math.abs(number) >= LARGE || decimals > MOST_DECIMALS) return numberText(Number(number.toPrecision(8)));
  return number.toFixed(decimals);
}

function specialText(number: number): string | undefined {
  if (Number.isNaN(number)) return 'nan';
  return Number.isFinite(number) ? undefined : number > 0 ? 'inf' : '-inf';
}

function isPlainInteger(number: number): boolean {
  return Number.isInteger(number) && Math.abs(number) < LARGE;
}
