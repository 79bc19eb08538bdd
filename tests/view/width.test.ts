import { expect, it } from 'vitest';
import { widthOf } from '../../src/view/width.ts';

it.each([
  ['plain text counts its letters', 'abc 1', 5],
  ['nothing is nothing wide', '', 0],
  ['East Asian letters take two columns', '日本語', 6],
  ['half-width ones take one', 'ｱ', 1],
  ['full-width Latin takes two', 'Ａ', 2],
  ['a combining mark adds nothing', 'e\u0301', 1],
  ['accents in one letter add nothing', 'é', 1],
  ['Hangul takes two', '한', 2],
  ['Hangul in parts takes two', '\u1112\u1161\u11ab', 2],
  ['an emoji takes two', '👍', 2],
  ['a skin tone adds nothing', '👍🏽', 2],
  ['a family is one picture', '👩‍👩‍👧', 2],
  ['a flag is one picture', '🇩🇪🇫🇷', 4],
  ['a letter asked to be a picture takes two', '❤️', 2],
  ['the same letter alone takes one', '❤', 1],
  ['arrows and dots take one', '→·…', 3],
  ['what is invisible takes none', 'a\u200bb', 2],
])('%s', (_, text, width) => expect(widthOf(text)).toBe(width));
