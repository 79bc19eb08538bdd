import { describe, expect, it } from 'vitest';
import { element, escapeHtml, join } from '../../../src/core/html/element.ts';

describe('an element of HTML', () => {
  it('holds texts as texts, and elements as they are', () => {
    const made = element('p', { class: 'a', id: undefined }, 'x < y & "z" ', element('b', {}, '</p>'), [
      'and',
      undefined,
      join(['more']),
    ]);
    expect(made.source).toBe('<p class="a">x &#60; y &#38; &#34;z&#34; <b>&#60;/p&#62;</b>andmore</p>');
  });

  it('is not broken out of by an attribute', () => {
    expect(element('img', { alt: '"><script>', width: 4 }).source).toBe(
      '<img alt="&#34;&#62;&#60;script&#62;" width="4">',
    );
  });

  it('shows what is no text as U+FFFD', () => {
    expect(escapeHtml('a\0b\u001bc\ud800d\n\te')).toBe('a\ufffdb\ufffdc\ufffdd\n\te');
  });
});
