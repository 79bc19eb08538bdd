import type { Gate } from '../../model/gate.ts';
import type { MetricRow, Worth } from '../../model/report.ts';
import type { Value } from '../../model/value.ts';
import { isNumeric } from '../../model/value.ts';
import { numberOf } from '../gates/judge.ts';
import type { Changes } from '../metrics/diff.ts';
import { compileGlob } from '../params/glob.ts';
import { usualDirection } from './direction.ts';
import type { Direction } from './direction.ts';

/**
 * Values every change of metrics. What a gate declares goes before what a name says.
 *
 * @param changes with what did not change.
 */
export function metricRows(changes: Changes, gates: readonly Gate[]): readonly MetricRow[] {
  const declared = gates.map(({ file, metric, rule }) => ({
    isFile: compileGlob(file),
    isMetric: compileGlob(metric),
    rule,
  }));
  const rows: MetricRow[] = [];
  for (const [file, values] of changes) {
    for (const [name, { old, new: now }] of values) {
      const gate = declared.find(each => each.isFile(file) && each.isMetric(name));
      const direction = gate?.rule.direction ?? usualDirection(name);
      rows.push({
        file,
        name,
        old,
        new: now,
        worth: worthOf(old, now, direction, gate?.rule.tolerance ?? 0),
      });
    }
  }
  return rows;
}

function worthOf(old: Value, now: Value, direction: Direction | undefined, tolerance: number): Worth {
  if (old === null) return 'new';
  if (now === null) return 'gone';
  const [before, after] = [numberOf(old), numberOf(now)];
  if (before === undefined || after === undefined) return isSame(old, now) ? 'same' : 'other';
  if (Number.isNaN(before) || Number.isNaN(after)) {
    if (Number.isNaN(before) && Number.isNaN(after)) return 'same';
    return Number.isNaN(after) ? 'worse' : 'better';
  }
  const rise = before === after ? 0 : after - before;
  if (rise === 0) return 'same';
  if (Math.abs(rise) <= tolerance || direction === undefined) return 'other';
  return rise > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** Texts and booleans: numbers are compared as such. */
function isSame(old: Value, now: Value): boolean {
  return old === now || (isNumeric(old) && isNumeric(now) && Number(old) === Number(now));
}
