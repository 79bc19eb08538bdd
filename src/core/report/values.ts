import type { Gate, GateResult, Noise } from '../../model/gate.ts';
import type { MetricRow, Worth } from '../../model/report.ts';
import type { Value } from '../../model/value.ts';
import { isNumeric } from '../../model/value.ts';
import { numberOf } from '../gates/judge.ts';
import type { Changes } from '../metrics/diff.ts';
import { subtract } from '../metrics/subtract.ts';
import { compileGlob } from '../params/glob.ts';
import { usualDirection } from './direction.ts';
import type { Direction } from './direction.ts';

export interface RowOptions {
  /** What a gate declares goes before what a name says. */
  readonly gates: readonly Gate[];
  /** Files that one side has, as far as is known, but that cannot be read there. */
  readonly unread: ReadonlySet<string>;
  /** What gates found: runs with several seeds tell a change from noise. */
  readonly results: readonly GateResult[];
  /** Metrics that the project wants to be seen at once; those with gates are seen in any case. */
  readonly isChosen: (...names: readonly string[]) => boolean;
}

/**
 * Values every change of metrics.
 *
 * @param changes with what did not change.
 */
export function metricRows(
  changes: Changes,
  { gates, unread, results, isChosen }: RowOptions,
): readonly MetricRow[] {
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
      const noise = results.find(each => each.file === file && each.metric === name)?.noise;
      const worth = worthOfNoise(noise, direction) ?? worthOf(old, now, direction, gate?.rule.tolerance ?? 0);
      rows.push({
        file,
        name,
        old,
        new: now,
        worth: unread.has(file) && (worth === 'new' || worth === 'gone') ? 'unknown' : worth,
        isAside: gate === undefined && !isChosen(name, `${file}:${name}`),
      });
    }
  }
  return rows;
}

/** Undefined where no interval says anything. */
function worthOfNoise(noise: Noise | undefined, direction: Direction | undefined): Worth | undefined {
  if (noise?.interval === undefined) return undefined;
  const { low, high } = noise.interval;
  if (low === 0 && high === 0) return 'same';
  if ((low <= 0 && high >= 0) || direction === undefined) return 'other';
  return low > 0 === (direction === 'higher') ? 'better' : 'worse';
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
  const rise = riseOf(old, now, before, after);
  if (rise === 0) return 'same';
  if (Math.abs(rise) <= tolerance || direction === undefined) return 'other';
  return rise > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** Integers of any size differ by what they differ; equal infinities by nothing. */
function riseOf(old: Value, now: Value, before: number, after: number): number {
  const isWhole = [old, now].every(value => typeof value === 'number' || typeof value === 'bigint');
  if (isWhole && isNumeric(old) && isNumeric(now)) return Number(subtract(now, old));
  return before === after ? 0 : after - before;
}

/** Texts and booleans: numbers are compared as such. */
function isSame(old: Value, now: Value): boolean {
  return old === now || (isNumeric(old) && isNumeric(now) && Number(old) === Number(now));
}
