import { fillTemplate, NOTHING_APART, SPLIT, withPoints } from '../core/plots/template.ts';
import type { Chart } from '../core/plots/template.ts';
import { templateOf } from '../engine/draw-chart.ts';
import { writePicture } from '../engine/page-pictures.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import type { Picture, PlotFault } from '../engine/plot-charts.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Project } from '../engine/project.ts';
import { troubleOf } from '../engine/trouble.ts';
import { FailureError } from '../model/failure.ts';
import { join } from '../model/path.ts';
import type { PlotTrouble } from '../model/plot.ts';
import type { Scalar, Value, ValueMap } from '../model/value.ts';
import type { PlotFaults } from './dvc-faults.ts';

/** What `--json` prints, with pictures written into a folder. Plots that cannot be drawn are among the errors. */
export async function plotsJson(
  project: Project,
  states: readonly StatePlots[],
  faults: PlotFaults,
  { out, split }: { readonly out: string; readonly split: boolean },
): Promise<ValueMap> {
  const templates = new PlotTemplates(project);
  const data = new Map<Scalar, Value>();
  const errors: Value[] = [];
  for await (const plot of plotsOf(states)) {
    faults.tell(plot);
    data.set(
      plot.name,
      plot.content.kind === 'chart'
        ? chartJson(templates, plot.content.chart, split)
        : plot.content.pictures.map(picture => pictureJson(project, picture, out)),
    );
    errors.push(...plot.faults.map(fault => faultJson(fault, plot.name)));
  }
  for (const { label, definitions } of states) {
    if (!definitions.ok) errors.push(troubleJson({ rev: label }, troubleOf(definitions.error)));
  }
  const parts: readonly (readonly [string, Value])[] = [
    ['errors', errors],
    ['data', data],
  ];
  return new Map(
    parts.filter(([, part]) => (Array.isArray(part) ? part.length > 0 : (part as ValueMap).size > 0)),
  );
}

/** A plot as a specification that can be drawn; undefined when there is nothing in it. */
export function chartSpec(templates: PlotTemplates, chart: Chart): ValueMap | undefined {
  return chart.rows.length === 0 ? undefined : filled(templates, chart, false).content;
}

function chartJson(templates: PlotTemplates, chart: Chart, split: boolean): Value {
  if (chart.rows.length === 0) return [];
  const { content, anchors } = filled(templates, chart, split);
  return [
    new Map<Scalar, Value>([
      ['type', 'vega'],
      ['revisions', chart.revisions],
      ['content', content],
      ...(split ? [['anchor_definitions', anchors] as const] : []),
    ]),
  ];
}

function filled(
  templates: PlotTemplates,
  chart: Chart,
  split: boolean,
): { readonly content: ValueMap; readonly anchors: ValueMap } {
  const apart = split ? SPLIT : NOTHING_APART;
  const result = fillTemplate(templateOf(templates, chart), chart, apart);
  if (result.ok) return withPoints(result.value, apart);
  throw new FailureError({ code: 'refused', isUnexpected: true, message: result.error.message });
}

function pictureJson({ context }: Project, picture: Picture, out: string): ValueMap {
  const folder = join(context.cwd, out);
  return new Map<Scalar, Value>([
    ['type', 'image'],
    ['revisions', [picture.revision]],
    ['url', `${folder}/${writePicture(context, folder, picture)}`],
  ]);
}

function faultJson({ revision, file, trouble }: PlotFault, name: string): ValueMap {
  return troubleJson({ name, rev: revision, ...(file === undefined ? {} : { source: file }) }, trouble);
}

function troubleJson(about: Readonly<Record<string, string>>, { type, message }: PlotTrouble): ValueMap {
  return new Map(Object.entries({ ...about, type, msg: message }));
}
