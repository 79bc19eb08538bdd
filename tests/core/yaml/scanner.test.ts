import { describe, expect, it } from 'vitest';
import { Scanner } from '../../../src/core/yaml/scanner.ts';

/** The kinds of tokens, with the text of those that have one. */
function tokens(text: string): string {
  const scanner = new Scanner(text);
  const found: string[] = [];
  for (let next = scanner.next(); next.kind !== 'stream-end'; next = scanner.next()) {
    found.push(
      ['scalar', 'alias', 'anchor', 'tag'].includes(next.kind) ? `${next.kind}(${next.text})` : next.kind,
    );
  }
  return found.join(' ');
}

describe('a text is cut into tokens', () => {
  it.for([
    ['', ''],
    ['# a', ''],
    ['a: b', 'block-map key scalar(a) value scalar(b) block-end'],
    ['- a\n- b', 'block-list block-item scalar(a) block-item scalar(b) block-end'],
    ['a:\n- b', 'block-map key scalar(a) value block-item scalar(b) block-end'],
    ['a:\n - b', 'block-map key scalar(a) value block-list block-item scalar(b) block-end block-end'],
    ['[a: b]', '[ key scalar(a) value scalar(b) ]'],
    ['[a]: b', 'block-map key [ scalar(a) ] value scalar(b) block-end'],
    ['&a !b c: *d', 'block-map key anchor(a) tag(b) scalar(c) value alias(d) block-end'],
    ['? a\n: b', 'block-map key scalar(a) value scalar(b) block-end'],
    ['--- |\n a\n...', 'document-start scalar(a\n) document-end'],
    ['%X\n--- a', 'directive document-start scalar(a)'],
    ['a # b\n  c', 'scalar(a) scalar(c)'],
    ['\ufeffa: b', 'block-map key scalar(a) value scalar(b) block-end'],
  ])('%j', ([text = '', kinds]) => {
    expect(tokens(text)).toBe(kinds);
  });
});

describe('a key', () => {
  it('stands on one line with its colon', () => {
    expect(() => tokens('"a\nb": c')).toThrow('cannot stand here');
  });

  it('is at most 1024 characters long', () => {
    expect(tokens(`${'😀'.repeat(1024)}: b`)).toContain('key');
    expect(() => tokens(`${'x'.repeat(1025)}: b`)).toThrow('cannot stand here');
    expect(() => tokens(`a: b\n${'x'.repeat(1025)}: b`)).toThrow('a `:` must follow this');
  });

  it('is required in the column of the keys before it', () => {
    expect(() => tokens('a: b\nc\nd: e')).toThrow('a `:` must follow this');
  });
});
