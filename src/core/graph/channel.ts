/** A line from a column at the upper edge of a channel to one at its lower edge. */
export interface Crossing {
  readonly top: number;
  readonly bottom: number;
}

/** A change of column: on line `track` of the channel, to column `to`. */
export interface Turn {
  readonly track: number;
  readonly to: number;
}

export interface RoutedChannel {
  /** For each crossing its turns from top to bottom; none where it goes straight down. */
  readonly turns: readonly (readonly Turn[])[];
  /** Lines that the channel needs for turns. */
  readonly tracks: number;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly track: number;
}

/**
 * Finds ways through the channel between two rows of boxes so that no two lines share more than a crossing.
 *
 * @param crossings no two have the same top, no two the same bottom.
 */
export function routeChannel(crossings: readonly Crossing[]): RoutedChannel {
  const turns: Turn[][] = crossings.map(() => []);
  const laid: Stretch[] = [];
  const waiting = crossings
    .map((crossing, index) => ({ ...crossing, index, after: 0 }))
    .filter(({ top, bottom }) => top !== bottom)
    .sort((a, b) => direction(b) - direction(a) || direction(a) * (b.top - a.top));
  const taken = new Set(crossings.flatMap(({ top, bottom }) => [top, bottom]));

  const lay = (index: number, { top, bottom }: Crossing, after: number): number => {
    const track = freeTrack(laid, { top, bottom }, after);
    laid.push({ from: top, to: bottom, track });
    turns[index]?.push({ track, to: bottom });
    return track;
  };

  // One that comes down in the column from which another one starts has to turn below it. Starting columns
  // of lines that are laid give their track; those of lines that still wait make others wait.
  const startedAt = new Map<number, number>();
  while (waiting.length > 0) {
    const starts = new Set(waiting.filter(({ after }) => after === 0).map(({ top }) => top));
    const ready = waiting.findIndex(({ bottom }) => !starts.has(bottom));
    const [next] = waiting.splice(Math.max(ready, 0), 1);
    if (next === undefined) break;
    if (ready >= 0) {
      const track = lay(next.index, next, Math.max(next.after, (startedAt.get(next.bottom) ?? -1) + 1));
      if (next.after === 0) startedAt.set(next.top, track);
      continue;
    }
    // All wait for each other. One of them steps aside into a column of its own and comes back further down.
    const aside = freeColumn(taken, next);
    taken.add(aside);
    const track = lay(next.index, { top: next.top, bottom: aside }, 0);
    startedAt.set(next.top, track);
    waiting.push({ ...next, top: aside, after: track + 1 });
  }
  return { turns, tracks: laid.reduce((most, { track }) => Math.max(most, track + 1), 0) };
}

function direction({ top, bottom }: Crossing): number {
  return Math.sign(bottom - top);
}

/** The first line from `after` on that has room, below all that go the same way and would be cut twice above. */
function freeTrack(laid: readonly Stretch[], crossing: Crossing, after: number): number {
  const [low, high] = [Math.min(crossing.top, crossing.bottom), Math.max(crossing.top, crossing.bottom)];
  const near = laid.filter(({ from, to }) => Math.min(from, to) <= high + 1 && Math.max(from, to) >= low - 1);
  const sameWay = near.filter(({ from, to }) => Math.sign(to - from) === direction(crossing));
  let track = sameWay.reduce((least, stretch) => Math.max(least, stretch.track + 1), after);
  while (near.some(stretch => stretch.track === track)) track++;
  return track;
}

function freeColumn(taken: ReadonlySet<number>, { top, bottom }: Crossing): number {
  const low = Math.min(top, bottom);
  let column = low + 1;
  while (taken.has(column)) column++;
  return column;
}
