import { describe, expect, it } from 'vitest';
import { mergeParams, selectParams } from '../../../src/core/params/select.ts';
import { readJson } from '../../../src/core/json/read.ts';
import type { Value } from '../../../src/model/value.ts';

function json(text: string): Value {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

function selected(text: string, keys: readonly string[] | 'whole') {
  const selection = selectParams(json(text), keys);
  if (!selection.ok) return selection.error;
  return { values: [...selection.value.values], missing: selection.value.missing };
}

describe('the parameters of a stage', () => {
  const file =
    '{"lr": 0, "model": {"layers": [{"units": 8}, {"units": 16}], "act": "relu"}, "a.b": 1, "7": 2}';

  it.each([
    ['a top-level key', 'lr', 0],
    ['a dotted path', 'model.act', 'relu'],
    ['an index of a list', 'model.layers.1.units', 16],
    ['an index from the end', 'model.layers.-1.units', 16],
    ['an index with a sign and underscores', 'model.layers.+0_1.units', 16],
    ['a string key of digits', '7', 2],
    ['a leading dot', '.lr', 0],
    ['a pattern that matches one place', 'mod*.act', 'relu'],
    ['a pattern for an index', 'model.layers.[1-9].units', 16],
    ['a pattern of any depth', '**.act', 'relu'],
    ['a pattern of any depth at its end', 'model.act.**', 'relu'],
  ])('are found by %s', (_, key, expected) => {
    expect(selected(file, [key])).toEqual({ values: [[key, expected]], missing: [] });
  });

  it.each(['nope', 'lr.x', 'model.layers.2', 'model.layers.-3', 'model.layers.units', 'a.b', '', 'LR'])(
    'do not have %j: a key that is not there, and one with a dot cannot be named',
    key => {
      expect(selected(file, [key])).toEqual({ values: [], missing: [key] });
    },
  );

  it('keep the declared order, each key once, and missing ones apart', () => {
    expect(selected('{"a": 1, "b": null, "c": [1]}', ['c', 'x', 'b', 'c', 'y'])).toEqual({
      values: [
        ['c', [1]],
        ['b', null],
      ],
      missing: ['x', 'y'],
    });
  });

  it('can be whole maps', () => {
    expect(selected(file, ['model.layers.0'])).toEqual({
      values: [['model.layers.0', new Map([['units', 8]])]],
      missing: [],
    });
  });

  it.each(['model.*', '**.units', 'model.layers.*'])('cannot be %s, which names several places', key => {
    expect(selected(file, [key])).toEqual({
      key,
      message: `the key '${key}' matches more than one parameter`,
    });
  });

  it('cannot be named with two stars twice', () => {
    expect(selected(file, ['**.a.**'])).toMatchObject({ key: '**.a.**' });
  });

  it('are the top-level keys of a file that is tracked as a whole, in file order', () => {
    expect(selected('{"b": 1, "a": {"c": 2}}', 'whole')).toEqual({
      values: [
        ['b', 1],
        ['a', new Map([['c', 2]])],
      ],
      missing: [],
    });
  });

  it('cannot be a whole file that holds a list', () => {
    expect(selected('[1, 2]', 'whole')).toMatchObject({
      message: expect.stringContaining('must hold a mapping'),
    });
  });

  it('are named by integer and boolean keys as YAML has them', () => {
    const data: Value = new Map<number | boolean | string, Value>([
      [3, 'three'],
      [true, 'yes'],
    ]);
    for (const [key, expected] of [
      ['3', 'three'],
      ['03', 'three'],
      ['True', 'yes'],
      ['1', 'yes'],
    ] as const) {
      const selection = selectParams(data, [key]);
      expect(selection).toEqual({ ok: true, value: { values: new Map([[key, expected]]), missing: [] } });
    }
  });

  it('are ambiguous when an integer key and a string key read the same', () => {
    const data: Value = new Map<number | string, Value>([
      [3, 'integer'],
      ['3', 'string'],
    ]);
    expect(selectParams(data, ['3']).ok).toBe(false);
  });
});

describe('declarations of the same file', () => {
  it('are joined in order, each key once', () => {
    expect([
      ...mergeParams([
        ['a.yaml', ['x', 'y']],
        ['b.yaml', ['z']],
        ['a.yaml', ['y', 'w']],
      ]),
    ]).toEqual([
      ['a.yaml', ['x', 'y', 'w']],
      ['b.yaml', ['z']],
    ]);
  });

  it.each([
    [
      'before',
      [
        ['a', 'whole'],
        ['a', ['x']],
      ],
    ],
    [
      'after',
      [
        ['a', ['x']],
        ['a', 'whole'],
      ],
    ],
    [
      'as an empty list',
      [
        ['a', ['x']],
        ['a', []],
      ],
    ],
  ] as const)('track the whole file when one says so %s', (_, declarations) => {
    expect([...mergeParams<string>(declarations)]).toEqual([['a', 'whole']]);
  });
});
