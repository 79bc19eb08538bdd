import { describe, expect, it } from 'vitest';
import { codeSpan, plainText } from '../../../src/core/markdown/escape.ts';

describe('a name in Markdown', () => {
  it('stands between backticks where it is plain', () => {
    expect(codeSpan('loss.train')).toBe('`loss.train`');
    expect(codeSpan('F1 (macro)')).toBe('<code>F1 &#40;macro&#41;</code>');
    expect(codeSpan('Größe')).toBe('<code>Größe</code>');
  });

  it.each([
    ['a|b', '<code>a&#124;b</code>'],
    ['a\\|b', '<code>a&#92;&#124;b</code>'],
    ['`rm`', '<code>&#96;rm&#96;</code>'],
    ['</details>@team', '<code>&#60;&#47;details&#62;&#64;team</code>'],
    ['a\r\nb\tc', '`a b c`'],
    ['a\0\ud800', '<code>a\ufffd\ufffd</code>'],
    [' a  b ', '<code>&#32;a &#32;b&#32;</code>'],
    ['http://x.y', '<code>http&#58;&#47;&#47;x&#46;y</code>'],
    ['', ''],
  ])('%j does nothing', (name, markdown) => {
    expect(codeSpan(name)).toBe(markdown);
  });
});

describe('words in Markdown', () => {
  it('stay words, and call nobody', () => {
    expect(plainText('3 failed, 1 *new*.')).toBe('3 failed, 1 &#42;new&#42;.');
    expect(plainText('ask @team')).toBe('ask &#64;\u200bteam');
    expect(plainText('www.x.org')).toBe('www&#46;x&#46;org');
  });
});
