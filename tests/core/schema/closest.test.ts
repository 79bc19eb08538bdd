import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closest } from '../../../src/core/schema/closest.ts';

const KNOWN = ['cmd', 'deps', 'params', 'outs', 'metrics', 'plots', 'frozen', 'always_changed'];

describe('the word that was meant', () => {
  it.each([
    ['cdm', 'cmd'],
    ['dep', 'deps'],
    ['DEPS', 'deps'],
    ['out', 'outs'],
    ['metrcis', 'metrics'],
    ['parameters', undefined],
    ['always-changed', 'always_changed'],
    ['alwayschange', 'always_changed'],
    ['x', undefined],
    ['', undefined],
    ['command', undefined],
  ])('by %j is %j', (word, meant) => expect(closest(word, KNOWN)).toBe(meant));

  it('is the first of those that are equally near', () => expect(closest('ax', ['ay', 'az'])).toBe('ay'));

  it('is found whichever letter is changed, swapped, added or dropped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN), fc.nat(), fc.nat(3), (word, place, kind) => {
        const at = place % word.length;
        const [here = '', next = ''] = word.slice(at);
        const edits = [`#${next}`, next + here, `#${here}${next}`, next];
        expect(closest(word.slice(0, at) + (edits[kind] ?? '') + word.slice(at + 2), [word])).toBe(word);
      }),
    );
  });
});
