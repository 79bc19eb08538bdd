import type { GateResult } from '../../model/gate.ts';
import type { MetricRow, Report, Worth } from '../../model/report.ts';
import type { Value } from '../../model/value.ts';
import { shownResults } from '../gates/answer.ts';
import { numberOf } from '../gates/judge.ts';
import { numberText, numberTexts } from '../gates/numbers.ts';
import { changeText, limitText } from '../gates/words.ts';
import { codeSpan } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { pyStr } from '../python/text.ts';
import { shortOf } from './words.ts';

/** Shows the base's column only where there is one. */
export function metricTable(report: Report, rows: readonly MetricRow[]): string {
  if (rows.length === 0) return '';
  const { base, head } = report;
  const hasBase = base.kind === 'commit';
  const hasFiles = new Set(report.metrics.map(({ file }) => file)).size > 1;
  const here = head.commit === undefined || head.isDirty ? 'workspace' : `this ${shortOf(head.commit)}`;
  const header = [
    ...(hasFiles ? ['File'] : []),
    'Metric',
    ...(base.kind === 'commit' ? [`base ${shortOf(base.commit)}`] : []),
    here,
    ...(hasBase ? ['Change'] : []),
    ...(report.gates === undefined ? [] : ['Gate']),
  ];
  const rule = header.map(name => (['File', 'Metric', 'Gate'].includes(name) ? ':--' : '--:'));
  const cells = rows.map(row => [
    ...(hasFiles ? [codeSpan(row.file)] : []),
    codeSpan(row.name === '' ? row.file : row.name),
    ...numberCells(row, hasBase),
    ...(report.gates === undefined ? [] : [gateCell(report.gates.results, row)]),
  ]);
  return table([header, rule, ...cells]);
}

function numberCells({ old, new: now, worth }: MetricRow, hasBase: boolean): readonly string[] {
  const numbers = [numberOf(old), numberOf(now)];
  const known = numbers.filter(each => each !== undefined);
  const texts = numberTexts(known);
  const textOf = (value: Value, number: number | undefined): string =>
    number !== undefined
      ? (texts[known.indexOf(number)] ?? numberText(number))
      : value === null
        ? '–'
        : codeSpan(pyStr(value));
  const [before, after] = numbers;
  if (!hasBase) return [textOf(now, after)];
  const moved = before === undefined || after === undefined ? '' : `${changeText(before, after)} `;
  const change =
    worth === 'new' || worth === 'gone' ? worth : worth === 'same' ? '=' : `${moved}${ICONS[worth]}`;
  return [textOf(old, before), textOf(now, after), change];
}

const ICONS: Readonly<Record<Worth, string>> = {
  better: '✅',
  worse: '⚠️',
  other: '➖',
  same: '',
  new: '',
  gone: '',
};

function gateCell(results: readonly GateResult[], { file, name }: MetricRow): string {
  const own = shownResults(results).filter(result => result.file === file && result.metric === name);
  return own.map(result => `${limitText(result)} ${VERDICTS[result.verdict] ?? ''}`.trim()).join('<br>');
}

const VERDICTS: Readonly<Partial<Record<GateResult['verdict'], string>>> = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  undecided: '❔',
};

/** What of parameters changed; nothing without a base. */
export function paramTable({ params, base }: Pick<Report, 'params' | 'base'>): string {
  if (params.length === 0 || base.kind !== 'commit') return '';
  const hasFiles = new Set(params.map(({ file }) => file)).size > 1;
  const header = [...(hasFiles ? ['File'] : []), 'Parameter', 'base', 'now'];
  const valueText = (value: Value): string => (value === null ? '–' : codeSpan(pyStr(value)));
  const cells = params.map(({ file, name, old, new: now }) => [
    ...(hasFiles ? [codeSpan(file)] : []),
    codeSpan(name),
    valueText(old),
    valueText(now),
  ]);
  return table([header, header.map(() => ':--'), ...cells]);
}
