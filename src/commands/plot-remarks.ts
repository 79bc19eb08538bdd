import type { Remark } from '../core/plots/drawable-spec.ts';
import { countText } from '../model/count-text.ts';

/** Why a picture shows less than the data say. */
export function remarkText(remark: Remark): string {
  if (remark.kind === 'sampled')
    return `${countText(remark.rows)} of ${countText(remark.of)} rows, highs and lows kept`;
  const { field, rows, of, first } = remark;
  const what = first === undefined ? 'the first is empty' : `the first: '${first}'`;
  const left = rows === 1 ? 'it is left out' : 'they are left out';
  return `'${field}' is no number in ${countText(rows)} of ${countText(of)} rows (${what}): ${left}`;
}
