import { plotFileNames } from '../core/plots/file-name.ts';
import { drawChart } from '../engine/draw-chart.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import type { Plot } from '../engine/plot-charts.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { PlotTroubles } from '../engine/plot-troubles.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Doc } from '../model/doc.ts';
import { join } from '../model/path.ts';

export type PictureForm = 'svg' | 'png';

export interface PictureOptions {
  /** From the current folder. */
  readonly out: string;
  readonly form: PictureForm;
  /** Told of each plot as it is read. */
  readonly onPlot: (plot: Plot) => void;
}

/**
 * Draws every chart into a file of its own; plots that are pictures already are copied.
 *
 * @param troubles is told what cannot be drawn, which does not hold up the others.
 * @returns the paths of the files, from the current folder.
 */
export async function drawPlots(
  project: Project,
  states: readonly StatePlots[],
  troubles: PlotTroubles,
  { out, form, onPlot }: PictureOptions,
): Promise<Doc> {
  const { context } = project;
  const templates = new PlotTemplates(project);
  const nameOf = plotFileNames();
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    context.files.makeDirectory(join(context.cwd, out));
    context.files.writeLossy(join(context.cwd, join(out, name)), content);
    written.push(join(out, name));
  };
  for await (const plot of plotsOf(states)) {
    onPlot(plot);
    troubles.addFaults(plot);
    const { name, content } = plot;
    if (content.kind === 'pictures') {
      for (const { revision, file, bytes } of content.pictures)
        write(nameOf(`${revision}_${file.replace(SUFFIX, '')}`, SUFFIX.exec(file)?.[0] ?? ''), bytes);
    } else if (content.chart.rows.length > 0) {
      try {
        const { svg, remarks } = await drawChart(context, templates, content.chart);
        troubles.addRemarks(name, remarks);
        write(nameOf(name, `.${form}`), form === 'svg' ? svg : await (await context.charts()).png(svg));
      } catch (error) {
        troubles.addRefusal(name, content.chart.revisions, error);
      }
    }
  }
  troubles.addStates(states);
  return [lines(written.map(path => [{ text: path, style: 'path' as const }]))];
}

const SUFFIX = /\.[a-z]+$/;
