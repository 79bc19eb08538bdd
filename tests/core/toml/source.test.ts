import { expect, it } from 'vitest';
import { TomlSource } from '../../../src/core/toml/source.ts';

it('moves over gaps and comments', () => {
  const source = new TomlSource(' \t# é\n\n  a # end');
  source.skipGap();
  expect(source.at).toBe(9);
  expect(source.takes('b')).toBe(false);
  expect(source.takes('a')).toBe(true);
  source.finishLine();
  expect(source.isAtEnd).toBe(true);
});

it('refuses more on a line, and controls in a comment', () => {
  expect(() => new TomlSource(' x').finishLine()).toThrow(expect.objectContaining({ at: 1 }));
  expect(() => new TomlSource('#\x01').finishLine()).toThrow(expect.objectContaining({ at: 1 }));
});
