import type { Edge } from '../../model/graph.ts';
import type { StageRow } from '../../model/report.ts';
import { layOutRows } from '../graph/rows.ts';
import type { Item } from '../graph/rows.ts';
import { textWidth } from '../graph/text-width.ts';
import { element } from '../html/element.ts';
import type { Html } from '../html/element.ts';
import { shortStateText } from './sentences.ts';

/** Larger ones are no picture any more. */
const MOST_STAGES = 60;
const LONGEST_NAME = 36;
/** Of a letter of the diagram, which has the letters of a terminal. */
const LETTER = 7.4;
const BOX_HEIGHT = 44;
const ROW_HEIGHT = 76;
const MARGIN = 4;

/** The stages as a picture, upstream on top, each with what became of it; undefined where that is not worth a picture. */
export async function stagesPicture(stages: readonly StageRow[]): Promise<Html | undefined> {
  if (stages.length < 2 || stages.length > MOST_STAGES) return undefined;
  const boxes = new Map(stages.map((stage, index) => [keyOf(stage, index), stage]));
  const keys = new Map([...boxes].map(([key, { name }]) => [name, key]));
  const edges: Edge[] = [...boxes].flatMap(([key, { upstream }]) =>
    upstream.flatMap(name => {
      const from = keys.get(name);
      return from === undefined ? [] : [[from, key] as const];
    }),
  );
  const { rows, ways } = await layOutRows({ nodes: [...boxes.keys()], edges });
  const rowOf = new Map(rows.flatMap((row, index) => row.map(item => [item, index] as const)));
  const columns = Math.max(...rows.flat().map(({ left, width }) => left + width));
  const width = Math.ceil(columns * LETTER) + 2 * MARGIN;
  const height = (rows.length - 1) * ROW_HEIGHT + BOX_HEIGHT + 2 * MARGIN;
  return element(
    'svg',
    { class: 'dag', width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'Stages' },
    ...ways.map(way => element('path', { class: 'edge', d: wayPath(way, rowOf) })),
    ...ways
      .flatMap(way => way.slice(-1))
      .map(item => element('path', { class: 'head', d: headPath(item, rowOf) })),
    ...rows.flatMap((row, index) =>
      row.flatMap(item => {
        const stage = boxes.get(item.name ?? '');
        return stage === undefined ? [] : [box(stage, item, index * ROW_HEIGHT + MARGIN)];
      }),
    ),
  );
}

/** As wide as what stands in the box, and like no other. */
function keyOf(stage: StageRow, index: number): string {
  const width = Math.max(textWidth(shortName(stage)), shortStateText(stage).length);
  return String(index).padEnd(width, '.');
}

function shortName({ name }: StageRow): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function box(stage: StageRow, item: Item, y: number): Html {
  const x = item.left * LETTER + MARGIN;
  const width = item.width * LETTER;
  const centre = { x: x + width / 2, 'text-anchor': 'middle' };
  return element(
    'g',
    { class: `node ${stage.state}` },
    element('title', {}, stage.name),
    element('rect', { x, y, width, height: BOX_HEIGHT, rx: 7 }),
    element('text', { ...centre, y: y + 19, class: 'name' }, shortName(stage)),
    element('text', { ...centre, y: y + 35, class: 'state' }, shortStateText(stage)),
  );
}

/** A line that leaves a box downwards and comes down on the next. */
function wayPath(way: readonly Item[], rowOf: ReadonlyMap<Item, number>): string {
  const places = way.map(item => topOf(item, rowOf));
  return places
    .map(({ x, top }, index) => {
      const before = places[index - 1];
      if (before === undefined) return `M${x} ${top + BOX_HEIGHT}`;
      const middle = top - (ROW_HEIGHT - BOX_HEIGHT) / 2;
      const bend = `C${before.x} ${middle} ${x} ${middle} ${x} ${top}`;
      return index === places.length - 1 ? bend : `${bend}V${top + BOX_HEIGHT}`;
    })
    .join('');
}

function headPath(item: Item, rowOf: ReadonlyMap<Item, number>): string {
  const { x, top } = topOf(item, rowOf);
  return `M${x} ${top}l-4.5 -8h9z`;
}

/** The middle of its upper side. */
function topOf(item: Item, rowOf: ReadonlyMap<Item, number>): { readonly x: number; readonly top: number } {
  return {
    x: (item.left + item.width / 2) * LETTER + MARGIN,
    top: (rowOf.get(item) ?? 0) * ROW_HEIGHT + MARGIN,
  };
}
