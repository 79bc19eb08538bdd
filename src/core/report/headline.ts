import type { OverallVerdict } from '../../model/gate.ts';
import type { MetricRow, Worth } from '../../model/report.ts';

export interface HeadlineFacts {
  /** Of the project. */
  readonly name: string;
  /** Undefined where no gates are declared. */
  readonly verdict: OverallVerdict | undefined;
  readonly failedGates: number;
  readonly metrics: readonly MetricRow[];
  /** The first stage whose last run went wrong. */
  readonly failed: { readonly stage: string; readonly exit?: number } | undefined;
  readonly hasBase: boolean;
}

/** Says in one line what matters most. @param shown shows a name from the project's files. */
export function headline(facts: HeadlineFacts, shown: (name: string) => string): string {
  const { name, failed, verdict } = facts;
  if (failed !== undefined) {
    const exit = failed.exit === undefined ? '' : ` (exit code ${failed.exit})`;
    return `💥 ${shown(name)}: stage ${shown(failed.stage)} failed${exit}`;
  }
  const said = [gateWords(facts), metricWords(facts)].filter(words => words !== '').join(', ');
  return `${ICONS[verdict ?? 'pass']} ${shown(name)}: ${said}`;
}

const ICONS: Readonly<Record<OverallVerdict, string>> = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  undecided: '❔',
};

function gateWords({ verdict, failedGates }: HeadlineFacts): string {
  switch (verdict) {
    case 'fail':
      return `${failedGates} ${failedGates === 1 ? 'gate' : 'gates'} failed`;
    case 'undecided':
      return 'gates cannot be decided';
    case 'warn':
      return 'gates pass with warnings';
    case 'pass':
    case undefined:
      return '';
  }
}

function metricWords({ metrics, hasBase, verdict }: HeadlineFacts): string {
  const count = (worth: Worth): number => metrics.filter(row => row.worth === worth).length;
  if (metrics.length === 0) return 'no metrics';
  if (!hasBase) return `${plural(metrics.length)}, nothing to compare with`;
  const parts = (['worse', 'better', 'other', 'new', 'gone'] as const)
    .map(worth => [count(worth), worth] as const)
    .filter(([number]) => number > 0);
  if (parts.length === 0) return 'no metric changed';
  return parts
    .map(
      ([number, worth], index) =>
        `${index === 0 && verdict !== 'fail' ? plural(number) : number} ${WORDS[worth]}`,
    )
    .join(', ');
}

const WORDS = { worse: 'worse', better: 'better', other: 'changed', new: 'new', gone: 'gone' };

function plural(count: number): string {
  return `${count} ${count === 1 ? 'metric' : 'metrics'}`;
}
