import { shownResults } from '../core/gates/answer.ts';
import type { GateAnswer } from '../core/gates/answer.ts';
import {
  baseText,
  limitText,
  noiseNotes,
  resultTexts,
  seedTroubles,
  verdictText,
} from '../core/gates/words.ts';
import { line } from '../model/doc.ts';
import type { Cell, Doc, Style } from '../model/doc.ts';
import type { GateResult, Verdict } from '../model/gate.ts';

/** The answer for people: what it was measured against, a row for each part of a gate, the verdict. */
export function gateDoc(answer: GateAnswer): Doc {
  const results = shownResults(answer.results);
  const hasFiles = new Set(results.map(({ file }) => file)).size > 1;
  const header = ['Verdict', 'Metric', 'Base', 'Head', 'Change', 'Limit'];
  const head =
    answer.head.commit === undefined ? answer.head.name : nameOf(answer.head.name, answer.head.commit);
  return [
    line('Base: ', { text: baseText(answer.base), style: 'name' }),
    line('Head: ', { text: head, style: 'name' }),
    line(''),
    {
      kind: 'table',
      header: hasFiles ? ['Verdict', 'File', ...header.slice(1)] : header,
      rows: results.map(result => row(result, hasFiles)),
    },
    line(''),
    ...gateNotes(results),
    line({ text: answer.summary, style: VERDICT_LOOKS[answer.verdict] }),
  ];
}

/** What runs with several seeds said, and why there are none. */
export function gateNotes(results: readonly GateResult[]): Doc {
  const noise = noiseNotes(results).map(({ result: { file, metric }, text }) =>
    line({ text: metric === '' ? file : metric, style: 'name' }, `: ${text}`),
  );
  const troubles = seedTroubles(results).flatMap(({ detail, hint, lines = [] }) => [
    line(detail),
    ...lines.map(text => line({ text: `  ${text}`, style: 'dim' })),
    ...(hint === undefined ? [] : [line(`hint: ${hint}`)]),
  ]);
  const all = [...noise, ...troubles];
  return all.length === 0 ? [] : [...all, line('')];
}

function nameOf(name: string, commit: string): string {
  return commit.startsWith(name) ? commit.slice(0, 7) : `'${name}' (${commit.slice(0, 7)})`;
}

function row(result: GateResult, hasFiles: boolean): readonly Cell[] {
  const { old, new: now, change } = resultTexts(result);
  const verdict: Cell = { text: verdictText(result), style: VERDICT_LOOKS[result.verdict] };
  const metric = result.metric === '' ? '-' : result.metric;
  const names: Cell[] = hasFiles ? [{ text: result.file, style: 'path' }, metric] : [metric];
  return [verdict, ...names, ...[old, now, change].map(dashed), limitText(result)];
}

function dashed(text: string): Cell {
  return text === '' ? { text: '-', style: 'dim' } : text;
}

/** How a verdict looks on a terminal. */
export const VERDICT_LOOKS: Readonly<Record<Verdict, Style>> = {
  pass: 'good',
  fail: 'bad',
  warn: 'warn',
  undecided: 'warn',
  'not-evaluated': 'dim',
};
