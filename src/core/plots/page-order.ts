import { basename, dirname } from '../../model/path.ts';

/**
 * Where a plot stands on a page: charts as they are declared, those of which nothing can be seen after the others, then
 * pictures by folder, number and name.
 */
export type PageOrder = readonly [kind: number, folder: string, number: number, name: string];

export function pageOrder(name: string, kind: 'chart' | 'pictures', isEmpty = false): PageOrder {
  if (kind === 'chart') return [0, '', isEmpty ? 1 : 0, ''];
  const stem = basename(name).replace(/\.[^.]*$/, '');
  return [1, dirname(name), /^\d+$/.test(stem) ? Number(stem) : -1, basename(name)];
}

export function compareOrders(a: PageOrder, b: PageOrder): number {
  for (const [index, left] of a.entries()) {
    const right = b[index] ?? left;
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
