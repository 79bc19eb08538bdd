import type { Report } from '../../model/report.ts';
import { shownResults } from '../gates/answer.ts';
import type { HeadlineFacts } from './headline.ts';

/** What the headline is made of. */
export function headlineFacts({ name, gates, metrics, stages, base }: Report): HeadlineFacts {
  const failed = stages.find(({ state }) => state === 'failed');
  const exit = failed?.run?.exit;
  return {
    name,
    verdict: gates?.verdict,
    failedGates: shownResults(gates?.results ?? []).filter(({ verdict }) => verdict === 'fail').length,
    metrics,
    failed: failed && { stage: failed.name, ...(exit === undefined ? {} : { exit }) },
    stale: stages.filter(({ state }) => state === 'stale').length,
    hasBase: base.kind === 'commit',
  };
}
