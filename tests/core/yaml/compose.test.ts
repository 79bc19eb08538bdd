import { describe, expect, it } from 'vitest';
import { toValue } from '../../../src/core/yaml/compose.ts';
import { parseYaml } from '../../../src/core/yaml/parse.ts';
import { Float } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

function composed(text: string): { readonly value: Value; readonly reports: readonly string[] } {
  const read = parseYaml(text);
  if (!read.ok || read.value === undefined) throw new Error(text);
  const reports: string[] = [];
  const value = toValue(read.value, (message, start, end) =>
    reports.push(`${text.slice(start, end)}: ${message}`),
  );
  return { value, reports };
}

/** A map as its entries, in order. */
function entries(text: string): readonly (readonly [Scalar, Value])[] {
  const { value, reports } = composed(text);
  expect(reports).toEqual([]);
  return value instanceof Map ? [...(value as ReadonlyMap<Scalar, Value>)] : [];
}

// As ruamel.yaml 0.19 constructs these.
describe('the value of a text', () => {
  it('keeps the order and the kind of keys', () => {
    expect(entries('b: 1\n7: 2\n1.5: 3\n~: 4\ntrue: 5\n2020-01-01: 6\n').map(([, value]) => value)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
  });

  it('puts what a merge key brings first, and lets own entries win', () => {
    expect(entries('a: 1\n<<: {b: 2, a: 3}\nc: 4\n')).toEqual([
      ['b', 2],
      ['a', 1],
      ['c', 4],
    ]);
  });

  it('merges several maps, of which the first wins', () => {
    expect(entries('<<: [{a: 1, b: 1}, {a: 2, c: 2}]\n')).toEqual([
      ['a', 1],
      ['c', 2],
      ['b', 1],
    ]);
  });

  it('takes a quoted merge key for a text', () => {
    expect(entries('"<<": 1\n=: 2\n')).toEqual([
      ['<<', 1],
      ['=', 2],
    ]);
  });

  it('shares what an alias names', () => {
    const { value } = composed('- &a {x: [1]}\n- *a\n- <<: *a\n');
    const [first, second, third] = value as readonly ReadonlyMap<string, Value>[];
    expect(second).toBe(first);
    expect(third?.get('x')).toBe(first?.get('x'));
  });

  it('lets an anchor be named anew', () => {
    expect(composed('[&a 1, *a, &a 2.0, *a]').value).toEqual([
      1,
      1,
      new Float(2, '2.0'),
      new Float(2, '2.0'),
    ]);
  });
});

describe('what cannot be understood is reported', () => {
  it.for([
    ['{a: 1, a: 2}', 'a: the key `a` comes twice in this map'],
    ['{1: 1, true: 2}', 'true: the key `True` comes twice in this map'],
    ['{[a]: 1}', '[a]: a list cannot be a key'],
    ['{{a: b}: 1}', '{a: b}: a map cannot be a key'],
    ['*a', '*a: there is no anchor `&a` before this'],
    ['&a [*a]', '*a: `*a` would hold itself'],
    ['{<<: 1}', '1: a merge key needs a map, or a list of maps'],
    ['{<<: [1]}', '[1]: a merge key needs a map, or a list of maps'],
    ['!!set {a}', '!!set {a}: the tag `tag:yaml.org,2002:set` is not understood here'],
    ['[<<]', '<<: `<<` needs quotes: it is the merge key'],
  ])('%s', ([text = '', report]) => {
    expect(composed(text).reports).toEqual([report]);
  });

  it('all at once', () => {
    expect(composed('[*a, !x b, {c: 1, c: 2}]').reports).toHaveLength(3);
  });
});
