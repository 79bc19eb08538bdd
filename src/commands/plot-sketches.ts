import { drawableChart } from '../core/plots/drawable-spec.ts';
import { sketchOf } from '../core/plots/sketch.ts';
import type { Chart } from '../core/plots/template.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Block, Doc } from '../model/doc.ts';
import { pyStr } from '../core/python/text.ts';
import { tellFaults, tellUndrawable } from './plot-faults.ts';
import { remarkText } from './plot-remarks.ts';

/** Draws every chart in letters; of pictures the names are all that fits. */
export async function sketchPlots(project: Project, states: readonly StatePlots[]): Promise<Doc> {
  const templates = new PlotTemplates(project);
  const blocks: Block[] = [];
  for await (const plot of plotsOf(states)) {
    tellFaults(project.context, plot);
    if (plot.content.kind === 'pictures') {
      const found = plot.content.pictures.map(({ revision, file }) => `  ${file} of ${revision}`);
      if (found.length > 0) blocks.push(lines([[{ text: plot.name, style: 'strong' }], ...found, '']));
      continue;
    }
    const block = sketchBlock(project, templates, plot.name, plot.content.chart);
    if (block !== undefined) blocks.push(block);
  }
  return blocks;
}

function sketchBlock(
  { context }: Project,
  templates: PlotTemplates,
  name: string,
  chart: Chart,
): Block | undefined {
  if (chart.points.length === 0) return undefined;
  try {
    const wanted = chart.props.get('template');
    const { content: template } = templates.find(typeof wanted === 'string' ? wanted : undefined);
    const title = pyStr(chart.props.get('title') ?? name);
    const { remarks } = drawableChart(template, chart);
    return {
      kind: 'sketch',
      title,
      remarks: remarks.filter(({ kind }) => kind === 'no-numbers').map(remarkText),
      content: sketchOf(title, template, chart),
    };
  } catch (error) {
    tellUndrawable(context, name, error);
    return undefined;
  }
}
