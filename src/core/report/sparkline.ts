const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const GAP = '·';

/** A row of numbers as one character each, from the least to the most of them; what is no finite number is a gap. */
export function sparkline(numbers: readonly (number | undefined)[]): string {
  const finite = numbers.filter((each): each is number => each !== undefined && Number.isFinite(each));
  const least = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const most = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  return numbers.map(each => (each === undefined ? GAP : barOf(each, least, most))).join('');
}

function barOf(number: number, least: number, most: number): string {
  if (!Number.isFinite(number)) return GAP;
  // Halved, as the difference of two doubles may be more than any double.
  const span = most / 2 - least / 2;
  const height = span === 0 ? 0.5 : (number / 2 - least / 2) / span;
  return BARS[Math.round(height * (BARS.length - 1))] ?? GAP;
}
