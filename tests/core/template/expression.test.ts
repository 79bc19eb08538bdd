import { describe, expect, it } from 'vitest';
import { findTemplates, parseExpression, unescape } from '../../../src/core/template/expression.ts';

describe('templates in a text', () => {
  const inners = (text: string): readonly string[] => findTemplates(text).map(({ inner }) => inner);

  it('reach to the next brace, and stay on their line', () => {
    expect(inners('a ${b} ${c[${d}]} ${e')).toEqual(['b', 'c[${d']);
    expect(inners('${a\n} ${}')).toEqual(['']);
  });

  it('are none behind a backslash, which goes away with the rest', () => {
    expect(inners('\\${a} ${b}')).toEqual(['b']);
    expect(unescape('\\${a} $b \\$')).toBe('${a} $b \\$');
  });

  it('know where they stand', () => {
    expect(findTemplates('x${a}')).toEqual([{ start: 1, end: 5, inner: 'a' }]);
  });
});

describe('an expression', () => {
  it('names parts by dots and brackets, blanks around them do not count', () => {
    for (const inner of ['a.b.0', 'a[b][0]', 'a.b[0]', ' a . b [ 0 ] '])
      expect(parseExpression(inner), inner).toMatchObject({ parts: ['a', 'b', '0'] });
    expect(parseExpression('a b-c.@é')).toMatchObject({ parts: ['a b-c', '@é'] });
    expect(parseExpression('a .b [ c ]')).toMatchObject({ dotted: 'a .b . c ' });
  });

  it('is nothing else: no empty parts, no open brackets, nothing behind one', () => {
    const places = Object.entries({
      '': 0,
      '.a': 0,
      'a.': 1,
      'a..b': 1,
      'a[]': 1,
      'a[b': 1,
      'a]b': 1,
      '[a]': 0,
    });
    for (const [inner, failedAt] of [...places, ['a[b] c', 5] as const])
      expect(parseExpression(inner), inner).toEqual({ failedAt });
  });
});
