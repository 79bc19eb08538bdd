import type { GateResult } from '../../model/gate.ts';
import type { Report } from '../../model/report.ts';
import { shownResults } from '../gates/answer.ts';
import { baseText, limitText, resultTexts, verdictText } from '../gates/words.ts';
import { codeSpan, plainText } from '../markdown/escape.ts';
import { stagesDiagram } from './diagram.ts';
import { fit } from './fit.ts';
import type { Section } from './fit.ts';
import { headline } from './headline.ts';
import { metricTable, paramTable } from './metric-table.ts';
import { pictureSection } from './pictures.ts';
import type { LinkOf } from './pictures.ts';
import { failedTail, isTold, stageLines } from './stage-lines.ts';
import { count, shortOf } from './words.ts';

export interface MarkdownOptions {
  /** UTF-16 code units. */
  readonly most: number;
  /** Of the program, for the footer. */
  readonly version: string;
  readonly linkOf: LinkOf;
}

/** The report as Markdown for a pull request. Whatever things are called, it does nothing there. */
export function reportMarkdown(report: Report, { most, version, linkOf }: MarkdownOptions): string {
  const changed = report.metrics.filter(({ worth }) => worth !== 'same');
  const same = report.metrics.filter(({ worth }) => worth === 'same');
  const hasChanged = changed.length + report.params.length > 0 || report.stages.some(isTold);
  const sections: readonly Section[] = [
    { rank: 0, ...always(title(report)) },
    { rank: 0, ...orElse(alert(report), 'Gates failed: see the full report.') },
    {
      rank: 2,
      ...orElse(metricTable(report, changed), `${changed.length} metrics changed: see the full report.`),
    },
    { rank: 4, ...orElse(stageLines(report), '') },
    { rank: 3, ...orElse(failedTail(report), '') },
    {
      rank: 4,
      ...orElse(paramTable(report), `${report.params.length} parameters changed: see the full report.`),
    },
    {
      rank: 3,
      ...orElse(
        pictureSection(report.pictures, linkOf),
        report.pictures.length === 0
          ? ''
          : `${count(report.pictures.length, 'picture')}: see the full report.`,
      ),
    },
    { rank: 6, ...orElse(folded('Pipeline', hasChanged ? stagesDiagram(report.stages) : ''), '') },
    {
      rank: 7,
      ...orElse(
        folded(`${count(same.length, 'metric')} unchanged`, metricTable(report, same)),
        same.length === 0 ? '' : `${count(same.length, 'unchanged metric')}: see the full report.`,
      ),
    },
    { rank: 1, ...always(footer(report, version)) },
  ];
  return `${fit(sections, most - 1).text}\n`;
}

function always(text: string): Pick<Section, 'text' | 'short'> {
  return { text, short: text };
}

function orElse(text: string, short: string): Pick<Section, 'text' | 'short'> {
  return { text, short: text === '' ? '' : short };
}

function title(report: Report): string {
  const failed = report.stages.find(({ state }) => state === 'failed');
  const results = report.gates?.results ?? [];
  return `## ${headline(
    {
      name: report.name,
      verdict: report.gates?.verdict,
      failedGates: shownResults(results).filter(({ verdict }) => verdict === 'fail').length,
      metrics: report.metrics,
      failed:
        failed === undefined
          ? undefined
          : { stage: failed.name, ...(failed.run?.exit === undefined ? {} : { exit: failed.run.exit }) },
      hasBase: report.base.kind === 'commit',
    },
    plainText,
  )}`;
}

/** What failed, and what could not be told, in one box. */
function alert({ gates, troubles }: Report): string {
  const told = shownResults(gates?.results ?? []).filter(({ verdict }) =>
    ['fail', 'warn', 'undecided'].includes(verdict),
  );
  const lines = [...told.map(gateLine), ...troubles.map(plainText)];
  if (lines.length === 0) return '';
  const kind = told.some(({ verdict }) => verdict === 'fail') ? 'CAUTION' : 'WARNING';
  return [`[!${kind}]`, ...lines.map((line, index) => (index === 0 ? line : `<br>${line}`))]
    .map(line => `> ${line}`)
    .join('\n');
}

function gateLine(result: GateResult): string {
  const { old, new: now, change } = resultTexts(result);
  const numbers = old === '' ? now : `${old} → ${now}`;
  const moved = change === '' || change === '=' ? '' : ` ${change}`;
  const name = codeSpan(result.metric === '' ? result.file : result.metric);
  return result.verdict === 'undecided'
    ? `${name}: ${plainText(verdictText(result))}`
    : `${name}${moved}${numbers === '' ? '' : ` (${numbers})`}; allowed: ${limitText(result)}.`;
}

function folded(summary: string, content: string): string {
  return content === '' ? '' : `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function footer({ base, head }: Report, version: string): string {
  const headText =
    head.commit === undefined ? 'workspace' : `${shortOf(head.commit)}${head.isDirty ? ' with changes' : ''}`;
  return `<sub>Base: ${baseText(base, codeSpan)} · head: ${headText} · mltrack ${version}</sub>`;
}
