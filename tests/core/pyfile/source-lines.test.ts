import { expect, it } from 'vitest';
import { SourceLines } from '../../../src/core/pyfile/source-lines.ts';

const lines = new SourceLines('a = 1\né😀 = "x" \\\n "y"');

it('finds a node by bytes', () => {
  expect(lines.slice({ lineno: 1, col_offset: 4, end_lineno: 1, end_col_offset: 5 })).toBe('1');
  expect(lines.slice({ lineno: 2, col_offset: 9, end_lineno: 3, end_col_offset: 4 })).toBe('"x" \\\n "y"');
});

it('tells its place in characters', () => {
  expect(lines.placeOf({ lineno: 2, col_offset: 9 })).toEqual({ line: 2, column: 7 });
  expect(lines.placeOf({ lineno: 1, col_offset: 4 })).toEqual({ line: 1, column: 5 });
});
