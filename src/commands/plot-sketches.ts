import { axesOf } from '../core/plots/drawable.ts';
import { remarksOn } from '../core/plots/remark.ts';
import { sketchOf } from '../core/plots/sketch.ts';
import type { Chart } from '../core/plots/template.ts';
import { pyStr } from '../core/python/text.ts';
import { templateOf } from '../engine/draw-chart.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import type { Plot } from '../engine/plot-charts.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { PlotTroubles } from '../engine/plot-troubles.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Block, Doc } from '../model/doc.ts';

/**
 * Draws every chart in letters; of pictures the names are all that fits.
 *
 * @param troubles is told what cannot be drawn, which does not hold up the others.
 * @param onPlot is told of each plot as it is read.
 */
export async function sketchPlots(
  project: Project,
  states: readonly StatePlots[],
  troubles: PlotTroubles,
  onPlot: (plot: Plot) => void,
): Promise<Doc> {
  const templates = new PlotTemplates(project);
  const blocks: Block[] = [];
  for await (const plot of plotsOf(states)) {
    onPlot(plot);
    troubles.addFaults(plot);
    const { name, content } = plot;
    if (content.kind === 'pictures') {
      const found = content.pictures.map(({ revision, file }) => `  ${file} of ${revision}`);
      if (found.length > 0) blocks.push(lines([[{ text: name, style: 'strong' }], ...found, '']));
      continue;
    }
    if (content.chart.rows.length === 0) continue;
    try {
      blocks.push(sketchBlock(templates, name, content.chart));
    } catch (error) {
      troubles.addRefusal(name, content.chart.revisions, error);
    }
  }
  troubles.addStates(states);
  return blocks;
}

function sketchBlock(templates: PlotTemplates, name: string, chart: Chart): Block {
  const { content: template } = templateOf(templates, chart);
  const title = pyStr(chart.props.get('title') ?? name);
  const isOne = chart.revisions.length === 1;
  const remarks = remarksOn(chart.rows, axesOf(template, chart)).map(({ revision, text }) =>
    isOne ? text : `${revision}: ${text}`,
  );
  return { kind: 'sketch', title, remarks, content: sketchOf(title, template, chart) };
}
