import type { Verdict } from '../../model/gate.ts';
import type { MetricRow, Report, Worth } from '../../model/report.ts';
import { codeSpan } from '../markdown/escape.ts';
import { table } from '../markdown/table.ts';
import { gateTexts, metricTexts, valueText } from './metric-texts.ts';
import type { ShownValue } from './metric-texts.ts';
import { shortOf } from './words.ts';

/** Shows the base's column only where it has something to show. */
export function metricTable(report: Report, rows: readonly MetricRow[]): string {
  if (rows.length === 0) return '';
  const { base, head, gates, look } = report;
  const old = base.kind === 'commit' && hasBaseline(report) ? base.commit : undefined;
  const hasFiles = new Set(report.metrics.map(({ file }) => file)).size > 1;
  const here = head.commit === undefined || head.isDirty ? 'workspace' : `head ${shortOf(head.commit)}`;
  const header = [
    ...(hasFiles ? ['File'] : []),
    'Metric',
    ...(old === undefined ? [] : [`base ${shortOf(old)}`]),
    here,
    ...(old === undefined ? [] : ['Change']),
    ...(gates === undefined ? [] : ['Gate']),
  ];
  const rule = header.map(name => (['File', 'Metric', 'Gate'].includes(name) ? ':--' : '--:'));
  const cells = rows.map(row => {
    const texts = metricTexts(row, look.precision);
    const asked = gateTexts(gates, row);
    return [
      ...(hasFiles ? [codeSpan(row.file)] : []),
      codeSpan(row.name === '' ? row.file : row.name),
      ...(old === undefined ? [] : [shown(texts.old)]),
      shown(texts.new),
      ...(old === undefined ? [] : [changeCell(row, texts.change, texts.worth, asked)]),
      ...(gates === undefined ? [] : [gateCell(asked)]),
    ];
  });
  return table([header, rule, ...cells]);
}

/** Is any metric in the base? */
export function hasBaseline({ base, metrics }: Pick<Report, 'base' | 'metrics'>): boolean {
  return base.kind === 'commit' && metrics.some(({ worth }) => worth !== 'new');
}

function shown({ text, isOurs }: ShownValue): string {
  return isOurs ? text : codeSpan(text);
}

type Asked = readonly { readonly limit: string; readonly verdict: Verdict }[];

function changeCell({ worth }: MetricRow, change: string, words: string, asked: Asked): string {
  if (worth === 'same') return '=';
  if (worth === 'new' || worth === 'gone' || worth === 'unknown') return words;
  const icon = asked.some(({ verdict }) => verdict === 'fail') ? '❌' : ICONS[worth];
  return change === '' ? icon : `${change} ${icon}`;
}

/** Of changes that are any. */
const ICONS: Readonly<Record<Exclude<Worth, 'same' | 'new' | 'gone' | 'unknown'>, string>> = {
  better: '✅',
  worse: '⚠️',
  other: '➖',
};

function gateCell(asked: Asked): string {
  return asked.map(({ limit, verdict }) => `${limit} ${VERDICTS[verdict] ?? ''}`.trim()).join('<br>');
}

const VERDICTS: Readonly<Partial<Record<Verdict, string>>> = {
  pass: '✅',
  fail: '❌',
  warn: '⚠️',
  undecided: '❔',
  'not-evaluated': '(not evaluated)',
};

/** What of parameters changed; nothing without a base. */
export function paramTable({ params, base }: Pick<Report, 'params' | 'base'>): string {
  if (params.length === 0 || base.kind !== 'commit') return '';
  const hasFiles = new Set(params.map(({ file }) => file)).size > 1;
  const header = [...(hasFiles ? ['File'] : []), 'Parameter', 'base', 'now'];
  const cells = params.map(({ file, name, old, new: now }) => [
    ...(hasFiles ? [codeSpan(file)] : []),
    codeSpan(name),
    shown(valueText(old)),
    shown(valueText(now)),
  ]);
  return table([header, header.map(() => ':--'), ...cells]);
}
