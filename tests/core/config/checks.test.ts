import { describe, expect, it } from 'vitest';
import {
  decimal,
  flag,
  impossible,
  integer,
  linkTypes,
  oneOf,
  text,
  textOrFlag,
  toList,
} from '../../../src/core/config/checks.ts';
import type { Check } from '../../../src/core/config/checks.ts';
import type { ConfigEntry } from '../../../src/core/config/config.ts';

const SECTION: ConfigEntry = new Map();

/** Of the values asked, those that are good. */
const good = (check: Check, ...values: ConfigEntry[]): ConfigEntry[] =>
  values.filter(value => check(value) === undefined);

describe('a value of an option', () => {
  it('is text when it is neither a list nor a section', () => {
    expect(good(text, '', '1', ['a'], SECTION)).toEqual(['', '1']);
  });

  it('is a flag as true or false alone, and with text allowed as any text', () => {
    expect(good(flag, 'TRUE', 'False', 'yes', '1', ' true', ['true'])).toEqual(['TRUE', 'False']);
    expect(good(textOrFlag, '/etc/ca.pem', 'false', ['a'])).toEqual(['/etc/ca.pem', 'false']);
    expect(textOrFlag(['a'])).toBe('expected true or false');
  });

  it('is an integer as Python reads one: with a sign, blanks around it and underscores between digits', () => {
    expect(good(integer(), '0', ' -12 ', '+1_000', '1__0', '_1', '1_', '1.0', '0x1', '', ['1'])).toEqual([
      '0',
      ' -12 ',
      '+1_000',
    ]);
  });

  it('keeps within the bounds, which are good themselves', () => {
    const percent = integer(0, 100);
    expect(['-1', '0', '100', '1_00', '101'].map(percent)).toEqual([
      'value must be at least 0',
      undefined,
      undefined,
      undefined,
      'value must be at most 100',
    ]);
  });

  it('is a decimal with a point at either end, an exponent, without bound or without value', () => {
    expect(good(decimal(), '1', '.5', '5.', '-1e-3', 'Inf', '-infinity', 'nan', '.', 'e5', '1e', '')).toEqual(
      ['1', '.5', '5.', '-1e-3', 'Inf', '-infinity', 'nan'],
    );
    expect(['-0.1', '-inf', 'inf', '0'].map(decimal(0))).toEqual([
      'value must be at least 0',
      'value must be at least 0',
      undefined,
      undefined,
    ]);
  });

  it('is one of a few words in any case, and of some types never', () => {
    const cloud = oneOf('aws', 'azure');
    expect(good(cloud, 'AWS', 'azure', 'gcp', ['aws'])).toEqual(['AWS', 'azure']);
    expect(cloud('gcp')).toBe('expected one of aws, azure');
    expect(impossible('bool')('true')).toBe('expected bool');
  });

  it('lists link types with commas or as a list, and every wrong one is named', () => {
    expect(good(linkTypes, 'copy', 'reflink , hardlink', ['symlink', 'copy'], [])).toHaveLength(4);
    expect(linkTypes('fish,copy,bird')).toBe('Unsupported cache type(s): fish, bird');
    // Unlike words, they are told apart by case.
    expect(linkTypes(['Copy'])).toBe('Unsupported cache type(s): Copy');
    expect(linkTypes(SECTION)).toBe('expected str');
    expect(toList(' a ,b')).toEqual(['a', 'b']);
  });
});
