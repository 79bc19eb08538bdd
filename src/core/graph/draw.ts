import type { Drawing } from '../../model/graph.ts';
import type { DagView } from './dag.ts';
import { upstreamOf } from './dag.ts';
import { drawPicture } from './picture.ts';
import { textWidth } from './text-width.ts';
import { postOrder } from './walk.ts';

/** From here on a picture says less than a list, and laying it out takes too long. */
const MOST_NODES = 100;
/** Blanks between two pictures side by side. */
const GAP = 3;

export interface Drawn {
  /** Lines without a line break at the end; the empty string for nothing to show. */
  readonly text: string;
  /** Did all of it become pictures? */
  readonly isPicture: boolean;
}

/**
 * Draws what `dag` shows for a terminal: every component as a picture, next to each other while there is room.
 * A component that is wider than the terminal, and everything when there are more than 100 nodes, becomes a list.
 *
 * @param columns width of the terminal.
 */
export async function drawDag(view: DagView, columns: number): Promise<Drawn> {
  if (view.nodes.length > MOST_NODES)
    return {
      text: view.components.flatMap(part => listLines(part, columns)).join('\n'),
      isPicture: false,
    };
  const bands: Block[] = [];
  let isPicture = true;
  for (const component of view.components) {
    const picture = block(await drawPicture(component));
    const fits = picture.width <= columns;
    const part = fits ? picture : block(listLines(component, columns));
    isPicture &&= fits;
    const last = bands.at(-1);
    if (last !== undefined && last.width + GAP + part.width <= columns)
      bands.push(beside(bands.pop() ?? last, part));
    else bands.push(part);
  }
  return { text: bands.map(({ lines }) => lines.join('\n')).join('\n\n'), isPicture };
}

interface Block {
  readonly lines: readonly string[];
  readonly width: number;
}

function block(lines: readonly string[]): Block {
  return { lines, width: Math.max(0, ...lines.map(textWidth)) };
}

function beside(left: Block, right: Block): Block {
  const at = left.width + GAP;
  const height = Math.max(left.lines.length, right.lines.length);
  const lines = Array.from({ length: height }, (_, index) => {
    const line = left.lines[index] ?? '';
    return (line + ' '.repeat(at - textWidth(line)) + (right.lines[index] ?? '')).trimEnd();
  });
  return { lines, width: at + right.width };
}

/**
 * One line for each node, upstream first: `name ← what it reads`. The deeper in the graph, the further to the
 * right, unless that would take more than a quarter of the width.
 */
function listLines(drawing: Drawing, columns: number): readonly string[] {
  const upstream = upstreamOf(drawing);
  const depths = new Map<string, number>();
  for (const node of postOrder(drawing.nodes, upstream)) {
    const above = (upstream.get(node) ?? []).map(other => depths.get(other) ?? -1);
    depths.set(node, Math.max(-1, ...above) + 1);
  }
  const deepest = Math.max(0, ...depths.values());
  const indent = deepest * 2 > columns / 4 ? 0 : 2;
  return [...depths].map(([node, depth]) => {
    const reads = upstream.get(node) ?? [];
    return ' '.repeat(depth * indent) + node + (reads.length === 0 ? '' : ` ← ${reads.join(', ')}`);
  });
}
