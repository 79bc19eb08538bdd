import { isAbsent } from '../core/gates/values.ts';
import { remarkText } from '../core/plots/remarks.ts';
import { dataFilesOf } from '../core/plots/sources.ts';
import type { Chart } from '../core/plots/template.ts';
import { pyStr } from '../core/python/text.ts';
import { sameData } from '../core/same-data.ts';
import type { PlotDefinition, Point } from '../model/plot.ts';
import type { PlotFormat, PlotRow } from '../model/report.ts';
import { ok } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { drawChart, undrawableWhy } from './chart-picture.ts';
import { faultText, isPicture, plotsOf } from './plot-charts.ts';
import type { Plot, PlotFault } from './plot-charts.ts';
import { PlotTemplates } from './plot-templates.ts';
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
  const troubles = faultTexts(name, faults);
  const [hasHead, hasBase] = [head, base].map(
    state => state !== undefined && chart.revisions.includes(state.label),
  );
  if (hasHead !== true && hasBase !== true)
    return troubles.length === 0 ? undefined : { name, change: 'changed', troubles };
  // What is broken has not gone.
  if (hasHead !== true) return { name, change: troubles.length === 0 ? 'gone' : 'changed', troubles };
  const isSame =
    hasBase === true && sameDefinition({ head, base }, name) && samePoints(chart.points, chart.revisions);
  // Nor is what the base has lost new.
  const isNew = hasBase !== true && faults.every(({ revision }) => revision !== base?.label);
  const row: PlotRow = { name, change: isNew ? 'new' : isSame ? 'same' : 'changed', troubles };
  return format === undefined || isSame ? row : drawn(project.context, templates, row, chart, format);
}

async function drawn(
  context: Context,
  templates: PlotTemplates,
  row: PlotRow,
  chart: Chart,
  format: PlotFormat,
): Promise<PlotRow> {
  const { name, troubles } = row;
  try {
    const { content, remarks } = await drawChart(context, templates, chart, format);
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const left = remarks.filter(({ kind }) => kind === 'no-numbers').map(remarkText);
    return {
      ...row,
      drawn: { format, bytes },
      troubles: [...troubles, ...left.map(text => `'${name}': ${text}`)],
    };
  } catch (error) {
    return { ...row, troubles: [...troubles, `'${name}' cannot be drawn: ${undrawableWhy(error)}`] };
  }
}

/** What both sides have in common is said once. */
function faultTexts(name: string, faults: readonly PlotFault[]): readonly string[] {
  const groups = new Map<string, PlotFault[]>();
  for (const fault of faults) {
    const key = faultText(name, { ...fault, revision: '' });
    groups.set(key, [...(groups.get(key) ?? []), fault]);
  }
  return [...groups.values()].flatMap(group => {
    const revision = group.map(fault => fault.revision).join("' and '");
    return group.slice(0, 1).map(fault => faultText(name, { ...fault, revision }));
  });
}

/** The base does not have the file yet, which makes the plot a new one and is no trouble. */
function isJustNew({ revision, file, trouble }: PlotFault, base: StatePlots | undefined): boolean {
  return file !== undefined && revision === base?.label && isAbsent(trouble);
}

function sameDefinition({ head, base }: PlotSides, name: string): boolean {
  return sameData(definitionsOf(head).get(name), definitionsOf(base).get(name));
}

/** Do the rows of two revisions say the same, however the files are written? */
function samePoints(points: readonly Point[], [one, other]: readonly string[]): boolean {
  const of = (revision: string | undefined): readonly Point[] =>
    points.filter(point => point.get('rev') === revision);
  const [left, right] = [of(one), of(other)];
  return left.length === right.length && left.every((point, index) => isSamePoint(point, right[index]));
}

function isSamePoint(point: Point, other: Point | undefined): boolean {
  if (other?.size !== point.size) return false;
  return [...point].every(
    ([field, value]) =>
      field === 'rev' || (other.has(field) && pyStr(value) === pyStr(other.get(field) ?? null)),
  );
}
