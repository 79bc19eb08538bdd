import type { Point } from '../../model/plot.ts';
import { Float, isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { pyRepr } from '../python/text.ts';
import type { Chart } from './template.ts';

/** More than that a browser does not draw in a time in which somebody waits. */
export const MOST_POINTS = 200_000;

/** What of a revision's data does not show, though the rest is drawn. */
export interface Undrawable {
  readonly revisions: readonly string[];
  readonly reason: string;
}

/** Finds values that are no numbers where the template draws numbers: Vega leaves them out, and says nothing. */
export function undrawableValues(spec: ValueMap, { points, props }: Chart): readonly Undrawable[] {
  const drawn = numericFields(spec);
  const axes = new Set(['x', 'y'].map(axis => props.get(axis)));
  const found: Undrawable[] = [];
  for (const field of axes) {
    if (typeof field !== 'string' || !drawn.has(field)) continue;
    for (const [revision, rows] of byRevision(points)) {
      const wrong = rows.flatMap((row, index) => (isNumber(row.get(field)) ? [] : [index]));
      const [first] = wrong;
      if (first === undefined) continue;
      const example = `${pyRepr(rows[first]?.get(field) ?? null)} in row ${first + 1}`;
      found.push({
        revisions: [revision],
        reason:
          wrong.length === rows.length
            ? `nothing in '${field}' is a number (${example})`
            : `${wrong.length} of ${rows.length} values of '${field}' ${wrong.length === 1 ? 'is no number and is' : 'are no numbers and are'} left out (${example})`,
      });
    }
  }
  return found;
}

function byRevision(points: readonly Point[]): ReadonlyMap<string, readonly Point[]> {
  const rows = new Map<string, Point[]>();
  for (const point of points) {
    const revision = point.get('rev');
    if (typeof revision !== 'string') continue;
    const known = rows.get(revision);
    if (known === undefined) rows.set(revision, [point]);
    else known.push(point);
  }
  return rows;
}

/** Fields of which a specification says that they are numbers. */
function numericFields(value: Value, found = new Set<string>()): ReadonlySet<string> {
  if (isMap(value)) {
    const field = value.get('field');
    if (value.get('type') === 'quantitative' && typeof field === 'string')
      found.add(field.replace(/\\([.[\]])/g, '$1'));
    for (const each of value.values()) numericFields(each, found);
  } else if (isList(value)) for (const each of value) numericFields(each, found);
  return found;
}

function isNumber(value: Value | undefined): boolean {
  if (value instanceof Float) return Number.isFinite(value.value);
  if (typeof value === 'string') return value.trim() !== '' && Number.isFinite(Number(value));
  return typeof value === 'number' || typeof value === 'bigint';
}
