import { describe, expect, it } from 'vitest';
import { readJson } from '../../../src/core/json/read.ts';
import { pickParams } from '../../../src/core/params/pick.ts';
import { pyRepr } from '../../../src/core/python/text.ts';
import type { Value } from '../../../src/model/value.ts';

function json(text: string): Value {
  const read = readJson(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

function picked(text: string, keys: readonly string[] | 'whole'): string {
  const result = pickParams(json(text), keys);
  return result.ok ? pyRepr(result.value) : result.error.message;
}

describe('parameters cut down for comparison', () => {
  const file =
    '{"lr": 0.1, "model": {"layers": [8, 16, 32], "act": "relu", "opt": {"name": "adam", "beta": 2}}}';

  // The expectations were taken from DVC's read_param_file without flattening.
  it.each([
    [['lr'], "{'lr': 0.1}"],
    [['model.act', 'lr', 'nope'], "{'model': {'act': 'relu'}, 'lr': 0.1}"],
    [
      ['model.opt.name', 'model.act', 'model.opt.beta'],
      "{'model': {'opt': {'name': 'adam', 'beta': 2}, 'act': 'relu'}}",
    ],
    [['model.layers.1'], "{'model': {'layers': [None, 16]}}"],
    [['model.layers.1', 'model.layers.0'], "{'model': {'layers': [None, 16, 8]}}"],
    [['model.layers', 'model.layers.0'], "{'model': {'layers': [8, 16, 32, 8]}}"],
    [['model.opt', 'model.opt.name'], "{'model': {'opt': {'name': 'adam', 'beta': 2}}}"],
    [['model.o*.*'], "{'model': {'opt': {'name': 'adam', 'beta': 2}}}"],
    [['**.name'], "{'model': {'opt': {'name': 'adam'}}}"],
    [['nope'], '{}'],
  ])('by %j', (keys, expected) => {
    expect(picked(file, keys)).toBe(expected);
  });

  it('are the file itself when it is wanted whole or no key is named', () => {
    expect(picked('[1, 2]', 'whole')).toBe('[1, 2]');
    expect(picked('{"a": 1}', [])).toBe("{'a': 1}");
  });

  it('leave the file as it was', () => {
    const data = json('{"a": {"l": [1, 2], "m": {"x": 1}}}');
    const before = pyRepr(data);
    pickParams(data, ['a', 'a.l', 'a.l.1', 'a.m.x', 'a']);
    expect(pyRepr(data)).toBe(before);
  });

  it('cannot be cut out of a list', () => {
    expect(picked('[{"a": 1}]', ['0.a'])).toContain('not a string');
  });
});
