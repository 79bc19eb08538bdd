import { describe, expect, it } from 'vitest';
import { htmlText, jsonInPage, pageValue, tablesOf } from '../../../src/core/plots/page-data.ts';
import { Float } from '../../../src/model/value.ts';
import type { Point } from '../../../src/model/plot.ts';

const point = (row: Readonly<Record<string, string | number>>): Point => new Map(Object.entries(row));

describe('rows of a page', () => {
  it('say once what all rows of a line have in common', () => {
    const points = ['HEAD', 'v1'].flatMap(rev => [0, 1].map(step => point({ step, loss: step * 2, rev })));
    expect(tablesOf(points)).toEqual(
      ['HEAD', 'v1'].map(rev => ({
        rows: 2,
        columns: [
          { name: 'step', values: [0, 1] },
          { name: 'loss', values: [0, 2] },
          { name: 'rev', all: rev },
        ],
      })),
    );
  });

  it('keep what columns each row has', () => {
    const tables = tablesOf([
      point({ a: 1, rev: 'x' }),
      point({ b: 1, rev: 'x' }),
      point({ b: 2, rev: 'x' }),
    ]);
    expect(tables.map(({ rows }) => rows)).toEqual([1, 2]);
    expect(tables[1]?.columns.map(({ name }) => name)).toEqual(['b', 'rev']);
  });

  it('are none where there are none', () => {
    expect(tablesOf([])).toEqual([]);
  });
});

describe('a value in a page', () => {
  it('is nothing where JSON has no word for it', () => {
    const values = [new Float(0.5), new Float(NaN), new Float(Infinity), 12n, 'x', null];
    expect(pageValue(values)).toEqual([0.5, null, null, 12, 'x', null]);
  });

  it('keeps names that JavaScript gives a meaning', () => {
    expect(jsonInPage(pageValue(new Map([['__proto__', 1]])))).toBe('{"__proto__":1}');
  });

  it('ends no element of the page, and is the same when it is read', () => {
    const text = '</script><!-- \u2028 "\'&';
    expect(jsonInPage(text)).not.toMatch(/[<\u2028]/);
    expect(JSON.parse(jsonInPage(text))).toBe(text);
    expect(htmlText(`<b a="'&">`)).toBe('&lt;b a=&quot;&#39;&amp;&quot;&gt;');
  });
});
