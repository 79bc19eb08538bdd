import { isAbsent } from '../core/gates/values.ts';
import { sameRows } from '../core/plots/same-rows.ts';
import { dataFilesOf } from '../core/plots/sources.ts';
import type { Chart } from '../core/plots/template.ts';
import { sameData } from '../core/same-data.ts';
import type { PlotDefinition } from '../model/plot.ts';
import type { Appearance, DrawnPlot, PlotFormat, PlotRow } from '../model/report.ts';
import { ok } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { drawChart } from './draw-chart.ts';
import { isPicture, plotsOf } from './plot-charts.ts';
import type { Plot, PlotFault } from './plot-charts.ts';
import { PlotTemplates } from './plot-templates.ts';
import { PlotTroubles, troubleText } from './plot-troubles.ts';
import type { StatePlots } from './plots.ts';
import type { Project } from './project.ts';

/** The plots of both sides; `base` is absent where there is nothing to compare with. */
export interface PlotSides {
  readonly head: StatePlots;
  readonly base: StatePlots | undefined;
}

export interface PlotRowOptions {
  /** Undefined: no pictures are wanted, and Vega is not loaded. */
  readonly format: PlotFormat | undefined;
  readonly isWanted: (name: string) => boolean;
}

/** Of more nobody would look at all. */
const MOST_DRAWN = 60;

/** What became of each chart. Those that changed or are new are drawn, both sides in one. */
export async function plotRows(
  project: Project,
  sides: PlotSides,
  { format, isWanted }: PlotRowOptions,
): Promise<readonly PlotRow[]> {
  const same: PlotRow[] = [];
  const open = new Set<string>();
  for (const name of namesOf(sides)) {
    if (!isWanted(name) || isPictureOf(sides, name)) continue;
    // Of most plots nothing has changed, and to know that nothing has to be parsed.
    if (await isUntouched(sides, name)) same.push({ name, change: 'same', troubles: [] });
    else open.add(name);
  }
  const templates = new PlotTemplates(project);
  const rows: PlotRow[] = [];
  let room = MOST_DRAWN;
  for await (const plot of plotsOf(statesToDraw(sides, open))) {
    const row = await rowOf(project, templates, sides, plot, room > 0 ? format : undefined);
    if (row?.drawn !== undefined) room -= 1;
    if (row !== undefined) rows.push(row);
  }
  const order = namesOf(sides);
  return [...rows.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)), ...same];
}

/** The files of plots that are pictures already, from the project's root. */
export function pictureFiles(sides: PlotSides): readonly string[] {
  const files = statesOf(sides).flatMap(state =>
    [...definitionsOf(state).values()].flatMap(({ id, props }) =>
      isPicture(id) ? dataFilesOf(id, props) : [],
    ),
  );
  return [...new Set(files)];
}

function statesOf({ head, base }: PlotSides): readonly StatePlots[] {
  return base === undefined ? [head] : [head, base];
}

function definitionsOf(state: StatePlots | undefined): ReadonlyMap<string, PlotDefinition> {
  return state?.definitions.ok === true ? state.definitions.value : new Map();
}

function namesOf(sides: PlotSides): readonly string[] {
  return [...new Set(statesOf(sides).flatMap(state => [...definitionsOf(state).keys()]))];
}

function isPictureOf(sides: PlotSides, name: string): boolean {
  return statesOf(sides).some(state => isPicture(definitionsOf(state).get(name)?.id ?? ''));
}

/** Both sides declare the same, from the same bytes. */
async function isUntouched({ head, base }: PlotSides, name: string): Promise<boolean> {
  const [now, then] = [head, base].map(state => definitionsOf(state).get(name));
  if (base === undefined || now === undefined || then === undefined || !sameData(now, then)) return false;
  for (const file of dataFilesOf(now.id, now.props)) {
    const [new_, old] = [await head.bytes(file), await base.bytes(file)];
    if (!new_.ok || !old.ok || Buffer.compare(new_.value, old.value) !== 0) return false;
  }
  return true;
}

/** The base comes first, as it does everywhere in a report, and is drawn as things are declared now. */
function statesToDraw({ head, base }: PlotSides, names: ReadonlySet<string>): readonly StatePlots[] {
  const now = definitionsOf(head);
  const states = base === undefined ? [head] : [base, head];
  return states.map(state => {
    const wanted = [...definitionsOf(state)].filter(([name]) => names.has(name));
    const definitions = new Map(wanted.map(([name, own]) => [name, now.get(name) ?? own]));
    return { ...state, definitions: ok(definitions) };
  });
}

async function rowOf(
  project: Project,
  templates: PlotTemplates,
  { head, base }: PlotSides,
  plot: Plot,
  format: PlotFormat | undefined,
): Promise<PlotRow | undefined> {
  const { name, content } = plot;
  if (content.kind !== 'chart') return undefined;
  const { chart } = content;
  if (!definitionsOf(head).has(name)) return { name, change: 'gone', troubles: [] };
  const faults = plot.faults.filter(fault => !isJustNew(fault, base));
  const troubles = new PlotTroubles();
  troubles.addFaults({ ...plot, faults });
  const row = (change: Appearance, drawn?: DrawnPlot): PlotRow => ({
    ...{ name, change, troubles: [...new Set(troubles.all.map(troubleText))] },
    ...(drawn === undefined ? {} : { drawn }),
  });
  const [hasHead, hasBase] = [head, base].map(
    state => state !== undefined && chart.revisions.includes(state.label),
  );
  if (hasHead !== true && hasBase !== true) return faults.length === 0 ? undefined : row('changed');
  // What is broken has not gone.
  if (hasHead !== true) return row(faults.length === 0 ? 'gone' : 'changed');
  if (hasBase === true && isSame({ head, base }, name, chart)) return row('same');
  // Nor is what the base has lost new.
  const isNew = hasBase !== true && faults.every(({ revision }) => revision !== base?.label);
  const drawn =
    format === undefined ? undefined : await drawnPlot(project.context, templates, plot, format, troubles);
  return row(isNew ? 'new' : 'changed', drawn);
}

async function drawnPlot(
  context: Context,
  templates: PlotTemplates,
  { name, content }: Plot,
  format: PlotFormat,
  troubles: PlotTroubles,
): Promise<DrawnPlot | undefined> {
  if (content.kind !== 'chart') return undefined;
  const { chart } = content;
  try {
    const { svg, remarks } = await drawChart(context, templates, chart);
    troubles.addRemarks(name, remarks);
    return { format, bytes: format === 'svg' ? Buffer.from(svg) : await (await context.charts()).png(svg) };
  } catch (error) {
    troubles.addRefusal(name, chart.revisions, error);
    return undefined;
  }
}

/** The base does not have the file yet, which makes the plot a new one and is no trouble. */
function isJustNew({ revision, file, trouble }: PlotFault, base: StatePlots | undefined): boolean {
  return file !== undefined && revision === base?.label && isAbsent(trouble);
}

/** It is declared in the same way, and its data say the same. */
function isSame({ head, base }: PlotSides, name: string, { rows, revisions }: Chart): boolean {
  const [one = '', other = ''] = revisions;
  return sameData(definitionsOf(head).get(name), definitionsOf(base).get(name)) && sameRows(rows, one, other);
}
