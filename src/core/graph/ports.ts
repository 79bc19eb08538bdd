import type { Item, Rows } from './rows.ts';

/** Where an edge leaves or enters a box, or passes a row: a column that may move to straighten the edge. */
export interface Port {
  column: number;
  readonly lowest: number;
  readonly highest: number;
  /** Ports of the same side and the same box, or edges that pass next to this one. */
  before: Port | undefined;
  after: Port | undefined;
}

/** The two ends of one edge's way through the channel below row `channel`. */
export interface Link {
  readonly edge: number;
  readonly channel: number;
  readonly top: Port;
  readonly bottom: Port;
}

/** Ports next to each other keep at least one blank column between them. */
const STEP = 2;

/**
 * Gives every edge its ports.
 *
 * @returns the links of each edge from top to bottom, in the order of the edges.
 */
export function givePorts({ rows, ways }: Rows): readonly (readonly Link[])[] {
  const passing = new Map(rows.flatMap(row => passes(row)));
  const leaving = sidePorts(ways, way => [way[0], way[1]]);
  const entering = sidePorts(ways, way => [way.at(-1), way.at(-2)]);
  const links = ways.map((way, edge) =>
    way.slice(1).flatMap((below, step): Link[] => {
      const above = way[step];
      const top = step === 0 ? leaving[edge] : above && passing.get(above);
      const bottom = step === way.length - 2 ? entering[edge] : passing.get(below);
      const channel = rows.findIndex(row => above !== undefined && row.includes(above));
      return top === undefined || bottom === undefined ? [] : [{ edge, channel, top, bottom }];
    }),
  );
  const byChannel = [...links.flat()].sort((a, b) => a.channel - b.channel);
  for (const { top, bottom } of byChannel) if (!moveTo(bottom, top.column)) moveTo(top, bottom.column);
  for (const { top, bottom } of byChannel.reverse())
    if (!moveTo(top, bottom.column)) moveTo(bottom, top.column);
  return links;
}

/** Moves a port unless it would leave its place; tells whether it stands there now. */
function moveTo(port: Port, column: number): boolean {
  const { before, after, lowest, highest } = port;
  const fits =
    column >= Math.max(lowest, before === undefined ? lowest : before.column + STEP) &&
    column <= Math.min(highest, after === undefined ? highest : after.column - STEP);
  if (fits) port.column = column;
  return fits;
}

/** For every edge its port on the first item of the pair that `ends` picks; the second one is where it comes from. */
function sidePorts(
  ways: Rows['ways'],
  ends: (way: readonly Item[]) => readonly [Item | undefined, Item | undefined],
): readonly (Port | undefined)[] {
  const edgesOf = new Map<Item, { readonly edge: number; readonly towards: number }[]>();
  for (const [edge, way] of ways.entries()) {
    const [item, next] = ends(way);
    if (item === undefined || next === undefined) continue;
    const entry = { edge, towards: next.left + next.width / 2 };
    edgesOf.set(item, [...(edgesOf.get(item) ?? []), entry]);
  }
  const ports: (Port | undefined)[] = ways.map(() => undefined);
  for (const [item, edges] of edgesOf) {
    const sorted = edges.sort((a, b) => a.towards - b.towards || a.edge - b.edge);
    const spread = sorted.map((_, index) =>
      port(item, Math.round(((index + 1) * (item.width - 1)) / (sorted.length + 1))),
    );
    chain(spread);
    for (const [index, { edge }] of sorted.entries()) ports[edge] = spread[index];
  }
  return ports;
}

function port({ left, width }: Item, offset: number): Port {
  return {
    column: left + offset,
    lowest: left + 1,
    highest: left + width - 2,
    before: undefined,
    after: undefined,
  };
}

/** The ports of edges that pass a row: free to move between the boxes at both sides. */
function passes(row: readonly Item[]): [Item, Port][] {
  const ports = row.map((item, index): Port | undefined => {
    if (item.name !== undefined) return undefined;
    const boxBefore = row.slice(0, index).findLast(other => other.name !== undefined);
    const boxAfter = row.slice(index + 1).find(other => other.name !== undefined);
    return {
      column: item.left,
      lowest: boxBefore === undefined ? 0 : boxBefore.left + boxBefore.width + 1,
      highest: boxAfter === undefined ? Number.POSITIVE_INFINITY : boxAfter.left - 2,
      before: undefined,
      after: undefined,
    };
  });
  chain(ports);
  return row.flatMap((item, index): [Item, Port][] => {
    const own = ports[index];
    return own === undefined ? [] : [[item, own]];
  });
}

function chain(ports: readonly (Port | undefined)[]): void {
  for (const [index, own] of ports.entries()) {
    if (own === undefined) continue;
    own.before = ports[index - 1];
    own.after = ports[index + 1];
  }
}
