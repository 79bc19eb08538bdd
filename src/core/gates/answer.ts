import type { Base } from '../../model/base.ts';
import type { GateResult, OverallVerdict, Verdict } from '../../model/gate.ts';
import { overall } from './judge.ts';
import { troubleText, unknownText } from './words.ts';

/** What all gates say of one state, measured against a base. */
export interface GateAnswer {
  readonly verdict: OverallVerdict;
  readonly base: Base;
  readonly head: { readonly name: string; readonly commit?: string };
  /** The worst first, else in the order of the file. */
  readonly results: readonly GateResult[];
  /** One sentence. */
  readonly summary: string;
}

/**
 * Judges the results together. A base that was asked for and is not there leaves the question open.
 *
 * @param options `isStrict`: so does whatever is not evaluated.
 */
export function answer(
  { base, head }: Pick<GateAnswer, 'base' | 'head'>,
  judged: readonly GateResult[],
  { isStrict }: { readonly isStrict: boolean },
): GateAnswer {
  const results = isStrict ? judged.map(strictly) : judged;
  const worst = overall(results);
  const verdict = base.kind === 'unknown' && worst !== 'fail' ? 'undecided' : worst;
  const sorted = [...results].sort((a, b) => RANKS.indexOf(a.verdict) - RANKS.indexOf(b.verdict));
  return { verdict, base, head, results: sorted, summary: summary(verdict, base, sorted) };
}

function strictly(result: GateResult): GateResult {
  if (result.noise?.standing === 'unclear')
    return { ...result, verdict: 'undecided', why: { kind: 'unclear' } };
  return result.verdict === 'not-evaluated' ? { ...result, verdict: 'undecided' } : result;
}

const RANKS: readonly Verdict[] = ['fail', 'undecided', 'warn', 'not-evaluated', 'pass'];

/** 0: they hold. 1: one does not. 2: that cannot be told. */
export function exitCodeFor(verdict: OverallVerdict): number {
  return verdict === 'fail' ? 1 : verdict === 'undecided' ? 2 : 0;
}

/** Those worth a row of their own: that a metric is there needs no word where a limit says more. */
export function shownResults(results: readonly GateResult[]): readonly GateResult[] {
  const isSaid = (result: GateResult): boolean =>
    result.part === 'required' &&
    result.verdict === 'pass' &&
    results.some(
      ({ gate, file, metric, part }) =>
        gate === result.gate && file === result.file && metric === result.metric && part !== 'required',
    );
  return results.filter(result => !isSaid(result));
}

function summary(verdict: OverallVerdict, base: Base, results: readonly GateResult[]): string {
  const shown = shownResults(results);
  const count = (wanted: Verdict): number => shown.filter(each => each.verdict === wanted).length;
  const open = count('undecided');
  const skipped = count('not-evaluated');
  const rest = [
    ...(count('warn') > 0 ? [plural(count('warn'), 'warning')] : []),
    ...(skipped > 0 ? [`${skipped} not evaluated`] : []),
  ];
  const more = (parts: readonly string[]): string => (parts.length === 0 ? '' : `, ${parts.join(', ')}`);
  switch (verdict) {
    case 'fail':
      return `${plural(count('fail'), 'gate')} failed${more([...(open > 0 ? [`${open} undecided`] : []), ...rest])}.`;
    case 'undecided':
      return `Cannot be decided: ${openReason(base, shown)}${more(rest)}.`;
    case 'warn':
      return `No gate failed${more(rest)}.`;
    case 'pass':
      return skipped === shown.length
        ? `No gate failed${more(rest)}.`
        : `${plural(count('pass'), 'gate')} passed${more(rest)}.`;
  }
}

function openReason(base: Base, results: readonly GateResult[]): string {
  if (base.kind === 'unknown') return unknownText(base, name => `'${name}'`);
  const first = results.find(({ verdict }) => verdict === 'undecided');
  if (first?.why === undefined) return 'nothing was evaluated';
  const name = first.metric === '' ? first.file : `${first.metric} of ${first.file}`;
  return `${name}: ${troubleText(first.why)}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
