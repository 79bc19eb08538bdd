import { expect, it } from 'vitest';
import { elementId } from '../../../src/core/plots/element-id.ts';
import { compareOrders, pageOrder } from '../../../src/core/plots/page-order.ts';

it('shows charts as they are declared, then pictures by folder and number', () => {
  const names = ['b/10.png', 'z.csv', 'b/2.png', 'a/x.png', 'a.csv', 'b/last.png'];
  const order = (name: string) => pageOrder(name, name.endsWith('.csv') ? 'chart' : 'pictures');
  expect(names.sort((a, b) => compareOrders(order(a), order(b)))).toEqual([
    'z.csv',
    'a.csv',
    'a/x.png',
    'b/last.png',
    'b/2.png',
    'b/10.png',
  ]);
});

it('shows charts of which nothing can be seen after the others', () => {
  const [empty, full, picture] = [
    pageOrder('a', 'chart', true),
    pageOrder('b', 'chart'),
    pageOrder('c', 'pictures'),
  ];
  expect([picture, empty, full].sort(compareOrders)).toEqual([full, empty, picture]);
});

it('gives a plot the address that it has in a page of DVC', () => {
  expect(elementId('live/a b.tsv')).toBe('live_a_b_tsv');
});
