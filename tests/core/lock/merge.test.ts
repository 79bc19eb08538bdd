import { describe, expect, it } from 'vitest';
import { mergedLockText, mergeLocks } from '../../../src/core/lock/merge.ts';
import type { MergedStages } from '../../../src/core/lock/merge.ts';
import { readYamlFast } from '../../../src/core/yaml/block-reader.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

function text(stages: Readonly<Record<string, string>>): string {
  const entries = Object.entries(stages).map(([name, cmd]) => `  ${name}:\n    cmd: ${cmd}\n`);
  return `schema: '2.0'\nstages:${entries.length === 0 ? ' {}' : ''}\n${entries.join('')}`;
}

function lock(stages: Readonly<Record<string, string>>): ValueMap {
  return readYamlFast(text(stages)) as ValueMap;
}

function settled(stages: MergedStages): ReadonlyMap<string, Value> {
  return new Map([...stages].flatMap(([name, entry]) => ('settled' in entry ? [[name, entry.settled]] : [])));
}

describe('merging lock files', () => {
  it.each([
    [{ a: '1' }, { a: '1', b: '1' }, { a: '1', c: '1' }, { a: '1', b: '1', c: '1' }],
    [
      { a: '1', b: '1' },
      { a: '2', b: '1' },
      { a: '1', b: '2' },
      { a: '2', b: '2' },
    ],
    [{ a: '1', b: '1' }, { b: '1' }, { a: '1', b: '2' }, { b: '2' }],
    [{ a: '1' }, { a: '2' }, { a: '2' }, { a: '2' }],
    [{ a: '1' }, {}, {}, {}],
  ])('of %j, %j and %j makes %j', (base, ours, theirs, merged) => {
    const done = mergeLocks(lock(base), lock(ours), lock(theirs));
    expect(mergedLockText({ top: done!.top, stages: settled(done!.stages) })).toBe(text(merged));
  });

  it.each([
    [
      { a: '2', b: '1' },
      { a: '3', b: '1' },
    ],
    [{ b: '1' }, { a: '3', b: '1' }],
  ])('leaves open what both sides changed, in its place: %j, %j', (ours, theirs) => {
    const done = mergeLocks(lock({ a: '1', b: '1' }), lock(ours), lock(theirs));
    const cmd = (text: string | undefined) =>
      text === undefined ? undefined : new Map([['cmd', Number(text)]]);
    expect(done!.stages.get('a')).toEqual({ ours: cmd((ours as { a?: string }).a), theirs: cmd(theirs.a) });
    expect([...settled(done!.stages).keys()]).toEqual(['b']);
  });

  it('takes in order: ours, then what is new in theirs', () => {
    const done = mergeLocks(lock({}), lock({ z: '1', a: '1' }), lock({ m: '1', a: '1' }));
    expect([...done!.stages.keys()]).toEqual(['z', 'a', 'm']);
  });

  it('does not merge what differs elsewhere, and begins from nothing', () => {
    const nothing: ValueMap = new Map();
    expect(mergeLocks(nothing, lock({ a: '1' }), lock({ b: '1' }))?.stages.size).toBe(2);
    const other = new Map(lock({})).set('datasets', [1]);
    expect(mergeLocks(lock({}), new Map(lock({})).set('datasets', [2]), other)).toBeUndefined();
  });
});
