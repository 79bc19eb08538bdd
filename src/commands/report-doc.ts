import { baseText } from '../core/gates/words.ts';
import { dataText } from '../core/report/data-lines.ts';
import { headlineText, moodOf } from '../core/report/headline.ts';
import type { Mood } from '../core/report/headline.ts';
import { hasBaseline } from '../core/report/metric-table.ts';
import { gateTexts, metricTexts, valueText } from '../core/report/metric-texts.ts';
import { sideWords } from '../core/report/pictures.ts';
import { concernsOf, headText, stateText } from '../core/report/sentences.ts';
import { sparkline } from '../core/report/sparkline.ts';
import { isTold } from '../core/report/stage-lines.ts';
import { headlineFacts } from '../core/report/title.ts';
import { count, shortOf } from '../core/report/words.ts';
import { line, lines } from '../model/doc.ts';
import type { Block, Cell, Doc, Line, Style } from '../model/doc.ts';
import type { Verdict } from '../model/gate.ts';
import type { Appearance, MetricRow, Report, SectionName, StageRow, Worth } from '../model/report.ts';
import { gateNotes, VERDICT_LOOKS } from './gate-doc.ts';

/** The report for people at a terminal: the sections of its template in their order. What did not change is counted. */
export function reportDoc(report: Report): Doc {
  const parts = report.look.parts.map(part => (part.kind === 'section' ? MAKERS[part.name](report) : []));
  return parts
    .filter(part => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : [line(''), ...part]));
}

const MAKERS: Readonly<Record<SectionName, (report: Report) => Doc>> = {
  title: report => {
    const facts = headlineFacts(report);
    return [line({ text: headlineText(facts, name => name), style: MOODS[moodOf(facts)] })];
  },
  alert: concernLines,
  metrics: report => [
    ...metricTable(report),
    // Without the blank line at their end.
    ...gateNotes(report.gates?.results ?? []).slice(0, -1),
  ],
  log: failedLog,
  stages: stageList,
  params: paramTable,
  data: ({ data }) => blockOf(data.map(row => [{ text: row.path, style: 'path' }, ` ${dataText(row)}`])),
  plots: plotLines,
  images: pictureLines,
  history: historyLines,
  // There is `dag`.
  pipeline: () => [],
  unchanged: ({ metrics }) => {
    const same = metrics.filter(row => !isSeen(row)).length;
    return same === 0
      ? []
      : [line({ text: `${count(same, 'more metric')}: see \`metrics diff --all\``, style: 'dim' })];
  },
  footer: report => [
    line({ text: `Base: ${baseText(report.base)} · head: ${headText(report)}`, style: 'dim' }),
  ],
};

function blockOf(all: readonly Line[]): Doc {
  return all.length === 0 ? [] : [lines(all)];
}

function isSeen({ worth, isAside }: MetricRow): boolean {
  return worth !== 'same' && !isAside;
}

const MOODS: Readonly<Record<Mood, Style>> = {
  pass: 'good',
  warn: 'warn',
  undecided: 'warn',
  fail: 'bad',
  broken: 'bad',
};

function concernLines(report: Report): Doc {
  const told = concernsOf(report).map(
    ({ level, name, words }): Line => [
      { text: level === 'bad' ? '✗ ' : '! ', style: level },
      ...(name === '' ? [] : [{ text: name, style: 'strong' as const }, ' ']),
      words,
    ],
  );
  return blockOf(told);
}

function metricTable(report: Report): Doc {
  const rows = report.metrics.filter(isSeen);
  if (rows.length === 0) return [];
  const { base, gates, look } = report;
  const hasBase = hasBaseline(report);
  const hasFiles = new Set(report.metrics.map(({ file }) => file)).size > 1;
  const table: Block = {
    kind: 'table',
    header: [
      ...(hasFiles ? ['File'] : []),
      'Metric',
      ...(hasBase && base.kind === 'commit' ? [`Base ${shortOf(base.commit)}`] : []),
      'Now',
      ...(hasBase ? ['Change'] : []),
      ...(gates === undefined ? [] : ['Gate']),
    ],
    rows: rows.map(row => {
      const { old, new: now, change, worth } = metricTexts(row, look.precision);
      const moved = [change, worth].filter(text => text !== '').join(' ');
      const limits = gateTexts(gates, row);
      return [
        ...(hasFiles ? [{ text: row.file, style: 'path' as const }] : []),
        row.name === '' ? row.file : row.name,
        ...(hasBase ? [old.text] : []),
        now.text,
        ...(hasBase ? [{ text: moved, style: WORTHS[row.worth] }] : []),
        ...(gates === undefined ? [] : [gateCell(limits)]),
      ];
    }),
  };
  return [table];
}

const WORTHS: Readonly<Record<Worth, Style>> = {
  better: 'good',
  worse: 'bad',
  other: 'strong',
  same: 'dim',
  new: 'dim',
  gone: 'dim',
  unknown: 'warn',
};

function gateCell(limits: ReturnType<typeof gateTexts>): Cell {
  const texts = limits.map(({ limit, verdict }) => `${limit} ${SIGNS[verdict]}`.trim());
  const worst = WORST_FIRST.find(each => limits.some(({ verdict }) => verdict === each)) ?? 'pass';
  return { text: texts.join(', '), style: VERDICT_LOOKS[worst] };
}

const WORST_FIRST: readonly Verdict[] = ['fail', 'undecided', 'warn', 'pass'];

const SIGNS: Readonly<Record<Verdict, string>> = {
  pass: '✓',
  fail: '✗',
  warn: '!',
  undecided: '?',
  'not-evaluated': '(not evaluated)',
};

function failedLog({ stages }: Report): Doc {
  const failed = stages.find(({ state, tail }) => state === 'failed' && tail !== undefined);
  if (failed?.tail === undefined) return [];
  return [
    line('The last lines of ', { text: failed.name, style: 'name' }, ':'),
    lines(failed.tail.split('\n').map((text): Line => [{ text: '│ ', style: 'dim' }, text])),
  ];
}

/** Why is below each of them. */
function stageList({ stages, base }: Report): Doc {
  // Without a base all are new, which says nothing.
  const told = stages.filter(stage => isTold(stage) && (base.kind === 'commit' || stage.state !== 'new'));
  return blockOf(
    told.flatMap(stage => [
      [
        { text: stage.name, style: 'name' as const },
        ' ',
        { text: stateText(stage), style: STATES[stage.state] },
      ],
      ...stage.why.map((why): Line => ['  ', why]),
    ]),
  );
}

const STATES: Readonly<Record<StageRow['state'], Style>> = {
  new: 'strong',
  changed: 'strong',
  same: 'dim',
  stale: 'warn',
  failed: 'bad',
};

function paramTable({ params, base }: Report): Doc {
  if (params.length === 0 || base.kind !== 'commit') return [];
  const hasFiles = new Set(params.map(({ file }) => file)).size > 1;
  return [
    {
      kind: 'table',
      header: [...(hasFiles ? ['File'] : []), 'Parameter', 'Base', 'Now'],
      rows: params.map(({ file, name, old, new: now }) => [
        ...(hasFiles ? [{ text: file, style: 'path' as const }] : []),
        name,
        valueText(old).text,
        valueText(now).text,
      ]),
    },
  ];
}

function plotLines({ plots }: Report): Doc {
  const changed = plots.filter(({ change }) => change !== 'same');
  return [
    ...blockOf(changed.map(({ name, change }) => [{ text: name, style: 'path' }, ` ${APPEARANCES[change]}`])),
    ...blockOf(plots.flatMap(({ troubles }) => troubles.map((text): Line => [{ text, style: 'warn' }]))),
    ...(changed.length === 0
      ? []
      : [line({ text: 'See `plots diff`, or `report -o report.html`', style: 'dim' })]),
  ];
}

const APPEARANCES: Readonly<Record<Appearance, string>> = {
  changed: 'changed',
  new: 'is new',
  gone: 'has gone',
  same: 'is unchanged',
};

function pictureLines({ pictures }: Report): Doc {
  return blockOf(
    pictures
      .filter(({ change }) => change !== 'same')
      .map(({ path, base, head, change }) => [
        { text: path, style: 'path' },
        ` ${APPEARANCES[change]} (${base === undefined ? '' : `${sideWords(base)} → `}${sideWords(head)})`,
      ]),
  );
}

function historyLines({ history }: Report): Doc {
  const texts = history.map(({ file, name, points, now }): readonly Cell[] => [
    { text: `History of ${name === '' ? file : name}`, style: 'dim' },
    sparkline([...points.map(({ value }) => value), now]),
  ]);
  return texts.length === 0 ? [] : [{ kind: 'table', header: [], rows: texts }];
}
