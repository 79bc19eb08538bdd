import { describe, expect, it } from 'vitest';
import { foldDouble, foldPlain, foldSingle, quoteDouble, widthOf } from '../../../src/core/yaml/fold.ts';

const w = 'x'.repeat(40);

// As ruamel.yaml 0.19 lays these texts out.
describe('a text past the width', () => {
  it('is left alone when it fits', () => {
    expect(foldPlain(`${w} ${w.slice(1)}`, 0, 2)).toBe(`${w} ${w.slice(1)}`);
  });

  it('without quotes gives a word that would pass it a line of its own, the first one too', () => {
    expect(foldPlain(`${w} ${w} ${w}`, 4, 2)).toBe(`${w} \n  ${w} \n  ${w}`);
    expect(foldPlain('y'.repeat(90), 10, 2)).toBe(`\n  ${'y'.repeat(90)}`);
    expect(foldPlain('y'.repeat(90), 2, 2)).toBe('y'.repeat(90));
  });

  it('keeps several blanks where one would be a line end', () => {
    expect(foldSingle(`${w} ${w}  ${w} ${w}`, 0, 2)).toBe(`'${w} ${w}  ${w}\n  ${w}'`);
  });

  it('in double quotes ends lines with a backslash where a blank would be lost', () => {
    expect(foldDouble(`${w}\n${w} ${w}`, 0, 2)).toBe(`"${w}\\n${w}\n  ${w}"`);
    expect(foldDouble(`${w}${w}\n b`, 0, 2)).toBe(`"${w}${w}\\n\\\n  \\ b"`);
  });

  it('is never broken within an escape, nor at the last character', () => {
    expect(foldDouble(`${w}${w}\n`, 0, 2)).toBe(`"${w}${w}\\n"`);
  });
});

describe('double quotes', () => {
  it('escape what is not printable, by name where there is one', () => {
    expect(quoteDouble('\0\x07\b\t\n\v\f\r\x1b"\\\x85\u2028\u2029')).toBe(
      '"\\0\\a\\b\\t\\n\\v\\f\\r\\e\\"\\\\\\N\\L\\P"',
    );
    expect(quoteDouble('\x01\x7f\x80\ufeff')).toBe('"\\x01\\x7F\\x80\\uFEFF"');
    expect(quoteDouble('é日😀\xa0')).toBe('"é日😀\xa0"');
  });
});

it('the width of a text counts characters', () => {
  expect([widthOf(''), widthOf('aé日'), widthOf('😀😀')]).toEqual([0, 3, 2]);
});
