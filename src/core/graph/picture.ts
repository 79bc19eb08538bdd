import type { Drawing } from '../../model/graph.ts';
import { Canvas } from './canvas.ts';
import type { Point } from './canvas.ts';
import { routeChannel } from './channel.ts';
import type { Turn } from './channel.ts';
import { givePorts } from './ports.ts';
import type { Link } from './ports.ts';
import { layOutRows } from './rows.ts';
import type { Item } from './rows.ts';
import { textWidth } from './text-width.ts';

const BOX_HEIGHT = 3;

interface Channel {
  readonly turns: ReadonlyMap<number, readonly Turn[]>;
  /** Line of the picture on which the channel's first turns lie. */
  readonly firstTrack: number;
}

/**
 * Draws boxes with names, upstream on top, and a line of its own for every edge, with an arrow where it
 * arrives. Lines cross at right angles and never join, so each can be followed from end to end.
 *
 * @param drawing one component. An edge from a node to itself becomes a mark at its name; an edge against
 *                the direction of all others points up.
 * @returns the lines of the picture.
 */
export async function drawPicture(drawing: Drawing): Promise<readonly string[]> {
  const loops = new Set(drawing.edges.filter(([from, to]) => from === to).map(([node]) => node));
  const marked = (name: string): string => (loops.has(name) ? `${name} ↻` : name);
  const edges = drawing.edges
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => [marked(from), marked(to)] as const);
  const { rows, ways } = await layOutRows({ nodes: drawing.nodes.map(marked), edges });
  const links = givePorts({ rows, ways });
  const upward = edges.map(([from], edge) => ways[edge]?.[0]?.name !== from);

  const { tops, channels } = stack(rows, links, upward);
  const canvas = new Canvas();
  for (const [row, items] of rows.entries()) {
    for (const item of items) drawBox(canvas, item, tops[row] ?? 0);
  }
  for (const [edge, own] of links.entries())
    drawEdge(canvas, own, { tops, channels, upward: upward[edge] === true });
  return canvas.lines();
}

/** Finds the top line of every row, and the turns in the channels between them. */
function stack(
  rows: readonly (readonly Item[])[],
  links: readonly (readonly Link[])[],
  upward: readonly boolean[],
): { readonly tops: readonly number[]; readonly channels: readonly Channel[] } {
  const tops: number[] = [];
  const channels: Channel[] = [];
  let line = 0;
  for (const row of rows.keys()) {
    tops.push(line);
    const own = links.flat().filter(link => link.channel === row);
    const { turns, tracks } = routeChannel(
      own.map(({ top, bottom }) => ({ top: top.column, bottom: bottom.column })),
    );
    // A line for the heads of arrows that point up, and at the lower end one for all others.
    const firstTrack = line + BOX_HEIGHT + (own.some(({ edge }) => upward[edge] === true) ? 1 : 0);
    channels.push({ turns: new Map(own.map(({ edge }, index) => [edge, turns[index] ?? []])), firstTrack });
    line = firstTrack + Math.max(tracks, 1) + 1;
  }
  return { tops, channels };
}

function drawBox(canvas: Canvas, { name, left, width }: Item, top: number): void {
  if (name === undefined) return;
  const right = left + width - 1;
  const bottom = top + BOX_HEIGHT - 1;
  canvas.line([
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ]);
  canvas.text([left + Math.floor((width - textWidth(name)) / 2), top + 1], name);
}

function drawEdge(
  canvas: Canvas,
  links: readonly Link[],
  { tops, channels, upward }: { tops: readonly number[]; channels: readonly Channel[]; upward: boolean },
): void {
  const first = links[0];
  const last = links.at(-1);
  if (first === undefined || last === undefined) return;
  const start = (tops[first.channel] ?? 0) + BOX_HEIGHT - 1;
  const end = tops[last.channel + 1] ?? 0;
  const head: Point = upward ? [first.top.column, start + 1] : [last.bottom.column, end - 1];
  const points: Point[] = [upward ? head : [first.top.column, start]];
  for (const link of links) {
    const channel = channels[link.channel];
    let { column } = link.top;
    for (const { track, to } of channel?.turns.get(link.edge) ?? []) {
      const line = (channel?.firstTrack ?? 0) + track;
      points.push([column, line], [to, line]);
      column = to;
    }
  }
  points.push(upward ? [last.bottom.column, end] : head);
  canvas.line(points);
  canvas.text(head, upward ? '▲' : '▼');
}
