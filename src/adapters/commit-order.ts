/** A commit as `git rev-list --timestamp --parents` tells it. */
export interface ListedCommit {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly time: number;
  readonly parents: readonly string[];
}

/** Reads the lines `<time> <id> <parent>…`. */
export function parseCommits(listed: string): ListedCommit[] {
  return listed.split('\n').flatMap(line => {
    const [time, id, ...parents] = line.split(' ');
    return id === undefined ? [] : [{ id, time: Number(time), parents }];
  });
}

/**
 * The order in which DVC goes through all commits: from the given ones down to their parents, the youngest of those in
 * sight first, and of equally young ones the one whose id sorts first.
 *
 * @source dulwich walk.py (ORDER_DATE; commits compare by id).
 */
export function inDateOrder(commits: readonly ListedCommit[], starts: Iterable<string>): readonly string[] {
  const known = new Map(commits.map(commit => [commit.id, commit]));
  const seen = new Set<string>();
  /** Sorted; the next one is the last. */
  const inSight: ListedCommit[] = [];
  const order: string[] = [];
  const see = (id: string): void => {
    const commit = known.get(id);
    if (commit === undefined || seen.has(id)) return;
    seen.add(id);
    let low = 0;
    for (let high = inSight.length; low < high; ) {
      const middle = (low + high) >>> 1;
      const other = inSight[middle];
      if (other !== undefined && comesFirst(commit, other)) low = middle + 1;
      else high = middle;
    }
    inSight.splice(low, 0, commit);
  };
  for (const id of starts) see(id);
  for (let next = inSight.pop(); next !== undefined; next = inSight.pop()) {
    order.push(next.id);
    next.parents.forEach(see);
  }
  return order;
}

function comesFirst(a: ListedCommit, b: ListedCommit): boolean {
  return a.time === b.time ? a.id < b.id : a.time > b.time;
}
