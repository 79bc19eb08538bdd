/** What differs between two states of a folder. */
export interface TreeChange {
  readonly added: number;
  readonly deleted: number;
  readonly modified: number;
  /** The first of them by name, below the folder. */
  readonly first: string;
}

/** Such as `3 files changed (1 added, 2 modified), first a.csv`. */
export function treeChangeText({ added, deleted, modified, first }: TreeChange): string {
  const count = added + deleted + modified;
  const kinds = [
    [added, 'added'],
    [deleted, 'deleted'],
    [modified, 'modified'],
  ] as const;
  const said = kinds.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return `${count} file${count === 1 ? '' : 's'} changed (${said.join(', ')}), first ${first}`;
}

interface Entry {
  readonly relpath: string;
  readonly md5: string;
}

/** Undefined when the two hold the same. */
export function compareTrees(then: readonly Entry[], now: readonly Entry[]): TreeChange | undefined {
  const before = new Map(then.map(({ relpath, md5 }) => [relpath, md5]));
  const changed: string[] = [];
  const counts = { added: 0, deleted: 0, modified: 0 };
  for (const { relpath, md5 } of now) {
    const known = before.get(relpath);
    before.delete(relpath);
    if (known === md5) continue;
    counts[known === undefined ? 'added' : 'modified']++;
    changed.push(relpath);
  }
  counts.deleted = before.size;
  changed.push(...before.keys());
  const [first] = changed.sort();
  return first === undefined ? undefined : { ...counts, first };
}
