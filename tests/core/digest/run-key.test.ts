import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runKey, runValue } from '../../../src/core/digest/run-key.ts';
import { Float, isList, isMap, Tuple } from '../../../src/model/value.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';
import { lockEntry } from './arbitrary.ts';

function map(entries: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(entries));
}

function entry(change: Readonly<Record<string, Value>> = {}): ValueMap {
  return map({
    cmd: 'python train.py',
    deps: [map({ path: 'data', md5: 'b026324c6904b2a9cb4b88d6d61c81d1', size: 2 })],
    params: map({ 'params.yaml': map({ lr: new Float(0.1), epochs: 10 }) }),
    outs: [map({ path: 'model', md5: '26ab0db90d72e28ad0ba1e22ee510510', size: 2 })],
    ...change,
  });
}

/** With every map's entries the other way round. */
function reversed(value: Value): Value {
  if (isList(value)) return value.map(reversed);
  return isMap(value) ? new Map([...value].reverse().map(([key, item]) => [key, reversed(item)])) : value;
}

describe('the names of a run', () => {
  // As DVC 3.67.1 names this entry.
  it('are the SHA-256 of what went in, and of that with what came out', () => {
    expect(runKey(entry())).toBe('66e01d44a450ea3e409c97fd95c7fbd7b00dacfc32541ec238cc43711fd0cbf1');
    expect(runValue(entry())).toBe('cdec2a77588cca605d8952f123b6faca6eb58713385d77f7e34c723bb4ad5678');
  });

  it('depend on sizes that lie in tuples', () => {
    const sized = (size: number): ValueMap =>
      entry({ params: map({ 'p.py': map({ t: Tuple.from([map({ size })]) }) }) });
    expect(runKey(sized(1))).not.toBe(runKey(sized(2)));
  });

  it('do not depend on sizes and numbers of files, nor on the order of keys', () => {
    fc.assert(
      fc.property(lockEntry, each => {
        const other = reversed(each) as ValueMap;
        expect([runKey(other), runValue(other)]).toEqual([runKey(each), runValue(each)]);
      }),
    );
    const sized = entry({
      deps: [map({ path: 'data', md5: 'b026324c6904b2a9cb4b88d6d61c81d1', size: 3, nfiles: 9 })],
    });
    expect([runKey(sized), runValue(sized)]).toEqual([runKey(entry()), runValue(entry())]);
  });

  it('tell an integer from a float', () => {
    const params = (value: Value): ValueMap => entry({ params: map({ 'params.yaml': map({ lr: value }) }) });
    expect(runKey(params(1))).not.toBe(runKey(params(new Float(1))));
    expect(runKey(params(new Float(1, '1e0')))).toBe(runKey(params(new Float(1, '1.0'))));
  });

  it('share the key with runs that made something else of the same inputs', () => {
    const other = entry({ outs: [map({ path: 'model', md5: 'd751713988987e9331980363e24189ce', size: 5 })] });
    expect(runKey(other)).toBe(runKey(entry()));
    expect(runValue(other)).not.toBe(runValue(entry()));
  });

  it('differ by the outputs that are asked for, and by every input', () => {
    const keys = [
      entry(),
      entry({ cmd: 'python train.py ' }),
      entry({ deps: [map({ path: 'data', md5: '26ab0db90d72e28ad0ba1e22ee510510', size: 2 })] }),
      entry({ outs: [map({ path: 'other', md5: '26ab0db90d72e28ad0ba1e22ee510510', size: 2 })] }),
      entry({ params: map({ 'params.yaml': map({ lr: new Float(0.2), epochs: 10 }) }) }),
    ].map(runKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
