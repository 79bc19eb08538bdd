import { drawableChart, drawableSpec } from '../core/plots/drawable-spec.ts';
import type { Remark } from '../core/plots/drawable-spec.ts';
import { fittingLooks } from '../core/plots/fitting.ts';
import { remarkText } from '../core/plots/remarks.ts';
import { sizeOf } from '../core/plots/size.ts';
import { fillTemplate, NOTHING_APART } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { onPaper } from '../core/plots/theme.ts';
import { dumpJson } from '../core/python/json.ts';
import { FailureError } from '../model/failure.ts';
import type { PlotFormat } from '../model/report.ts';
import { ChartTrouble } from '../ports/charts.ts';
import type { Context } from '../ports/context.ts';
import type { PlotTemplates } from './plot-templates.ts';

/** A chart as a file, and what it does not show of its data. */
export interface ChartPicture {
  readonly content: string | Uint8Array;
  readonly remarks: readonly Remark[];
}

/** Draws a chart that has points. @throws what {@link undrawableWhy} knows, for what cannot be drawn. */
export async function drawChart(
  context: Context,
  templates: PlotTemplates,
  chart: Chart,
  format: PlotFormat,
): Promise<ChartPicture> {
  const { spec, remarks } = drawnSpec(templates, chart);
  const charts = await context.charts();
  const svg = await charts.svg(spec);
  return { content: format === 'svg' ? svg : await charts.png(svg), remarks };
}

/** Why a chart cannot be drawn. @throws what has nothing to do with the chart. */
export function undrawableWhy(error: unknown): string {
  if (error instanceof ChartTrouble) return error.message;
  if (error instanceof FailureError && error.failure.code === 'refused') return error.failure.message;
  throw error;
}

/** A chart as a specification with everything in it that a picture needs. */
function drawnSpec(
  templates: PlotTemplates,
  chart: Chart,
): { readonly spec: string; readonly remarks: readonly Remark[] } {
  const template = chart.props.get('template');
  const found = templates.find(typeof template === 'string' ? template : undefined);
  const size = sizeOf(found.content, chart);
  const { chart: drawn, remarks } = drawableChart(found.content, chart);
  const filled = fillTemplate(found, drawn, NOTHING_APART, size);
  if (!filled.ok) throw new FailureError({ code: 'refused', message: filled.error.message });
  const looks = fittingLooks(found.content, drawn, size);
  const subtitle = remarks.filter(({ kind }) => kind === 'sampled').map(remarkText);
  return { spec: dumpJson(onPaper(drawableSpec(filled.value.content), looks, subtitle)), remarks };
}
