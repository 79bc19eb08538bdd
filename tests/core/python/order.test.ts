import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareCodePoints } from '../../../src/core/python/order.ts';

it("sorts texts in Python's order, in which emoji come last", () => {
  const sorted = ['', 'Z', 'a', 'aa', 'z', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😀a', '😁'];
  expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted);
});

it('agrees with the order of the bytes of UTF-8', () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(...Array.from('ab\ue000\uffff😀')),
    ),
    maxLength: 6,
  });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const wanted = Buffer.compare(Buffer.from(a), Buffer.from(b));
      expect(Math.sign(compareCodePoints(a, b))).toBe(wanted);
    }),
  );
});
