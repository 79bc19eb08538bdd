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
  /** How many stages have to run, so that the metrics may not be what they say. */
  readonly stale: number;
  readonly hasBase: boolean;
}

/** How good it is: a verdict, or that something broke. */
export type Mood = OverallVerdict | 'broken';

/** What matters most, without a sign of how good that is. @param shown shows a name from the project's files. */
export function headlineText(facts: HeadlineFacts, shown: (name: string) => string): string {
  const { name, failed } = facts;
  if (failed !== undefined) {
    const exit = failed.exit === undefined ? '' : ` (exit ${failed.exit})`;
    return `${shown(name)}: stage ${shown(failed.stage)} failed${exit}`;
  }
  const said = [gateWords(facts), staleWords(facts), metricWords(facts)].filter(words => words !== '');
  return `${shown(name)}: ${said.join(', ')}`;
}

/** Where no gates are declared, what got worse as far as its name says is worth a look, and no more. */
export function moodOf({ failed, stale, verdict, metrics }: HeadlineFacts): Mood {
  if (failed !== undefined) return 'broken';
  const isDoubtful = stale > 0 || (verdict === undefined && metrics.some(({ worth }) => worth === 'worse'));
  return isDoubtful && (verdict ?? 'pass') === 'pass' ? 'warn' : (verdict ?? 'pass');
}

/** Says in one line what matters most. @param shown shows a name from the project's files. */
export function headline(facts: HeadlineFacts, shown: (name: string) => string): string {
  return `${ICONS[moodOf(facts)]} ${headlineText(facts, shown)}`;
}

const ICONS: Readonly<Record<Mood, string>> = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  undecided: '❔',
  broken: '💥',
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

/** What is not known to hold for what is there now. */
function staleWords({ stale }: HeadlineFacts): string {
  return stale === 0 ? '' : `${stale} ${stale === 1 ? 'stage has' : 'stages have'} to run`;
}

function metricWords({ metrics, hasBase }: HeadlineFacts): string {
  const count = (worth: Worth): number => metrics.filter(row => row.worth === worth).length;
  if (metrics.length === 0) return 'no metrics';
  if (!hasBase) return `${plural(metrics.length)}, nothing to compare with`;
  const parts = (['worse', 'better', 'other', 'new', 'gone', 'unknown'] as const)
    .map(worth => [count(worth), worth] as const)
    .filter(([number]) => number > 0);
  if (parts.length === 0) return 'no metric changed';
  return parts
    .map(([number, worth], index) => `${index === 0 ? plural(number) : number} ${WORDS[worth]}`)
    .join(', ');
}

const WORDS = {
  worse: 'worse',
  better: 'better',
  other: 'changed',
  new: 'new',
  gone: 'gone',
  unknown: 'not compared',
};

function plural(count: number): string {
  return `${count} ${count === 1 ? 'metric' : 'metrics'}`;
}
