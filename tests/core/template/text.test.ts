import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optionsText, templateText } from '../../../src/core/template/text.ts';
import type { OptionStyle } from '../../../src/core/template/text.ts';
import { Float, type Value, type ValueMap } from '../../../src/model/value.ts';

const DEFAULT: OptionStyle = { bool: 'store_true', list: 'nargs' };

function options(entries: readonly (readonly [string, Value])[], style = DEFAULT): string {
  const made = optionsText(new Map(entries), style);
  return 'text' in made ? made.text : `nested in ${made.nestedIn}`;
}

describe('a value inside a longer text', () => {
  it('is written as Python would, but for true and false', () => {
    expect([true, null, 1, new Float(0.00001), 'x'].map(value => templateText(value))).toEqual([
      'true',
      'None',
      '1',
      '1e-05',
      'x',
    ]);
  });
});

describe('a mapping inside a command', () => {
  it('becomes options, nested names joined by dots', () => {
    const inner: ValueMap = new Map<string, Value>([
      ['b', 1],
      ['c', null],
    ]);
    expect(
      options([
        ['a', inner],
        ['empty', new Map()],
        ['d', new Float(1)],
      ]),
    ).toBe('--a.b 1 --a.c None --d 1.0');
  });

  it('says yes by the option alone, and no by its absence or as the settings want it', () => {
    const flags = [
      ['on', true],
      ['off', false],
    ] as const;
    expect(options(flags)).toBe('--on');
    expect(options(flags, { ...DEFAULT, bool: 'boolean_optional' })).toBe('--on --no-off');
  });

  it('lists the items of a list behind one option, or each behind its own', () => {
    const list = [['l', [1, 'a b', new Float(2)]]] as const;
    expect(options(list)).toBe("--l 1 'a b' 2.0");
    expect(options(list, { ...DEFAULT, list: 'append' })).toBe("--l 1 --l 'a b' --l 2.0");
    expect(options([['none', []]])).toBe('');
    expect(options([['l', [[1]]]])).toBe('nested in l');
  });

  it('reaches the command word for word', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter(text => !text.includes('\0')),
        text => {
          const line = options([['x', text]]);
          const printed = execFileSync('/bin/sh', ['-c', `printf '%s|' ${line}`], { encoding: 'utf8' });
          expect(printed).toBe(`--x|${text}|`);
        },
      ),
      { numRuns: 60 },
    );
  });
});
