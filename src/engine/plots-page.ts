import { jsonInPage, pageValue, tablesOf } from '../core/plots/page-data.ts';
import { compareOrders, pageOrder } from '../core/plots/page-order.ts';
import type { PageOrder } from '../core/plots/page-order.ts';
import { anchor, fillTemplate } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { MOST_POINTS, undrawableValues } from '../core/plots/undrawable.ts';
import type { Undrawable } from '../core/plots/undrawable.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { PAGE_ANCHORS } from '../model/plot-page.ts';
import type { PageChart, PageIndex, PagePlot, PageTrouble } from '../model/plot-page.ts';
import type { Point } from '../model/plot.ts';
import { plotsOf } from './plot-charts.ts';
import type { Plot } from './plot-charts.ts';
import type { PlotTemplates } from './plot-templates.ts';
import type { StatePlots } from './plots.ts';
import { PagePictureFiles } from './page-pictures.ts';
import type { Project } from './project.ts';
import { troubleOf } from './trouble.ts';

/** A page's content, and what there is to be said of it. */
export interface PageContent {
  readonly html: string;
  readonly index: PageIndex;
  /** There is nothing to be seen but why. */
  readonly isEmpty: boolean;
  /** Of the troubles those that nobody has told of yet. */
  readonly unsaid: readonly PageTrouble[];
  /** What of all kept a plot from being drawn at all, though its data are fine. */
  readonly failure?: Failure;
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

/**
 * The data of a page, one block a plot, so that the page reads one when it is looked at. What cannot be drawn is in the
 * list of troubles, and does not hold up the others.
 */
export async function pageContent(
  project: Project,
  states: readonly StatePlots[],
  templates: PlotTemplates,
  { folder, onPlot }: PageOptions,
): Promise<PageContent> {
  const blocks: Block[] = [];
  const troubles = new Troubles();
  const pictures = new PagePictureFiles(project.context, folder);
  let failure: Failure | undefined;
  for await (const plot of plotsOf(states)) {
    onPlot(plot);
    const { name, content, faults } = plot;
    for (const { revision, file, trouble } of faults) {
      const reason = ('detail' in trouble ? trouble.detail : undefined) ?? trouble.message;
      const about = { plot: name, ...(file === undefined ? {} : { file }), reason };
      troubles.add(about, [revision], file === undefined);
    }
    if (content.kind === 'pictures') {
      const drawn = { kind: 'pictures' as const, pictures: content.pictures.map(each => pictures.add(each)) };
      pictures.endPlot();
      if (drawn.pictures.length > 0 || faults.length > 0) blocks.push(blockOf(name, name, drawn));
      continue;
    }
    const title = content.chart.props.get('title');
    const drawn = chartOf(templates, content.chart);
    failure ??= drawn.failure;
    for (const { revisions, reason } of drawn.troubles) troubles.add({ plot: name, reason }, revisions);
    blocks.push(blockOf(name, typeof title === 'string' && title !== '' ? title : name, drawn.chart));
  }
  for (const { label, definitions } of states)
    if (!definitions.ok) troubles.add({ reason: reasonOf(definitions.error) }, [label]);
  const ordered = blocks.sort((a, b) => compareOrders(a.order, b.order));
  const index = {
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
  const isEmpty = blocks.every(block => block.isEmpty);
  return { html, index, isEmpty, unsaid: troubles.unsaid, ...(failure === undefined ? {} : { failure }) };
}

/** What several revisions have in common is said once. */
class Troubles {
  readonly #known = new Map<string, { readonly trouble: PageTrouble; readonly isSaid: boolean }>();

  add(about: Omit<PageTrouble, 'revisions'>, revisions: readonly string[], isSaid = false): void {
    const key = JSON.stringify(about);
    const before = this.#known.get(key)?.trouble.revisions ?? [];
    const trouble = { ...about, revisions: [...new Set([...before, ...revisions])] };
    this.#known.set(key, { trouble, isSaid });
  }

  get all(): readonly PageTrouble[] {
    return [...this.#known.values()].map(({ trouble }) => trouble);
  }

  get unsaid(): readonly PageTrouble[] {
    return [...this.#known.values()].flatMap(({ trouble, isSaid }) => (isSaid ? [] : [trouble]));
  }
}

function blockOf(name: string, title: string, plot: PagePlot): Block {
  return {
    order: pageOrder(name, plot.kind),
    isEmpty: (plot.kind === 'chart' ? plot.data : plot.pictures).length === 0,
    entry: { name, title, kind: plot.kind },
    json: jsonInPage(plot),
  };
}

interface Drawn {
  readonly chart: PageChart;
  readonly troubles: readonly Undrawable[];
  readonly failure?: Failure;
}

const APART: ReadonlySet<string> = new Set(PAGE_ANCHORS);

function chartOf(templates: PlotTemplates, chart: Chart): Drawn {
  const nothing: PageChart = { kind: 'chart', revisions: chart.revisions, spec: {}, data: [] };
  const refused = (reason: string): Undrawable => ({ revisions: chart.revisions, reason });
  if (chart.points.length === 0) return { chart: nothing, troubles: [] };
  if (chart.points.length > MOST_POINTS)
    return {
      chart: nothing,
      troubles: [
        refused(
          `${chart.points.length.toLocaleString('en')} rows are more than a browser can draw (${MOST_POINTS.toLocaleString('en')}): write every tenth row, or one an epoch`,
        ),
      ],
    };
  try {
    const name = chart.props.get('template');
    const filled = fillTemplate(templates.find(typeof name === 'string' ? name : undefined), chart, APART);
    if (!filled.ok)
      throw new FailureError({ code: 'refused', isUnexpected: true, message: filled.error.message });
    const { content, anchors } = filled.value;
    const data = (anchors.get(anchor('data')) ?? []) as readonly Point[];
    return {
      chart: { ...nothing, spec: pageValue(content), data: tablesOf(data) },
      troubles: undrawableValues(content, chart),
    };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    return { chart: nothing, troubles: [refused(reasonOf(failure))], failure };
  }
}

function reasonOf(failure: Failure): string {
  return failure.code === 'refused' ? failure.message : troubleOf(failure).message;
}
