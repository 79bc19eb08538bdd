import type { MetricHistory } from '../../model/report.ts';
import { numberText, numberTexts } from '../gates/numbers.ts';
import { element } from '../html/element.ts';
import type { Html } from '../html/element.ts';
import { shortOf } from './words.ts';

const WIDTH = 560;
const HEIGHT = 110;
/** Room for the letters at the sides, and for dots at the edges. */
const LEFT = 12;
const RIGHT = 90;
const EDGE = 16;

/** A metric over its commits as a line, the last of its points what it is now; undefined where there is no line to draw. */
export function historyPicture({ points, now }: MetricHistory): Html | undefined {
  const all = [
    ...points.map(({ commit, value }) => ({ at: shortOf(commit), value })),
    { at: 'now', value: now },
  ];
  const numbers = all.flatMap(({ value }) => (value !== undefined && Number.isFinite(value) ? [value] : []));
  if (numbers.length < 2) return undefined;
  const least = Math.min(...numbers);
  const most = Math.max(...numbers);
  // Halved, as the difference of two doubles may be more than any double.
  const span = most / 2 - least / 2;
  const texts = numberTexts(numbers);
  const textOf = (value: number): string => texts[numbers.indexOf(value)] ?? numberText(value);
  const places = all.flatMap(({ at, value }, index) => {
    if (value === undefined || !Number.isFinite(value)) return [];
    const height = span === 0 ? 0.5 : (value / 2 - least / 2) / span;
    return [
      {
        at,
        text: textOf(value),
        x: round(LEFT + (index / (all.length - 1)) * (WIDTH - LEFT - RIGHT)),
        y: round(HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE)),
      },
    ];
  });
  const last = places.at(-1);
  return element(
    'svg',
    { class: 'history', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': 'History' },
    element('polyline', { points: places.map(({ x, y }) => `${x},${y}`).join(' ') }),
    places.map(({ at, text, x, y }) =>
      element(
        'circle',
        { cx: x, cy: y, r: at === 'now' ? 5 : 3.5, ...(at === 'now' ? { class: 'now' } : {}) },
        element('title', {}, `${at}: ${text}`),
      ),
    ),
    last && element('text', { x: last.x + 10, y: last.y + 5 }, last.text),
  );
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
