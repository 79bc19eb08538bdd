import type { MetricHistory, Report } from '../../model/report.ts';
import { codeElement } from '../markdown/escape.ts';
import { fenced } from '../markdown/fence.ts';
import { sparkline } from './sparkline.ts';
import { count, shortOf } from './words.ts';

/** How a metric came to be what it is: a line of bars, and a diagram below it. */
export function historyFold(history: MetricHistory, { base, head }: Pick<Report, 'base' | 'head'>): string {
  const { file, name, points, now } = history;
  const bars = sparkline([...points.map(({ value }) => value), now]);
  const branch = base.kind === 'commit' && BRANCHES.includes(base.how) ? ` of ${codeElement(base.name)}` : '';
  const title = codeElement(name === '' ? file : name);
  const here = head.commit === undefined || head.isDirty ? 'now' : shortOf(head.commit);
  const summary = `History of ${title} (${count(points.length, 'change')}${branch}, and now): ${bars}`;
  const chart = historyChart(history, here);
  return `<details><summary>${summary}</summary>\n\n${chart === '' ? valueList(history, here) : chart}\n\n</details>`;
}

/** Those that name a branch. */
const BRANCHES: readonly string[] = ['merge-base', 'base-tip', 'before-push'];

/**
 * The numbers as a Mermaid chart, which knows neither gaps nor exponents.
 *
 * @returns a fenced block; empty where it could not draw them.
 */
function historyChart({ file, name, points, now }: MetricHistory, here: string): string {
  const known = [
    ...points.map(({ commit, value }) => ({ at: shortOf(commit), value })),
    { at: here, value: now },
  ];
  const numbers = known.flatMap(({ at, value }) =>
    value !== undefined && Number.isFinite(value) ? [{ at, value }] : [],
  );
  const values = numbers.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = most === least ? Math.abs(most) / 10 || 1 : (most - least) / 10;
  const decimals = Math.max(0, Math.ceil(-Math.log10(room)) + 1);
  if (
    values.length < 2 ||
    !(most - least < 1e12) ||
    Math.max(Math.abs(least), Math.abs(most)) >= 1e12 ||
    decimals > 12
  )
    return '';
  const title = quoted(name === '' ? file : name);
  const lines = [
    'xychart-beta',
    `  title ${title}`,
    `  x-axis [${numbers.map(({ at }) => quoted(at)).join(', ')}]`,
    `  y-axis ${(least - room).toFixed(decimals)} --> ${(most + room).toFixed(decimals)}`,
    `  line [${values.map(value => value.toFixed(decimals)).join(', ')}]`,
  ];
  return fenced(lines.join('\n'), 'mermaid');
}

function valueList({ points, now }: MetricHistory, here: string): string {
  const all = [
    ...points.map(({ commit, value }) => ({ at: shortOf(commit), value })),
    { at: here, value: now },
  ];
  return all
    .map(({ at, value }) => `- ${at}: ${value === undefined ? 'no number' : String(value)}`)
    .join('\n');
}

/** Mermaid has no way to write a quotation mark in a text; other letters mean nothing there. */
function quoted(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N} ._/@%:=+-]/gu, '_')}"`;
}
