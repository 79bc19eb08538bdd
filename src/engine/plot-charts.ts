import type { Trouble } from '../core/metrics/revisions.ts';
import { pointsOf } from '../core/plots/points.ts';
import type { PlotData } from '../core/plots/records.ts';
import { SeparatedRows } from '../core/plots/separated.ts';
import type { SeriesRows } from '../core/plots/series-rows.ts';
import { dataFilesOf } from '../core/plots/sources.ts';
import type { Chart } from '../core/plots/template.ts';
import type { PlotDefinition, PlotProps, PlotTrouble } from '../model/plot.ts';
import { isList, isMap } from '../model/value.ts';
import type { StatePlots } from './plots.ts';

/** A picture of one revision. */
export interface Picture {
  readonly revision: string;
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What of a plot is missing. `file` is absent when the rows of its files do not fit what is to be drawn. */
export interface PlotFault {
  readonly revision: string;
  readonly file?: string;
  readonly trouble: Trouble | PlotTrouble;
}

/** A plot of all states together. */
export interface Plot {
  readonly name: string;
  readonly content:
    | { readonly kind: 'chart'; readonly chart: Chart }
    | { readonly kind: 'pictures'; readonly pictures: readonly Picture[] };
  readonly faults: readonly PlotFault[];
}

const PICTURE = /[^/]\.(?:jpg|jpeg|gif|png|svg)$/;

/** Is what is declared under this id a picture already? */
export function isPicture(id: string): boolean {
  return PICTURE.test(id);
}

/** A plot of one state, under the name that all states share. */
interface Part {
  readonly state: StatePlots;
  readonly definition: PlotDefinition;
}

/** How many charts {@link plotsOf} gives, at most. */
export function countCharts(states: readonly StatePlots[]): number {
  const names = new Set<string>();
  for (const { definitions } of states) {
    if (!definitions.ok) continue;
    for (const [name, { id }] of definitions.value) if (!isPicture(id)) names.add(name);
  }
  return names.size;
}

/**
 * Puts the plots of all states together, one after the other, so that not all of their data are held at once.
 *
 * @param states in the order in which they are to be shown.
 * @source iterative/dvc dvc/render/match.py.
 */
export async function* plotsOf(states: readonly StatePlots[]): AsyncGenerator<Plot> {
  const parts = new Map<string, Part[]>();
  for (const state of states) {
    for (const [name, definition] of state.definitions.ok ? state.definitions.value : [])
      parts.set(name, [...(parts.get(name) ?? []), { state, definition }]);
  }
  for (const [name, group] of parts) {
    const isDrawn = group.some(({ definition }) => isPicture(definition.id));
    yield isDrawn ? await picturesOf(name, group) : await chartOf(name, group);
  }
}

async function picturesOf(name: string, group: readonly Part[]): Promise<Plot> {
  const pictures: Picture[] = [];
  const faults: PlotFault[] = [];
  for (const { state, definition } of group) {
    const revision = state.label;
    for (const file of dataFilesOf(definition.id, definition.props)) {
      const bytes = await state.bytes(file);
      if (!bytes.ok) faults.push({ revision, file, trouble: bytes.error });
      else if (bytes.value.length > 0) pictures.push({ revision, file, bytes: bytes.value });
    }
  }
  const [first] = group;
  return { name: first?.definition.id ?? name, content: { kind: 'pictures', pictures }, faults };
}

async function chartOf(name: string, group: readonly Part[]): Promise<Plot> {
  const given = together(group);
  const faults: PlotFault[] = [];
  const rows: SeriesRows[] = [];
  const revisions: string[] = [];
  let first: Pick<Chart, 'props' | 'series'> | undefined;
  for (const { state, definition } of group) {
    const revision = state.label;
    const files = new Map<string, PlotData>();
    for (const file of dataFilesOf(definition.id, definition.props)) {
      const read = await state.values(file);
      if (!read.ok) faults.push({ revision, file, trouble: read.error });
      else if (!isEmpty(read.value)) files.set(file, read.value);
    }
    const drawn = pointsOf(definition.id, given, files, revision);
    if (!drawn.ok) {
      faults.push({ revision, trouble: drawn.error });
      continue;
    }
    if (drawn.value.rows.length === 0) continue;
    revisions.push(revision);
    first ??= drawn.value;
    rows.push(...drawn.value.rows);
  }
  const props: PlotProps = new Map([['title', name], ...(first?.props ?? [])]);
  return {
    name,
    content: { kind: 'chart', chart: { rows, revisions, series: first?.series ?? [], props } },
    faults,
  };
}

/** Of states that say different things the first one is right. */
function together(group: readonly Part[]): PlotProps {
  return new Map([...group].reverse().flatMap(({ definition }) => [...definition.props]));
}

function isEmpty(value: PlotData): boolean {
  if (value instanceof SeparatedRows) return value.length === 0;
  return (isMap(value) && value.size === 0) || (isList(value) && value.length === 0) || value === null;
}
