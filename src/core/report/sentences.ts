import type { GateResult } from '../../model/gate.ts';
import type { Report, StageRow } from '../../model/report.ts';
import { durationText } from '../../model/duration.ts';
import { shownResults } from '../gates/answer.ts';
import { limitText, resultTexts, verdictText } from '../gates/words.ts';
import { shortOf } from './words.ts';

/** What is not as it should be: of a gate, or that could not be read. */
export interface Concern {
  readonly level: 'bad' | 'warn';
  /** What it is about; empty for a trouble, of which the words say that. */
  readonly name: string;
  readonly words: string;
}

/** The worst first. What several gates say of one metric is one. */
export function concernsOf({ gates, troubles }: Report): readonly Concern[] {
  const told = shownResults(gates?.results ?? []).filter(({ verdict }) =>
    ['fail', 'warn', 'undecided'].includes(verdict),
  );
  const groups = new Map<string, readonly [GateResult, ...GateResult[]]>();
  for (const result of told) {
    const key = JSON.stringify([result.file, result.metric, result.verdict, result.why]);
    groups.set(key, [...(groups.get(key) ?? []), result] as readonly [GateResult, ...GateResult[]]);
  }
  return [
    ...[...groups.values()].map(gateConcern),
    ...troubles.map(words => ({ level: 'warn' as const, name: '', words })),
  ];
}

function gateConcern(results: readonly [GateResult, ...GateResult[]]): Concern {
  const [first] = results;
  const { old, new: now, change } = resultTexts(first);
  const numbers = old === '' || change === '=' ? now : `${old} → ${now}`;
  const moved = change === '' || change === '=' ? '' : `, ${change}`;
  return {
    level: first.verdict === 'fail' ? 'bad' : 'warn',
    name: first.metric === '' ? first.file : first.metric,
    words:
      first.verdict === 'undecided'
        ? verdictText(first)
        : `${numbers}${moved}; allowed: ${results.map(limitText).join(', ')}`,
  };
}

/** What became of a stage, and how it ran. */
export function stateText({ state, run }: StageRow): string {
  const took = run === undefined || run.outcome === 'failed' ? '' : `, ${runText(run)}`;
  return `${STATES[state]}${took}`;
}

function runText({ outcome, elapsedMs }: NonNullable<StageRow['run']>): string {
  return outcome === 'restored' ? 'taken from the run cache' : `ran ${durationText(elapsedMs)}`;
}

const STATES: Readonly<Record<StageRow['state'], string>> = {
  new: 'is new',
  changed: 'changed',
  same: 'is unchanged',
  stale: 'has to run again',
  failed: 'failed',
};

/** The same in as few words as a box has room for. */
export function shortStateText({ state, run }: StageRow): string {
  if (state === 'failed') return 'failed';
  if (state === 'stale') return 'has to run';
  if (state === 'same') return 'unchanged';
  if (run?.outcome === 'restored') return 'cached';
  return run === undefined ? 'ran' : `ran ${durationText(run.elapsedMs)}`;
}

/** What is reported on. */
export function headText({ head: { commit, isDirty } }: Pick<Report, 'head'>): string {
  if (commit === undefined) return 'workspace';
  return `${shortOf(commit)}${isDirty ? ' with changes' : ''}`;
}
