import { describe, expect, it } from 'vitest';
import { readSeparated } from '../../../src/core/plots/separated.ts';
import type { Point } from '../../../src/model/plot.ts';
import type { Rows } from '../../../src/core/plots/rows.ts';
import type { SeparatedOptions } from '../../../src/core/plots/separated.ts';

function rowsOf(text: string, options: Partial<SeparatedOptions> = {}): unknown {
  const read = readSeparated(text, { delimiter: ',', hasHeader: true, ...options });
  return read.ok ? pointsIn(read.value).map(row => [...row]) : read.error;
}

function pointsIn(rows: Rows): readonly Point[] {
  return Array.from({ length: rows.length }, (_, row) => rows.point(row));
}

describe('a CSV file', () => {
  it('is read as rows of texts by the names in its first line', () => {
    expect(rowsOf('step,loss\n0,0.5\n1,\n')).toEqual([
      [
        ['step', '0'],
        ['loss', '0.5'],
      ],
      [
        ['step', '1'],
        ['loss', ''],
      ],
    ]);
  });

  it('may hold commas, quotes and line ends in quotes', () => {
    expect(rowsOf('a,b\n"1,2","say ""hi""\nthere"\n')).toEqual([
      [
        ['a', '1,2'],
        ['b', 'say "hi"\nthere'],
      ],
    ]);
  });

  it.each<[string, string, readonly (readonly string[])[]]>([
    ['a quote inside a field is itself', '"a"\nb"c\n', [['b"c']]],
    ['what follows a closing quote belongs to the field', '"a"\n"b"c\n', [['bc']]],
    ['a quote that is never closed reaches to the end', '"a"\n"b\nc\n', [['b\nc\n']]],
    ['the last line needs no end', 'a\n"b"', [['b']]],
    ['old line ends are ends as well', '"a"\r"b"\r\nc', [['b'], ['c']]],
    ['a comma at the end opens an empty field', '"a",b\n"c",\n', [['c', '']]],
  ])('%s', (_, text, values) => {
    const read = readSeparated(text, { delimiter: ',', hasHeader: true });
    expect(read.ok && pointsIn(read.value).map(row => [...row.values()])).toEqual(values);
  });

  it('has no rows for blank lines, null for what a row lacks, and the rest of a longer row under null', () => {
    expect(rowsOf('a,b\n\n1\n1,2,3,4\n')).toEqual([
      [
        ['a', '1'],
        ['b', null],
      ],
      [
        ['a', '1'],
        ['b', '2'],
        [null, ['3', '4']],
      ],
    ]);
  });

  it('without a header has numbered columns', () => {
    expect(rowsOf('1,2\n', { hasHeader: false })).toEqual([
      [
        ['0', '1'],
        ['1', '2'],
      ],
    ]);
  });

  it('that is empty has no rows, and without a header no columns either', () => {
    expect(rowsOf('')).toEqual([]);
    expect(rowsOf('', { hasHeader: false })).toMatchObject({ type: 'TypeError' });
  });

  it('with a field that Python refuses is refused', () => {
    expect(rowsOf(`a\n${'x'.repeat(131_073)}\n`)).toMatchObject({ type: 'Error' });
  });
});

it('columns can be asked one by one, of several with one name the last one', () => {
  const read = readSeparated('a,b,a\n1,2,3\n4,5,6,7\n', { delimiter: ',', hasHeader: true });
  if (!read.ok) throw new Error(read.error.message);
  const { names, length } = read.value;
  expect({ names, length }).toEqual({ names: ['a', 'b', null], length: 2 });
  expect([0, 1].map(row => read.value.cells('a')?.(row))).toEqual(['3', '6']);
  expect([0, 1].map(row => read.value.cells(null)?.(row))).toEqual([undefined, ['7']]);
  expect(read.value.cells('c')).toBeUndefined();
});

it('a TSV file without a header has as many columns as commas say, as in DVC', () => {
  expect(rowsOf('1\t2\n', { delimiter: '\t', hasHeader: false })).toEqual([
    [
      ['0', '1'],
      [null, ['2']],
    ],
  ]);
});
