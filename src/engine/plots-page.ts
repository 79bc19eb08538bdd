import { MOST_ROWS } from '../core/plots/drawable.ts';
import { jsonInPage, pageValue } from '../core/plots/page-data.ts';
import { compareOrders, pageOrder } from '../core/plots/page-order.ts';
import type { PageOrder } from '../core/plots/page-order.ts';
import type { Chart } from '../core/plots/template.ts';
import { PAGE_ANCHORS } from '../model/plot-page.ts';
import type { PageChart, PageIndex, PagePlot } from '../model/plot-page.ts';
import { drawableIn, templateOf } from './draw-chart.ts';
import { PagePictureFiles } from './page-pictures.ts';
import { countCharts, plotsOf } from './plot-charts.ts';
import type { Plot } from './plot-charts.ts';
import type { PlotTemplates } from './plot-templates.ts';
import type { PlotTroubles } from './plot-troubles.ts';
import type { StatePlots } from './plots.ts';
import type { Project } from './project.ts';

/** In a page: a browser takes a second for a million of them. */
const MOST_ROWS_OF_ALL = 2_000_000;

/** A page's content. */
export interface PageContent {
  readonly html: string;
  /** Of plots. */
  readonly count: number;
  /** There is nothing to be seen but why. */
  readonly isEmpty: boolean;
}

export interface PageOptions {
  /** Of the page, absolute: pictures are written below it. */
  readonly folder: string;
  /** Told of each plot as it is read. */
  readonly onPlot: (plot: Plot) => void;
}

interface Block {
  readonly order: PageOrder;
  readonly isEmpty: boolean;
  readonly entry: PageIndex['plots'][number];
  readonly json: string;
}

/** How many rows a chart may have, so that the page stays one that can be read and sent. */
export function mostRows(states: readonly StatePlots[]): number {
  return Math.min(MOST_ROWS, Math.ceil(MOST_ROWS_OF_ALL / Math.max(1, countCharts(states))));
}

/**
 * The data of a page, one block a plot, so that the page reads one when it is looked at.
 *
 * @param troubles is told what cannot be drawn, which does not hold up the others.
 */
export async function pageContent(
  project: Project,
  states: readonly StatePlots[],
  templates: PlotTemplates,
  troubles: PlotTroubles,
  { folder, onPlot }: PageOptions,
): Promise<PageContent> {
  const blocks: Block[] = [];
  const pictures = new PagePictureFiles(project.context, folder);
  const most = mostRows(states);
  for await (const plot of plotsOf(states)) {
    onPlot(plot);
    const { name, content, faults } = plot;
    troubles.addFaults(plot);
    if (content.kind === 'pictures') {
      const drawn = { kind: 'pictures' as const, pictures: content.pictures.map(each => pictures.add(each)) };
      pictures.endPlot();
      if (drawn.pictures.length > 0 || faults.length > 0) blocks.push(blockOf(name, name, drawn));
      continue;
    }
    const title = content.chart.props.get('title');
    const chart = chartOf(templates, name, content.chart, troubles, most);
    blocks.push(blockOf(name, typeof title === 'string' && title !== '' ? title : name, chart));
  }
  troubles.addStates(states);
  const ordered = blocks.sort((a, b) => compareOrders(a.order, b.order));
  const index: PageIndex = {
    revisions: states.map(({ label }) => label),
    plots: ordered.map(({ entry }) => entry),
    troubles: troubles.all,
  };
  const html = [
    `<script type="application/json" id="index">${jsonInPage(index)}</script>`,
    ...ordered.map(
      ({ json }, number) => `<script type="application/json" id="plot-${number}">${json}</script>`,
    ),
  ].join('\n');
  return { html, count: blocks.length, isEmpty: blocks.every(block => block.isEmpty) };
}

function blockOf(name: string, title: string, plot: PagePlot): Block {
  const isEmpty = (plot.kind === 'chart' ? plot.data : plot.pictures).length === 0;
  return {
    order: pageOrder(name, plot.kind, isEmpty),
    isEmpty,
    entry: { name, title, kind: plot.kind, ...(isWide(plot) ? { isWide: true } : {}) },
    json: jsonInPage(plot),
  };
}

/** Does it draw a chart for each value of a column? */
function isWide(plot: PagePlot): boolean {
  if (plot.kind !== 'chart') return false;
  const { facet, encoding = facet } = plot.spec as Faceted;
  const { field } = (facet ?? encoding)?.column ?? {};
  const columns = plot.data.flatMap(table => table.columns.filter(({ name }) => name === field));
  return new Set(columns.flatMap(each => ('all' in each ? [each.all] : each.values))).size > 1;
}

/** What of a specification says that. */
interface Faceted {
  readonly facet?: Facets;
  readonly encoding?: Facets;
}

interface Facets {
  readonly column?: { readonly field?: string };
}

const APART: ReadonlySet<string> = new Set(PAGE_ANCHORS);

function chartOf(
  templates: PlotTemplates,
  name: string,
  chart: Chart,
  troubles: PlotTroubles,
  most: number,
): PageChart {
  const { revisions } = chart;
  const nothing: PageChart = { kind: 'chart', revisions, spec: {}, data: [] };
  if (chart.rows.length === 0) return nothing;
  try {
    const drawable = drawableIn(templateOf(templates, chart), chart, { apart: APART, most });
    troubles.addRemarks(name, drawable.remarks);
    const { spec, data, sample } = drawable;
    return { ...nothing, spec: pageValue(spec), data, ...(sample === undefined ? {} : { sample }) };
  } catch (error) {
    troubles.addRefusal(name, revisions, error);
    return nothing;
  }
}
