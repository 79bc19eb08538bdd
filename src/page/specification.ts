import { PLOT_ANCHOR } from '../model/layout.ts';
import type { PageChart, PageTable, PageValue } from '../model/plot-page.ts';
import { rowsOf, withAnchors } from '../core/plots/anchored.ts';
import type { PageRow } from '../core/plots/anchored.ts';
import { colorOf } from './look.ts';
import type { Fitting, Theme } from './look.ts';

export type Spec = Record<string, unknown>;

/** More marks than that are painted, which is quicker than an element each. */
const MOST_ELEMENTS = 3000;
const HEIGHT = 260;

/** What a chart is filled with, on this page. */
export interface Filling {
  /** Of the page; those that are not shown are left out of the data. */
  readonly revisions: readonly string[];
  readonly hidden: ReadonlySet<string>;
  /** Of the place that there is, pixels. */
  readonly width: number;
  /** A picture that is saved has its own legend and title. */
  readonly isAlone: boolean;
  readonly title: string;
  readonly theme: Theme;
}

export interface Filled {
  readonly spec: Spec;
  readonly renderer: 'svg' | 'canvas';
  /** It does not follow the width of the page by itself. */
  readonly isFixed: boolean;
  readonly fitting: Fitting;
}

/** A specification that can be drawn. */
export function fill(chart: PageChart, filling: Filling): Filled {
  const rows = rowsOf(shown(chart.data, filling.hidden));
  const spec = chart.spec as Spec;
  const isFixed = isFaceted(spec);
  const grid = gridOf(spec, rows, filling.width);
  const width = filling.isAlone ? 480 : isFixed ? grid.cell : 'container';
  const color = {
    field: 'rev',
    scale: {
      domain: chart.revisions,
      range: chart.revisions.map(each => colorOf(each, filling.revisions)),
    },
    ...(filling.isAlone ? { title: null } : { legend: null }),
  };
  const placed = isFixed && !filling.isAlone ? wrapped(spec, grid) : spec;
  const filled = withAnchors(filling.theme === 'dark' ? onDark(placed) : placed, {
    data: rows,
    color,
    plot_width: width,
    plot_height: isFixed && !filling.isAlone ? Math.min(grid.cell, HEIGHT) : heightOf(spec, grid, chart),
  }) as Spec;
  // Of whatever version it says to be: there is only one here.
  delete filled['$schema'];
  const title = filled['title'] as { readonly text?: unknown } | undefined;
  // It stands above the chart already.
  if (!filling.isAlone && title?.text === filling.title) delete filled['title'];
  if (!isFixed && !filling.isAlone) filled['autosize'] = { type: 'fit-x', contains: 'padding' };
  return {
    spec: filled,
    renderer: rows.length > MOST_ELEMENTS ? 'canvas' : 'svg',
    isFixed,
    fitting: {
      ...{ hasLines: hasMark(spec, 'line'), isUpright: !grid.hasRoom },
      header: filling.isAlone ? 480 : grid.cell,
      isCloud: hasMark(spec, 'point') && !hasMark(spec, 'line'),
      legendColumns: legendColumns(spec, chart, filling),
    },
  };
}

/** Those of revisions that are hidden left out. */
function shown(tables: readonly PageTable[], hidden: ReadonlySet<string>): readonly PageTable[] {
  return tables.filter(({ columns }) => {
    const revision = columns.find(({ name }) => name === 'rev');
    return !(
      revision !== undefined &&
      'all' in revision &&
      typeof revision.all === 'string' &&
      hidden.has(revision.all)
    );
  });
}

const FACETS = ['row', 'column', 'facet'];

/** Only a chart alone can be as wide as its place: several in one have a width each. */
function isFaceted(spec: Spec): boolean {
  const encoding = (spec['encoding'] ?? {}) as Spec;
  return (
    ['facet', 'repeat', 'concat', 'hconcat', 'vconcat'].some(key => key in spec) ||
    FACETS.some(key => Object.keys(encoding[key] ?? {}).length > 0) ||
    spec['width'] !== `<${PLOT_ANCHOR}PLOT_WIDTH>`
  );
}

/** How many charts of a chart stand beside each other, and how. */
interface Grid {
  readonly columns: number;
  /** How wide one is, pixels. */
  readonly cell: number;
  /** Do the names below it fit beside each other? */
  readonly hasRoom: boolean;
  /** How many names there are at the y axis. */
  readonly labels: number;
}

/** About what a letter of a label takes. */
const LETTER = 6.5;
const GAP = 20;
/** What stands in a cell of a matrix, or below it. */
const LEAST_CLASS = 30;

/** As many as fit, and as wide as that, within reason. */
function gridOf(spec: Spec, rows: readonly PageRow[], width: number): Grid {
  const inner = (spec['spec'] ?? spec) as Spec;
  const names = (axis: string): readonly string[] => {
    const { field, type } = (((inner['encoding'] ?? {}) as Spec)[axis] ?? {}) as Spec;
    return type === 'quantitative' || typeof field !== 'string'
      ? []
      : [...new Set(rows.map(row => textOf(row[field])))];
  };
  const longest = (texts: readonly string[]): number =>
    texts.reduce((most, { length }) => Math.max(most, length), 0) * LETTER;
  const [classes, labels] = [names('x'), names('y')];
  const count = columnsOf(spec, rows);
  const around = Math.min(240, longest(labels)) + 44;
  const least = Math.max(MIN_CELL, classes.length * LEAST_CLASS);
  const columns = Math.min(count, Math.max(1, Math.floor((width - around + GAP) / (least + GAP))));
  const room = Math.floor((width - around + GAP) / columns) - GAP;
  const cell = Math.max(least, Math.min(MAX_CELL, room));
  const across = isFaceted(spec) ? cell : width - around;
  const hasRoom = longest(classes) < across / Math.max(1, classes.length) - 4;
  return { columns, cell, hasRoom, labels: labels.length };
}

function textOf(value: PageValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

const MIN_CELL = 130;
const MAX_CELL = 340;

/** How many charts a chart has beside each other. */
function columnsOf(spec: Spec, rows: readonly PageRow[]): number {
  const facet = (spec['facet'] ?? spec['encoding'] ?? {}) as Spec;
  const field = (facet['column'] as Spec | undefined)?.['field'];
  return typeof field === 'string' ? new Set(rows.map(row => row[field])).size : 1;
}

/** Of a bar, of the gap between groups of bars, pixels. */
const BAR = 13;
const BAR_GAP = 10;
const HIGHEST = 2000;

/** High enough for all bars. */
function heightOf(spec: Spec, { labels }: Grid, { revisions }: PageChart): number {
  if (!hasMark(spec, 'bar')) return HEIGHT;
  return Math.max(HEIGHT, Math.min(HIGHEST, labels * (revisions.length * BAR + BAR_GAP)));
}

/** Of a line or point beside a name in a legend, pixels. */
const SYMBOL = 56;

/** As many names beside each other as fit. */
function legendColumns(spec: Spec, { revisions }: PageChart, { width, isAlone }: Filling): number {
  const encoding = (spec['encoding'] ?? {}) as Spec;
  const domains = ['strokeDash', 'shape'].flatMap(channel => {
    const { scale } = (encoding[channel] ?? {}) as {
      readonly scale?: { readonly domain?: readonly string[] };
    };
    return scale?.domain ?? [];
  });
  const names = isAlone ? [...revisions, ...domains] : domains;
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0) * LETTER + SYMBOL;
  return Math.max(1, Math.floor((width - SYMBOL) / longest));
}

/** What is pale on white is dark on dark, with light numbers on it. */
function onDark(value: unknown): Spec {
  const change = (each: unknown): unknown =>
    Array.isArray(each) ? each.map(change) : typeof each === 'object' && each !== null ? onDark(each) : each;
  return Object.fromEntries(
    Object.entries(value as Spec).map(([key, each]) => {
      const { scheme, ...rest } = (typeof each === 'object' && each !== null ? each : {}) as Spec;
      if (key === 'scale' && scheme === 'purples') return [key, { ...rest, range: ['#211d2e', '#9a66e0'] }];
      if (key === 'color' && rest['value'] === 'black') return [key, { ...rest, value: '#e6edf3' }];
      return [key, change(each)];
    }),
  );
}

/** What does not fit beside the others stands below them, unless there is something else. */
function wrapped(spec: Spec, { columns }: Grid): Spec {
  const { facet, ...rest } = spec;
  const { row, column } = (facet ?? {}) as Spec;
  const hasRows = Object.keys(row ?? {}).length > 0;
  return facet === undefined || column === undefined || hasRows ? spec : { ...rest, facet: column, columns };
}

function hasMark(value: unknown, wanted: string): boolean {
  if (Array.isArray(value)) return value.some(each => hasMark(each, wanted));
  if (typeof value !== 'object' || value === null) return false;
  const { mark } = value as Spec;
  const kind = typeof mark === 'object' && mark !== null ? (mark as Spec)['type'] : mark;
  return kind === wanted || Object.values(value).some(each => hasMark(each, wanted));
}
