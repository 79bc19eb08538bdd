import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readLetterWidths } from '../../src/adapters/font-widths.ts';

const font = readFileSync(new URL('../../dist/fonts/Roboto-Regular.ttf', import.meta.url));

it('letters of a font are as wide as its tables say', () => {
  const widths = readLetterWidths(font);
  expect(widths('0')).toBe(widths('7'));
  expect(widths('i')).toBeLessThan(widths('n'));
  expect(widths('n')).toBeLessThan(widths('W'));
  expect(widths('é')).toBe(widths('e'));
});

it('letters that the font has not are as wide as its empty box', () => {
  const widths = readLetterWidths(font);
  expect(widths('界')).toBe(widths('\u{1f600}'));
  expect(widths('界')).toBeGreaterThan(0);
});
