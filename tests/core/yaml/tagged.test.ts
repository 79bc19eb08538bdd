import { describe, expect, it } from 'vitest';
import { scalarValue } from '../../../src/core/yaml/tagged.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Scalar } from '../../../src/model/value.ts';

function read(text: string, tag?: string, style: 'plain' | '"' = 'plain'): unknown {
  const name = tag === undefined || tag === '!' ? tag : `tag:yaml.org,2002:${tag}`;
  const value = scalarValue({ kind: 'scalar', text, style, tag: name, anchor: undefined, start: 0, end: 0 });
  return value.ok ? value.value : value.error;
}

// As ruamel.yaml 0.19 constructs these.
describe('a scalar', () => {
  it('without a tag means something only without quotes', () => {
    expect([read('1'), read('1', undefined, '"'), read('1', '!', '"')]).toEqual([1, '1', 1]);
  });

  it.for<[string, string, Scalar]>([
    ['str', '1', '1'],
    ['null', 'x', null],
    ['bool', 'Yes', true],
    ['bool', 'off', false],
    ['int', '0x1F', 31],
    ['float', '1', new Float(1, '1')],
    ['timestamp', '2020-01-01', new Timestamp('2020-01-01')],
  ])('tagged !!%s reads %s as that', ([tag, text, value]) => {
    expect(read(text, tag)).toEqual(value);
  });

  it('is refused where it is not what its tag says, or the tag is unknown', () => {
    expect(read('x', 'int')).toBe('`x` is not what its tag says');
    expect(read('x', 'bool')).toBe('`x` is not what its tag says');
    expect(read('x', 'python/name:os.system')).toContain('is not understood here');
    const bare = scalarValue({
      kind: 'scalar',
      text: 'x',
      style: 'plain',
      tag: 'str',
      anchor: undefined,
      start: 0,
      end: 0,
    });
    expect(bare.ok).toBe(false);
  });

  it('is refused where it is nearly something else', () => {
    expect([read('<<'), read('='), read('2020-02-30')]).toEqual([
      '`<<` needs quotes: it is the merge key',
      '`=` needs quotes: it is a key of its own kind',
      '`2020-02-30` needs quotes: it is no such number or date',
    ]);
  });
});
