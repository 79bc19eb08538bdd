import { describe, expect, it } from 'vitest';
import { editPath } from '../../../src/core/yaml/edit.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

const stage: Value = new Map<string, Value>([
  ['cmd', 'cp a b'],
  ['outs', ['b']],
]);

describe('one value set in a text', () => {
  it('leaves everything else as it is', () => {
    const text = '# top\nstages:\n  a: {cmd: "x"}  # note\n\nparams: &p [1]\n';
    expect(editPath(text, ['stages', 'new'], stage)).toBe(
      '# top\nstages:\n  a: {cmd: "x"} # note\n  new:\n    cmd: cp a b\n    outs:\n      - b\n\nparams: &p [1]\n',
    );
  });

  it('makes a section where it is empty or missing', () => {
    const text = 'stages:\n  new:\n    cmd: cp a b\n    outs:\n      - b\n';
    expect(editPath('stages:\n', ['stages', 'new'], stage)).toBe(text);
    expect(editPath('a: 1\n', ['stages', 'new'], stage)).toBe(`a: 1\n${text}`);
  });

  it('indents lists as the text does', () => {
    expect(editPath('a:\n  - 1\n', ['b'], [2])).toBe('a:\n  - 1\nb:\n  - 2\n');
    expect(editPath('a:\n- 1\n', ['b'], [2])).toBe('a:\n- 1\nb:\n- 2\n');
  });

  it('keeps the order of keys that look like numbers', () => {
    const value: Value = new Map<string, Value>([
      ['2', 1],
      ['1', new Float(0.5)],
    ]);
    expect(editPath('a: 1\n', ['b'], value)).toBe('a: 1\nb:\n  "2": 1\n  "1": 0.5\n');
  });
});
