import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/json/read.ts';
import { diffValues } from '../../../src/core/metrics/diff.ts';
import type { Change } from '../../../src/core/metrics/diff.ts';
import { extractMetrics } from '../../../src/core/metrics/extract.ts';
import { changesJson } from '../../../src/core/metrics/json.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

function json(text: string): Value {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

function side(value: Value | undefined): ReadonlyMap<string, Value> {
  return new Map(value === undefined ? [] : [['f', value]]);
}

/** The names of file `f` as `--json` prints them. */
function diffed(old: Value | undefined, new_: Value | undefined, unchanged = false): string {
  return dumpJson(changesJson(diffValues({ old: side(old), new: side(new_) }, { unchanged })));
}

// Every expectation here is what DVC 3.67.1 printed for these two texts, its keys sorted.
describe('a diff of metrics', () => {
  const table: [name: string, old: string | undefined, new_: string | undefined, expected: string][] = [
    [
      'flattens maps and drops lists',
      '{"accuracy": 0.9271, "loss": 0.21, "train": {"steps": 100}}',
      '{"accuracy": 0.93, "f1": 0.015625, "loss": 0.21, "train": {"steps": 120}, "hist": [1, 2]}',
      '{"f": {"accuracy": {"old": 0.9271, "new": 0.93, "diff": 0.0029000000000000137}, "f1": {"old": null, "new": 0.015625}, "train.steps": {"old": 100, "new": 120, "diff": 20}}}',
    ],
    [
      'takes integers, floats and booleans of one value for equal',
      '{"a": 1, "b": 1.0, "c": true, "d": 0, "e": false, "f": 2}',
      '{"a": 1.0, "b": 1, "c": 1, "d": -0.0, "e": 0.0, "f": 2.0000001}',
      '{"f": {"f": {"old": 2, "new": 2.0000001, "diff": 9.999999983634211e-08}}}',
    ],
    [
      'counts booleans as numbers',
      '{"a": true, "b": false, "c": true, "d": 3}',
      '{"a": false, "b": 2, "c": 2.5, "d": true}',
      '{"f": {"a": {"old": true, "new": false, "diff": -1}, "b": {"old": false, "new": 2, "diff": 2}, "c": {"old": true, "new": 2.5, "diff": 1.5}, "d": {"old": 3, "new": true, "diff": -2}}}',
    ],
    [
      'is exact on integers of any size',
      '{"a": 123456789012345678901234567890, "b": 9007199254740993, "c": 9007199254740992, "d": 1}',
      '{"a": 123456789012345678901234567891, "b": 9007199254740992, "c": -9007199254740993, "d": 100000000000000000000.5}',
      '{"f": {"a": {"old": 123456789012345678901234567890, "new": 123456789012345678901234567891, "diff": 1}, "b": {"old": 9007199254740993, "new": 9007199254740992, "diff": -1}, "c": {"old": 9007199254740992, "new": -9007199254740993, "diff": -18014398509481985}, "d": {"old": 1, "new": 1e+20, "diff": 1e+20}}}',
    ],
    [
      'never takes NaN for equal',
      '{"a": NaN, "b": NaN, "c": 1, "d": Infinity, "e": Infinity}',
      '{"a": NaN, "b": 1, "c": NaN, "d": -Infinity, "e": Infinity}',
      '{"f": {"a": {"old": NaN, "new": NaN, "diff": NaN}, "b": {"old": NaN, "new": 1, "diff": NaN}, "c": {"old": 1, "new": NaN, "diff": NaN}, "d": {"old": Infinity, "new": -Infinity, "diff": -Infinity}}}',
    ],
    [
      'keeps strings apart from numbers',
      '{"a": "x", "b": "1", "c": "", "d": " pad ", "f": "None"}',
      '{"a": "y", "b": 1, "c": "z", "d": "pad", "f": null}',
      '{"f": {"a": {"old": "x", "new": "y"}, "b": {"old": "1", "new": 1}, "c": {"old": "", "new": "z"}, "d": {"old": " pad ", "new": "pad"}, "f": {"old": "None", "new": null}}}',
    ],
    [
      'sorts names by code point',
      '{"\\u00e9": 1, "\\ud83d\\ude00": 1, "\\uff5a": 1, "z": 1}',
      '{"\\u00e9": 2, "\\ud83d\\ude00": 2, "\\uff5a": 2, "z": "v"}',
      '{"f": {"z": {"old": 1, "new": "v"}, "\\u00e9": {"old": 1, "new": 2, "diff": 1}, "\\uff5a": {"old": 1, "new": 2, "diff": 1}, "\\ud83d\\ude00": {"old": 1, "new": 2, "diff": 1}}}',
    ],
    [
      'has no value where there is null or an empty map',
      '{"a": null, "b": 1, "c": {"d": null}, "e": 1}',
      '{"a": {}, "b": null, "c": {"d": null, "e": 0}, "e": {}}',
      '{"f": {"b": {"old": 1, "new": null}, "c.e": {"old": null, "new": 0}, "e": {"old": 1, "new": null}}}',
    ],
    [
      'compares bare values under the empty name',
      '5',
      '7.25',
      '{"f": {"": {"old": 5, "new": 7.25, "diff": 2.25}}}',
    ],
    ['compares bare strings', '"hello"', '"world"', '{"f": {"": {"old": "hello", "new": "world"}}}'],
    [
      'reads a bare string that is JSON',
      '"[1]"',
      '"[2.5]"',
      '{"f": {"": {"old": 1, "new": 2.5, "diff": 1.5}}}',
    ],
    [
      'reads a bare string that is a JSON map',
      '"{\\"a\\": 1}"',
      '"{\\"a\\": 2}"',
      '{"f": {"a": {"old": 1, "new": 2, "diff": 1}}}',
    ],
    ['drops bare false', 'true', 'false', '{}'],
    [
      'says that a bare value has no names',
      '5',
      '{"a": 1, "b": {"c": 2}}',
      '{"f": {"a": {"old": "unable to parse", "new": 1}, "b.c": {"old": "unable to parse", "new": 2}}}',
    ],
    [
      'says so on the other side too',
      '{"a": 1}',
      '"text"',
      '{"f": {"a": {"old": 1, "new": "unable to parse"}}}',
    ],
    [
      'takes a new file for empty before',
      undefined,
      '{"a": 1, "b": 0.1}',
      '{"f": {"a": {"old": null, "new": 1}, "b": {"old": null, "new": 0.1}}}',
    ],
    ['takes a deleted file for empty now', '{"a": 1}', undefined, '{"f": {"a": {"old": 1, "new": null}}}'],
    ['has nothing to say of a bare value in a new file', undefined, '5', '{}'],
    [
      'keeps empty keys',
      '{"": 1, "a": {"": 2}}',
      '{"": 2, "a": {"": 3}}',
      '{"f": {"": {"old": 1, "new": 2, "diff": 1}, "a.": {"old": 2, "new": 3, "diff": 1}}}',
    ],
    [
      'keeps keys that mean something to JavaScript',
      '{"__proto__": 1}',
      '{"__proto__": 2}',
      '{"f": {"__proto__": {"old": 1, "new": 2, "diff": 1}}}',
    ],
    ['leaves out a file without changes', '{"a": 1}', '{"a": 1}', '{}'],
  ];
  it.each(table)('%s', (_, old, new_, expected) => {
    const metrics = (text: string | undefined) =>
      text === undefined ? undefined : extractMetrics(json(text));
    expect(diffed(metrics(old), metrics(new_))).toBe(expected);
  });

  it('keeps equal values when asked for all', () => {
    expect(
      diffed(
        json('{"a": 1, "b": 1.0, "c": true, "d": 0}'),
        json('{"a": 1.0, "b": 1, "c": 1, "d": -0.0}'),
        true,
      ),
    ).toBe(
      '{"f": {"a": {"old": 1, "new": 1.0, "diff": 0.0}, "b": {"old": 1.0, "new": 1, "diff": 0.0}, "c": {"old": true, "new": 1, "diff": 0}, "d": {"old": 0, "new": -0.0, "diff": -0.0}}}',
    );
  });

  it('lists files by code point', () => {
    const values = (n: number) =>
      new Map(['b', '\u{1f600}', 'a/x', '\uff5a'].map(file => [file, new Map([['k', n]])]));
    const changes = diffValues({ old: values(1), new: values(2) }, { unchanged: false });
    expect([...changes.keys()]).toEqual(['a/x', 'b', '\uff5a', '\u{1f600}']);
  });
});

describe('a diff of parameters', () => {
  const table: [name: string, old: string, new_: string, expected: string][] = [
    [
      'compares lists as text',
      '{"a": [1], "b": [1, 2.0, "x", null, true, {"k": "v"}], "c": 1, "d": [1e-5, 1.0]}',
      '{"a": [1], "b": [1, 2.0, "it\'s", null, true, {"k": 1}], "c": [1], "d": [1e-05, 1]}',
      '{"f": {"b": {"old": "[1, 2.0, \'x\', None, True, {\'k\': \'v\'}]", "new": "[1, 2.0, \\"it\'s\\", None, True, {\'k\': 1}]"}, "c": {"old": 1, "new": "[1]"}, "d": {"old": "[1e-05, 1.0]", "new": "[1e-05, 1]"}}}',
    ],
    ['compares whole lists', '[1, 2]', '[1, 3]', '{"f": {"": {"old": [1, 2], "new": [1, 3]}}}'],
    [
      'compares what is in lists of one item',
      '[[1]]',
      '[[3.5]]',
      '{"f": {"": {"old": 1, "new": 3.5, "diff": 2.5}}}',
    ],
    [
      'keeps a list as text when that is not JSON',
      '["a"]',
      '["b"]',
      '{"f": {"": {"old": "[\'a\']", "new": "[\'b\']"}}}',
    ],
    [
      'has no value where there is null',
      '{"a": null, "b": 1}',
      '{"a": 1, "b": null}',
      '{"f": {"a": {"old": null, "new": 1}, "b": {"old": 1, "new": null}}}',
    ],
  ];
  it.each(table)('%s', (_, old, new_, expected) => {
    expect(diffed(json(old), json(new_))).toBe(expected);
  });

  it('sorts integer keys by value', () => {
    const values = (n: number): Value => new Map([10, 9].map(key => [key, n]));
    expect(diffed(values(1), values(2))).toBe(
      '{"f": {"9": {"old": 1, "new": 2, "diff": 1}, "10": {"old": 1, "new": 2, "diff": 1}}}',
    );
  });
});

describe('any diff', () => {
  function changesOf(old: Value, new_: Value): ReadonlyMap<string, Change> {
    return (
      diffValues({ old: side(old), new: side(new_) }, { unchanged: false }).get('f') ??
      new Map<string, Change>()
    );
  }

  const scalar: fc.Arbitrary<Value> = fc.oneof(
    fc.integer(),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }),
    fc.double({ noNaN: true }).map(value => new Float(value)),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
  );
  const { map } = fc.letrec<{ map: ReadonlyMap<string, Value>; value: Value }>(tie => ({
    map: fc
      .array(fc.tuple(fc.string({ maxLength: 3 }), tie('value')), { maxLength: 4 })
      .map(entries => new Map(entries)),
    value: fc.oneof({ maxDepth: 3 }, scalar, tie('map'), fc.array(scalar, { maxLength: 3 })),
  }));

  it('of a thing with itself is empty', () => {
    fc.assert(fc.property(map, value => diffed(value, value) === '{}'));
  });

  it('turned around swaps old and new', () => {
    fc.assert(
      fc.property(map, map, (a, b) => {
        const there = changesOf(a, b);
        const back = changesOf(b, a);
        expect([...back.keys()]).toEqual([...there.keys()]);
        for (const [name, change] of there)
          expect(back.get(name)).toMatchObject({ old: change.new, new: change.old });
      }),
    );
  });
});
