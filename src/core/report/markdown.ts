import type { MetricRow, Report, SectionName } from '../../model/report.ts';
import { shownResults } from '../gates/answer.ts';
import { noiseMarkdown } from '../gates/markdown.ts';
import { baseText } from '../gates/words.ts';
import { codeSpan, plainText } from '../markdown/escape.ts';
import { dataLines } from './data-lines.ts';
import { pipelineFold } from './diagram.ts';
import { fit } from './fit.ts';
import type { Section, SizeOf } from './fit.ts';
import { headline } from './headline.ts';
import { historyFold } from './history.ts';
import { hasBaseline, metricTable, paramTable } from './metric-table.ts';
import { notableFirst } from './notable.ts';
import { picturePair, pictureRemarks, plotPictures, plotRemarks } from './pictures.ts';
import type { LinkOf, PlotLinkOf } from './pictures.ts';
import { concernsOf, headText } from './sentences.ts';
import { failedTail, isTold, stageLines } from './stage-lines.ts';
import { headlineFacts } from './title.ts';
import { count, listed, shortOf } from './words.ts';

export interface MarkdownOptions {
  /** How long it may be. */
  readonly most: number;
  /** How that is counted; absent: UTF-16 code units. */
  readonly sizeOf?: SizeOf;
  /** There is room for lists that elsewhere are told by their first lines. */
  readonly isRoomy?: boolean;
  /** Of the program, for the footer. */
  readonly version: string;
  readonly linkOf: LinkOf;
  readonly plotLinkOf: PlotLinkOf;
}

/** The report as Markdown for a pull request. Whatever things are called, it does nothing there. */
export function reportMarkdown(report: Report, options: MarkdownOptions): string {
  const sections = report.look.parts.flatMap((part): readonly Placed[] =>
    part.kind === 'text'
      ? [{ name: undefined, rank: 0, text: part.text, short: part.text }]
      : MAKERS[part.name](report, options).map(section => ({ name: part.name, ...section })),
  );
  const isQuiet = !report.look.isOwn && hasNothingToSay(report);
  return `${fit(isQuiet ? foldedAway(sections) : sections, options.most - 1, options.sizeOf).text}\n`;
}

/** Where it stands: in a section, or among the words of whoever wrote the template. */
type Placed = Section & { readonly name: SectionName | undefined };

type Maker = (report: Report, options: MarkdownOptions) => readonly Section[];

/** When room is short, what is of a higher rank goes first. */
const MAKERS: Readonly<Record<SectionName, Maker>> = {
  title: report => always(0, title(report)),
  alert: (report, { isRoomy }) =>
    orElse(0, alert(report, isRoomy), 'Gates failed, or something could not be read.'),
  footer: (report, { version }) => always(1, footer(report, version)),
  metrics: metricSections,
  log: report => orElse(3, failedTail(report)),
  plots: ({ plots }, { plotLinkOf }) =>
    withTitle(4, 'Charts', [
      ...plotPictures(plots, plotLinkOf).flatMap(row => orElse(4, row)),
      ...orElse(5, plotRemarks(plots, plotLinkOf)),
    ]),
  images: imageSections,
  stages: (report, { isRoomy }) => withTitle(5, 'Stages', orElse(5, stageLines(report, isRoomy))),
  params: report =>
    withTitle(
      5,
      'Parameters',
      orElse(5, paramTable(report), `${count(report.params.length, 'parameter')} changed: ${TOO_LONG}`),
    ),
  data: ({ data }, { isRoomy }) => withTitle(5, 'Data', orElse(5, dataLines(data, isRoomy))),
  pipeline: ({ stages }) => orElse(6, pipelineFold(stages)),
  unchanged: report => otherMetrics(report),
  history: report => report.history.flatMap(each => orElse(8, historyFold(each, report))),
};

const TOO_LONG = 'left out, as there is no room for them.';

function always(rank: number, text: string): readonly Section[] {
  return [{ rank, text, short: text }];
}

/** @param short one line that stands there where there is no room. */
function orElse(rank: number, text: string, short = ''): readonly Section[] {
  return text === '' ? [] : [{ rank, text, short }];
}

function withTitle(rank: number, name: string, sections: readonly Section[]): readonly Section[] {
  return sections.length === 0 ? [] : [{ rank, text: `**${name}**`, short: '' }, ...sections];
}

/** So many metrics are seen at once; of more those that matter least are folded. */
const MOST_METRICS = 50;

function isSeen({ worth, isAside }: MetricRow): boolean {
  return worth !== 'same' && !isAside;
}

function metricSections(report: Report): readonly Section[] {
  const seen = report.metrics.filter(isSeen);
  const first = new Set(notableFirst(seen, report.gates?.results ?? []).slice(0, MOST_METRICS));
  const rest = seen.filter(row => !first.has(row));
  const left = (rows: readonly MetricRow[]): string => `${count(rows.length, 'metric')} changed: ${TOO_LONG}`;
  return [
    ...orElse(
      2,
      metricTable(
        report,
        seen.filter(row => first.has(row)),
      ),
      left(seen),
    ),
    ...orElse(
      7,
      folded(`${count(rest.length, 'more metric')} changed`, metricTable(report, rest)),
      left(rest),
    ),
    ...orElse(2, noiseMarkdown(shownResults(report.gates?.results ?? []))),
    ...orElse(2, noBaseline(report)),
  ];
}

/** Why there is nothing to compare with, where there is not. */
function noBaseline(report: Report): string {
  const { base, metrics } = report;
  if (metrics.length === 0 || hasBaseline(report)) return '';
  if (base.kind !== 'commit') return `No baseline: ${baseText(base, codeSpan).replace(/^none: /, '')}.`;
  const files = [...new Set(metrics.map(({ file }) => codeSpan(file)))];
  return `No baseline: ${listed(files)} ${files.length === 1 ? 'does' : 'do'} not exist at ${shortOf(base.commit)}.`;
}

/** What did not change, and what the project does not want to be seen at once. */
function otherMetrics(report: Report): readonly Section[] {
  const rows = report.metrics.filter(row => !isSeen(row));
  const same = rows.filter(({ worth }) => worth === 'same').length;
  const [unchanged, changed] = [count(same, 'metric'), count(rows.length - same, 'more metric')];
  const summary = [
    ...(same > 0 ? [`${unchanged} unchanged`] : []),
    ...(rows.length > same ? [`${changed} changed`] : []),
  ].join(', ');
  return orElse(7, folded(summary, metricTable(report, rows)), `${summary}: ${TOO_LONG}`);
}

function imageSections({ pictures }: Report, { linkOf }: MarkdownOptions): readonly Section[] {
  const changed = pictures.filter(({ change }) => change !== 'same');
  const areLinked = changed.some(picture => (['base', 'head'] as const).some(side => linkOf(picture, side)));
  const areLost = changed.every(({ head, base }) => head.kind !== 'here' && base?.kind !== 'here');
  const isShown = areLinked || areLost;
  return withTitle(4, 'Pictures', [
    ...(isShown ? changed : []).flatMap(picture => orElse(4, picturePair(picture, linkOf))),
    ...orElse(5, pictureRemarks(pictures, isShown)),
  ]);
}

/** Nothing changed, and nothing is wrong. */
function hasNothingToSay(report: Report): boolean {
  const { metrics, params, data, stages, plots, pictures } = report;
  return (
    report.base.kind === 'commit' &&
    alert(report) === '' &&
    params.length + data.length === 0 &&
    !stages.some(isTold) &&
    metrics.every(({ worth }) => worth === 'same') &&
    [...plots, ...pictures].every(({ change }) => change === 'same')
  );
}

/** All that has nothing to say, in one fold. */
function foldedAway(sections: readonly Placed[]): readonly Section[] {
  const isFrame = ({ name }: Placed): boolean => name === 'title' || name === 'footer';
  const rest = sections.filter(section => !isFrame(section)).map(({ text }) => text);
  const fold = folded('Details', rest.join('\n\n'));
  const end = sections.findLastIndex(({ name }) => name === 'footer');
  const frame = sections.filter(isFrame);
  const at = end < 0 ? frame.length : frame.length - 1;
  return [...frame.slice(0, at), ...orElse(7, fold), ...frame.slice(at)];
}

function title(report: Report): string {
  return `## ${headline(headlineFacts(report), plainText)}`;
}

/** So many concerns are told in the box; the rest is in the tables. */
const MOST_CONCERNS = 10;

/** What failed, and what could not be told, in one box. */
function alert(report: Report, isRoomy = false): string {
  const concerns = concernsOf(report);
  if (concerns.length === 0) return '';
  const told = concerns
    .slice(0, isRoomy ? Infinity : MOST_CONCERNS)
    .map(({ name, words }) => `${name === '' ? '' : `${codeSpan(name)} `}${plainText(words)}`);
  const more = concerns.length - told.length;
  const lines = [...told, ...(more > 0 ? [`and ${more} more`] : [])];
  const kind = concerns.some(({ level }) => level === 'bad') ? 'CAUTION' : 'WARNING';
  return [`[!${kind}]`, ...lines.map((line, index) => (index === 0 ? line : `<br>${line}`))]
    .map(line => `> ${line}`)
    .join('\n');
}

function folded(summary: string, content: string): string {
  return content === '' ? '' : `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function footer(report: Report, version: string): string {
  return `<sub>Base: ${baseText(report.base, codeSpan)} · head: ${headText(report)} · mltrack ${version}</sub>`;
}
