import { PLOT_ANCHOR } from '../model/layout.ts';
import type { PageChart, PageTable } from '../model/plot-page.ts';
import { rowsOf, withAnchors } from '../core/plots/anchored.ts';
import type { PageRow } from '../core/plots/anchored.ts';
import { colorOf } from './look.ts';

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
}

export interface Filled {
  readonly spec: Spec;
  readonly renderer: 'svg' | 'canvas';
  /** It does not follow the width of the page by itself. */
  readonly isFixed: boolean;
}

/** A specification that can be drawn. */
export function fill(chart: PageChart, filling: Filling): Filled {
  const rows = rowsOf(shown(chart.data, filling.hidden));
  const spec = chart.spec as Spec;
  const isFixed = isFaceted(spec);
  const width = isFixed ? cellWidth(spec, rows, filling.width) : 'container';
  const color = {
    field: 'rev',
    scale: {
      domain: chart.revisions,
      range: chart.revisions.map(each => colorOf(each, filling.revisions)),
    },
    ...(filling.isAlone ? { title: null } : { legend: null }),
  };
  const filled = withAnchors(spec, {
    data: rows,
    color,
    plot_width: filling.isAlone ? 480 : width,
    plot_height: isFixed && typeof width === 'number' ? Math.min(width, HEIGHT) : HEIGHT,
  }) as Spec;
  // Of whatever version it says to be: there is only one here.
  delete filled['$schema'];
  const title = filled['title'] as { readonly text?: unknown } | undefined;
  // It stands above the chart already.
  if (!filling.isAlone && title?.text === filling.title) delete filled['title'];
  if (!isFixed && !filling.isAlone) filled['autosize'] = { type: 'fit-x', contains: 'padding' };
  return { spec: filled, renderer: rows.length > MOST_ELEMENTS ? 'canvas' : 'svg', isFixed };
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

/** As wide as all of them fit beside each other, within reason. */
function cellWidth(spec: Spec, rows: readonly PageRow[], width: number): number {
  const facet = (spec['facet'] ?? spec['encoding'] ?? {}) as Spec;
  const field = (facet['column'] as Spec | undefined)?.['field'];
  const cells = typeof field === 'string' ? new Set(rows.map(row => row[field])).size : 1;
  const room = (width - 64) / Math.max(1, cells) - 20;
  return Math.round(Math.min(340, Math.max(100, room)));
}
