import { drawableChart, drawableSpec } from '../core/plots/drawable-spec.ts';
import type { Remark } from '../core/plots/drawable-spec.ts';
import { plotFileNames } from '../core/plots/file-name.ts';
import { fittingLooks } from '../core/plots/fitting.ts';
import { sizeOf } from '../core/plots/size.ts';
import { fillTemplate, NOTHING_APART } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { onPaper } from '../core/plots/theme.ts';
import { dumpJson } from '../core/python/json.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import type { Plot } from '../engine/plot-charts.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Doc } from '../model/doc.ts';
import { FailureError } from '../model/failure.ts';
import { join } from '../model/path.ts';
import { tellFaults, tellUndrawable } from './plot-faults.ts';
import { remarkText } from './plot-remarks.ts';

export type PictureForm = 'svg' | 'png';

/**
 * Draws every chart into a file of its own; plots that are pictures already are copied.
 *
 * @param out from the current folder.
 * @returns the paths of the files, from the current folder.
 */
export async function drawPlots(
  project: Project,
  states: readonly StatePlots[],
  { out, form }: { readonly out: string; readonly form: PictureForm },
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
    tellFaults(context, plot);
    if (plot.content.kind === 'pictures') {
      for (const { revision, file, bytes } of plot.content.pictures)
        write(nameOf(`${revision}_${file.replace(SUFFIX, '')}`, SUFFIX.exec(file)?.[0] ?? ''), bytes);
    } else if (plot.content.chart.points.length > 0) {
      const drawn = await pictureOf(project, templates, plot, form);
      if (drawn !== undefined) write(nameOf(plot.name, `.${form}`), drawn);
    }
  }
  return [lines(written.map(path => [{ text: path, style: 'path' as const }]))];
}

const SUFFIX = /\.[a-z]+$/;

/** Undefined for what cannot be drawn: why is told, and the rest goes on. */
async function pictureOf(
  { context }: Project,
  templates: PlotTemplates,
  { name, content }: Plot,
  form: PictureForm,
): Promise<string | Uint8Array | undefined> {
  if (content.kind !== 'chart') return undefined;
  try {
    const { spec, remarks } = drawnSpec(templates, content.chart);
    for (const remark of remarks) {
      if (remark.kind === 'no-numbers')
        context.emit({ type: 'warning', message: `'${name}': ${remarkText(remark)}` });
    }
    const charts = await context.charts();
    const svg = await charts.svg(spec);
    return form === 'svg' ? svg : await charts.png(svg);
  } catch (error) {
    tellUndrawable(context, name, error);
    return undefined;
  }
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
