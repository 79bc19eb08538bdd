import { describe, expect, it } from 'vitest';
import { htmlText, jsonInPage, pageValue, tableOf } from '../../../src/core/plots/page-data.ts';
import { Float } from '../../../src/model/value.ts';
import { seriesOf } from './series.ts';

const AS_IS = { numeric: new Set<string>(), names: new Map<string, string>(), kept: new Set<string>() };

describe('rows of a page', () => {
  it('say once what all of them have in common', () => {
    const rows = seriesOf([0, 1].map(step => ({ step, loss: step * 2 })));
    expect(tableOf(rows, AS_IS)).toEqual({
      rows: 2,
      columns: [
        { name: 'step', values: [0, 1] },
        { name: 'loss', values: [0, 2] },
        { name: 'rev', all: 'workspace' },
      ],
    });
  });

  it('have nothing where a row has no such column, or one that is no number', () => {
    const rows = seriesOf([{ a: '1' }, { a: 'x', b: 'y' }]);
    expect(tableOf(rows, { ...AS_IS, numeric: new Set(['a']) }).columns.slice(0, 2)).toEqual([
      { name: 'a', values: [1, null] },
      { name: 'b', values: [null, 'y'] },
    ]);
  });

  it('are none where there are none', () => {
    expect(tableOf(seriesOf([]), AS_IS).rows).toBe(0);
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
