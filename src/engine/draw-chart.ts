import { rowsOf, withAnchors } from '../core/plots/anchored.ts';
import { drawableOf } from '../core/plots/drawable.ts';
import type { DrawableChart, DrawingOptions } from '../core/plots/drawable.ts';
import { fittingLooks } from '../core/plots/fitting.ts';
import { pageValue } from '../core/plots/page-data.ts';
import type { Remark } from '../core/plots/remark.ts';
import { sizeOf } from '../core/plots/size.ts';
import { NOTHING_APART } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { onPaper } from '../core/plots/theme.ts';
import { FailureError } from '../model/failure.ts';
import type { Context } from '../ports/context.ts';
import type { PlotTemplate, PlotTemplates } from './plot-templates.ts';

/** The template that a chart is to be drawn with. @throws FailureError when there is none of that name. */
export function templateOf(templates: PlotTemplates, { props }: Chart): PlotTemplate {
  const name = props.get('template');
  return templates.find(typeof name === 'string' ? name : undefined);
}

/** A chart in a template. @throws FailureError when it does not fit. */
export function drawableIn(template: PlotTemplate, chart: Chart, options: DrawingOptions): DrawableChart {
  const drawable = drawableOf(template, chart, options);
  if (drawable.ok) return drawable.value;
  throw new FailureError({ code: 'refused', isUnexpected: true, message: drawable.error.message });
}

/** A picture of a chart that stands for itself. */
export interface ChartPicture {
  readonly svg: string;
  /** What of the data does not show. */
  readonly remarks: readonly Remark[];
}

/**
 * Draws a chart that has rows, on white, with title and legend.
 *
 * @throws FailureError, ChartTrouble: it cannot be drawn.
 */
export async function drawChart(
  context: Context,
  templates: PlotTemplates,
  chart: Chart,
): Promise<ChartPicture> {
  const template = templateOf(templates, chart);
  const size = sizeOf(template.content, chart);
  const drawable = drawableIn(template, chart, { apart: NOTHING_APART, size });
  const looks = fittingLooks(template.content, drawable.chart, size);
  const subtitle = drawable.sample === undefined ? [] : [drawable.sample];
  const spec = pageValue(onPaper(drawable.spec, looks, subtitle));
  const charts = await context.charts();
  const svg = await charts.svg(JSON.stringify(withAnchors(spec, { data: rowsOf(drawable.data) })));
  return { svg, remarks: drawable.remarks };
}
