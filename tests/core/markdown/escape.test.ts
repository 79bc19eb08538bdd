import { describe, expect, it } from 'vitest';
import { codeSpan, plainText } from '../../../src/core/markdown/escape.ts';

describe('a name in Markdown', () => {
  it.each([
    ['loss.train', '`loss.train`'],
    ['F1 (macro)', '`F1 (macro)`'],
    ['Größe', '`Größe`'],
    ['</details>@team', '`</details>@team`'],
    ['http://x.y', '`http://x.y`'],
    ['_a_ *b*', '`_a_ *b*`'],
  ])('%j stands between backticks', (name, markdown) => {
    expect(codeSpan(name)).toBe(markdown);
  });

  it.each([
    ['a|b', '<code>a&#124;b</code>'],
    ['a\\|b', '<code>a&#92;&#124;b</code>'],
    ['|_a_b_<me@x.y>', '<code>&#124;&#95;a_b&#95;&#60;me&#64;\u200bx.y&#62;</code>'],
    ['`rm`', '`` `rm` ``'],
    ['a``b', '```a``b```'],
    [' a  b ', '`  a  b  `'],
    ['  ', '<code>&#32;&#32;</code>'],
    ['a\r\nb\tc', '`a b c`'],
    ['a\0\ud800', '`a\ufffd\ufffd`'],
    ['\u202egnp.x', '`\ufffdgnp.x`'],
    ['', ''],
  ])('%j does nothing', (name, markdown) => {
    expect(codeSpan(name)).toBe(markdown);
  });
});

describe('words in Markdown', () => {
  it('stay words, and call nobody', () => {
    expect(plainText('3 failed, 1 *new*.')).toBe('3 failed, 1 &#42;new&#42;.');
    expect(plainText('ask @team')).toBe('ask &#64;\u200bteam');
    expect(plainText('www.x.org')).toBe('www\u200b&#46;x.org');
    expect(plainText('see #12, GH-7 and https://x.y')).toBe(
      'see &#35;\u200b12, GH&#45;\u200b7 and https&#58;\u200b//x.y',
    );
    expect(plainText('as of 0123abcd')).toBe('as of 0123ab\u200bcd');
  });

  it('can be read in the source where they mean nothing', () => {
    const words = 'train.py changed: lr 0.1 → 0.2 (-9.9%), data/raw_2-x.csv; 1e-05, +0.1 or 1.2345679e+29';
    expect(plainText(words)).toBe(words);
  });

  it('begin no list', () => {
    expect(['- a', '+ a', '1. a', '12) a', '/close', '=='].map(plainText)).toEqual([
      '&#45; a',
      '&#43; a',
      '1&#46; a',
      '12&#41; a',
      '&#47;close',
      '&#61;&#61;',
    ]);
  });
});

describe('a text that is made to be slow', () => {
  it.each([' ', '1', '`', '`a', '-', '.', ':a', 'a1', 'www.', 'gh-'])('of many %j is not', piece => {
    const text = `x${piece.repeat(200_000)}x`;
    expect(plainText(text)).toContain('x');
    expect(plainText(text.slice(1))).toContain('x');
    expect(codeSpan(`${text}|`)).toContain('x');
    expect(codeSpan(text)).toContain('x');
  });
});
