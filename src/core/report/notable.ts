import type { GateResult } from '../../model/gate.ts';
import type { MetricRow } from '../../model/report.ts';
import { numberOf } from '../gates/judge.ts';

const MOST = 3;

/** Metrics with numbers on both sides, of those that changed a few that matter most. */
export function notableMetrics(
  rows: readonly MetricRow[],
  results: readonly GateResult[],
): readonly MetricRow[] {
  const changed = rows
    .filter(({ worth, isAside }) => ['worse', 'better', 'other'].includes(worth) && !isAside)
    .filter(({ old, new: now }) => numberOf(old) !== undefined && numberOf(now) !== undefined);
  return notableFirst(changed, results).slice(0, MOST);
}

/** What matters most comes first: a gate that failed, a gate, what got worse; of those that are alike, the largest change. */
export function notableFirst(
  rows: readonly MetricRow[],
  results: readonly GateResult[],
): readonly MetricRow[] {
  const rank = ({ file, name, worth }: MetricRow): number => {
    const own = results.filter(result => result.file === file && result.metric === name);
    if (own.some(({ verdict }) => verdict === 'fail')) return 0;
    if (own.length > 0) return 1;
    return worth === 'worse' ? 2 : worth === 'better' ? 3 : 4;
  };
  return rows
    .map(row => ({ row, rank: rank(row), share: share(row) }))
    .sort((a, b) => a.rank - b.rank || (a.share === b.share ? 0 : b.share - a.share))
    .map(({ row }) => row);
}

/** How much of the old value the change is. */
function share({ old, new: now }: MetricRow): number {
  const [before = 0, after = 0] = [numberOf(old), numberOf(now)];
  const size = Math.abs(after - before) / Math.abs(before);
  return Number.isNaN(size) ? Infinity : size;
}
