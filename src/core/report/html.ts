import type { Verdict } from '../../model/gate.ts';
import type {
  Appearance,
  MetricHistory,
  MetricRow,
  ParamRow,
  PictureRow,
  PictureSide,
  PlotRow,
  Report,
  SectionName,
  StageRow,
} from '../../model/report.ts';
import { element, join } from '../html/element.ts';
import type { Html } from '../html/element.ts';
import { baseText, noiseNotes, seedTroubles } from '../gates/words.ts';
import { dataText } from './data-lines.ts';
import { headlineText, moodOf } from './headline.ts';
import { stagesPicture } from './html-diagram.ts';
import { historyPicture } from './html-history.ts';
import { hasBaseline } from './metric-table.ts';
import { gateTexts, metricTexts, valueText } from './metric-texts.ts';
import type { ShownValue } from './metric-texts.ts';
import { sideWords } from './pictures.ts';
import { pngSize } from './png-size.ts';
import { concernsOf, headText, stateText } from './sentences.ts';
import { isTold } from './stage-lines.ts';
import { headlineFacts } from './title.ts';
import { count, shortOf } from './words.ts';

/** What stands in the frame of the page. */
export interface ReportPage {
  readonly title: string;
  readonly body: string;
}

/**
 * The report as a page that needs nothing beside it: pictures are in it, it runs no script. Of a template it has the
 * sections in their order, not the words, which are Markdown.
 *
 * @param version of the program.
 */
export async function reportPage(report: Report, version: string): Promise<ReportPage> {
  const pipeline = await stagesPicture(report.stages);
  const sections = report.look.parts.flatMap(part =>
    part.kind === 'section' ? [MAKERS[part.name](report, { version, pipeline })] : [],
  );
  return { title: headlineText(headlineFacts(report), asIs), body: join(sections).source };
}

interface Given {
  readonly version: string;
  /** Laid out beforehand, which takes a while. */
  readonly pipeline: Html | undefined;
}

type Maker = (report: Report, given: Given) => Html | undefined;

const MAKERS: Readonly<Record<SectionName, Maker>> = {
  title,
  alert: concernList,
  metrics: report => {
    const parts = [metricTable(report, report.metrics.filter(isSeen)), seedNotes(report)];
    return section('Metrics', parts.some(part => part !== undefined) ? join(parts) : undefined);
  },
  log: failedLog,
  stages: stageList,
  params: report => section('Parameters', paramTable(report)),
  data: ({ data }) =>
    section('Data', list(data.map(row => element('li', {}, nameOf(row.path), ' ', dataText(row))))),
  plots: ({ plots }) => section('Charts', plotList(plots)),
  images: ({ pictures }) => section('Pictures', pictureList(pictures)),
  history: ({ history }) => section('History', historyList(history)),
  pipeline: (_, { pipeline }) => section('Pipeline', pipeline && element('div', { class: 'wide' }, pipeline)),
  unchanged: report => otherMetrics(report),
  footer: (_, { version }) => element('footer', {}, `mltrack ${version}`),
};

function asIs(text: string): string {
  return text;
}

function isSeen({ worth, isAside }: MetricRow): boolean {
  return worth !== 'same' && !isAside;
}

function title(report: Report): Html {
  const facts = headlineFacts(report);
  return element(
    'header',
    { class: moodOf(facts) },
    element('h1', {}, headlineText(facts, asIs)),
    element('p', { class: 'about' }, 'Base: ', baseText(report.base), ' · head: ', headText(report)),
  );
}

function failedLog({ stages }: Report): Html | undefined {
  const failed = stages.find(({ state, tail }) => state === 'failed' && tail !== undefined);
  if (failed?.tail === undefined) return undefined;
  return element(
    'section',
    {},
    element('h2', {}, 'The last lines of ', nameOf(failed.name)),
    element('pre', {}, failed.tail),
  );
}

function stageList({ stages, base }: Report): Html | undefined {
  // Without a base all are new, which says nothing.
  const told = stages.filter(stage => isTold(stage) && (base.kind === 'commit' || stage.state !== 'new'));
  return section(
    'What ran, and why',
    told.length === 0 ? undefined : element('ul', { class: 'stages' }, told.map(stageItem)),
  );
}

function otherMetrics(report: Report): Html | undefined {
  const rows = report.metrics.filter(row => !isSeen(row));
  const same = rows.filter(({ worth }) => worth === 'same').length;
  const words = [
    ...(same > 0 ? [`${count(same, 'metric')} unchanged`] : []),
    ...(rows.length > same ? [`${count(rows.length - same, 'more metric')} changed`] : []),
  ];
  if (rows.length === 0) return undefined;
  return element('details', {}, element('summary', {}, words.join(', ')), metricTable(report, rows));
}

function list(items: readonly Html[]): Html | undefined {
  return items.length === 0 ? undefined : element('ul', {}, items);
}

function section(title: string, content: Html | undefined): Html | undefined {
  return content && element('section', {}, element('h2', {}, title), content);
}

/** What runs with several seeds said, and why there are none. */
function seedNotes({ gates }: Report): Html | undefined {
  const results = gates?.results ?? [];
  return list([
    ...noiseNotes(results).map(({ result: { file, metric }, text }) =>
      element('li', {}, nameOf(metric === '' ? file : metric), `: ${text}`),
    ),
    ...seedTroubles(results).map(({ detail, hint, lines = [] }) =>
      element(
        'li',
        {},
        detail,
        hint === undefined ? undefined : ` ${hint}`,
        lines.length === 0 ? undefined : element('pre', {}, lines.join('\n')),
      ),
    ),
  ]);
}

/** A name from the project's files: its letters do not mix with what stands around it. */
function nameOf(text: string): Html {
  return element('code', { dir: 'auto' }, text);
}

function concernList(report: Report): Html | undefined {
  const concerns = concernsOf(report);
  if (concerns.length === 0) return undefined;
  return element(
    'ul',
    { class: 'concerns' },
    concerns.map(({ level, name, words }) =>
      element('li', { class: level }, name === '' ? undefined : [nameOf(name), ' '], words),
    ),
  );
}

function metricTable(report: Report, rows: readonly MetricRow[]): Html | undefined {
  if (rows.length === 0) return undefined;
  const { base, gates, look } = report;
  const hasBase = hasBaseline(report);
  const hasFiles = new Set(report.metrics.map(({ file }) => file)).size > 1;
  const head = [
    ...(hasFiles ? [element('th', {}, 'File')] : []),
    element('th', {}, 'Metric'),
    ...(hasBase && base.kind === 'commit'
      ? [element('th', { class: 'number' }, `base ${shortOf(base.commit)}`)]
      : []),
    element('th', { class: 'number' }, 'now'),
    ...(hasBase ? [element('th', { class: 'number' }, 'Change'), element('th', {})] : []),
    ...(gates === undefined ? [] : [element('th', {}, 'Gate')]),
  ];
  const lines = rows.map(row => {
    const { old, new: now, change, worth } = metricTexts(row, look.precision);
    return element(
      'tr',
      {},
      hasFiles ? element('td', { class: 'file' }, nameOf(row.file)) : undefined,
      element('th', { scope: 'row' }, nameOf(row.name === '' ? row.file : row.name)),
      hasBase ? element('td', { class: 'number old' }, shown(old)) : undefined,
      element('td', { class: 'number new' }, shown(now)),
      hasBase ? element('td', { class: 'number change' }, change === '=' ? '' : change) : undefined,
      hasBase ? element('td', { class: 'worth' }, worth === '' ? '' : pill(worth, row.worth)) : undefined,
      gates === undefined ? undefined : element('td', { class: 'gate' }, gateTexts(gates, row).map(gatePart)),
    );
  });
  return element(
    'table',
    { class: 'metrics' },
    element('thead', {}, element('tr', {}, head)),
    element('tbody', {}, lines),
  );
}

function shown({ text, isOurs }: ShownValue): Html | string {
  return isOurs ? text : nameOf(text);
}

function pill(text: string, look: string): Html {
  return element('span', { class: `pill ${look}` }, text);
}

function gatePart({ limit, verdict }: { readonly limit: string; readonly verdict: Verdict }): Html {
  return element('span', { class: 'part' }, limit, ' ', pill(VERDICTS[verdict], verdict));
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  pass: 'holds',
  fail: 'failed',
  warn: 'warning',
  undecided: 'undecided',
  'not-evaluated': 'not evaluated',
};

function stageItem(stage: StageRow): Html {
  return element(
    'li',
    { class: stage.state },
    nameOf(stage.name),
    ' ',
    stateText(stage),
    stage.why.length === 0
      ? undefined
      : element(
          'ul',
          {},
          stage.why.map(why => element('li', {}, why)),
        ),
  );
}

function paramTable({ params, base }: Report): Html | undefined {
  if (params.length === 0 || base.kind !== 'commit') return undefined;
  const hasFiles = new Set(params.map(({ file }) => file)).size > 1;
  const head = [...(hasFiles ? ['File'] : []), 'Parameter', 'base', 'now'];
  const row = ({ file, name, old, new: now }: ParamRow): Html =>
    element(
      'tr',
      {},
      hasFiles ? element('td', {}, nameOf(file)) : undefined,
      element('th', { scope: 'row' }, nameOf(name)),
      element('td', {}, shown(valueText(old))),
      element('td', {}, shown(valueText(now))),
    );
  return element(
    'div',
    { class: 'wide' },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          head.map(title => element('th', {}, title)),
        ),
      ),
      element('tbody', {}, params.map(row)),
    ),
  );
}

function plotList(plots: readonly PlotRow[]): Html | undefined {
  if (plots.length === 0) return undefined;
  const drawn = plots.filter(plot => plot.drawn !== undefined);
  const named = (what: string, change: Appearance): Html | undefined => {
    const names = plots.filter(plot => plot.change === change && plot.drawn === undefined);
    if (names.length === 0) return undefined;
    return element(
      'p',
      { class: 'quiet' },
      `${what}: `,
      names.map(({ name }, index) => [index === 0 ? '' : ', ', nameOf(name)]),
    );
  };
  const troubles = plots.flatMap(plot => plot.troubles);
  return join([
    element('div', { class: 'charts' }, drawn.map(plotFigure)),
    list(troubles.map(trouble => element('li', {}, trouble))),
    named('New', 'new'),
    named('Changed', 'changed'),
    named('Gone', 'gone'),
    named('Unchanged', 'same'),
  ]);
}

function plotFigure({ name, change, drawn }: PlotRow): Html | undefined {
  if (drawn === undefined) return undefined;
  const width = drawn.format === 'png' ? pngSize(drawn.bytes)?.width : undefined;
  return element(
    'figure',
    {},
    element('figcaption', {}, nameOf(name), change === 'new' ? ': new' : ': base and now'),
    element('img', {
      src: dataUri(drawn.format, drawn.bytes),
      alt: name,
      ...(width === undefined ? {} : { width: Math.round(width / PIXELS) }),
    }),
  );
}

/** Charts are drawn with so many pixels for one of the screen. */
const PIXELS = 2;

function historyList(histories: readonly MetricHistory[]): Html | undefined {
  if (histories.length === 0) return undefined;
  return join(
    histories.map(history =>
      element(
        'figure',
        {},
        element('figcaption', {}, nameOf(history.name === '' ? history.file : history.name)),
        historyPicture(history),
      ),
    ),
  );
}

function pictureList(pictures: readonly PictureRow[]): Html | undefined {
  const changed = pictures.filter(({ change }) => change !== 'same');
  const same = pictures.filter(({ change }) => change === 'same');
  if (pictures.length === 0) return undefined;
  return join([
    ...changed.map(({ path, base, head }) =>
      element(
        'div',
        { class: 'pair' },
        base === undefined ? undefined : figure(path, 'base', base),
        figure(path, base === undefined ? undefined : 'now', head),
      ),
    ),
    same.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, `${count(same.length, 'picture')} unchanged`),
          list(same.map(({ path }) => element('li', {}, nameOf(path)))),
        ),
  ]);
}

function figure(path: string, side: string | undefined, picture: PictureSide): Html {
  const title = side === undefined ? '' : `: ${side}`;
  return element(
    'figure',
    {},
    element('figcaption', {}, nameOf(path), title),
    picture.kind === 'here'
      ? element('img', {
          src: dataUri(/[^.]*$/.exec(path)?.[0].toLowerCase() ?? '', picture.bytes),
          alt: `${path}${title}`,
        })
      : element('p', { class: 'none' }, sideWords(picture)),
  );
}

function dataUri(suffix: string, bytes: Uint8Array): string {
  const type = TYPES[suffix] ?? suffix;
  return `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
}

const TYPES: Readonly<Record<string, string>> = { jpg: 'jpeg', svg: 'svg+xml' };
