import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lockEntryValue, readLockEntry } from '../../../src/core/lock/entry.ts';
import { valuesEqual } from '../../../src/core/python/equal.ts';
import { emitYaml } from '../../../src/core/yaml/emit.ts';
import type { HashRecord } from '../../../src/model/hash.ts';
import type { LockEntry } from '../../../src/model/stage.ts';
import { lockEntry } from '../digest/arbitrary.ts';

const A: HashRecord = { name: 'md5', digest: '60b725f10c9c85c70d97880dfe8191b3', size: 2 };

describe("a stage's entry", () => {
  it('has its paths sorted by code point, the default parameters first, keys sorted, what they hold as it is', () => {
    const entry: LockEntry = {
      command: ['one', 'two'],
      dependencies: ['b', '😀', './a', '\uffff', 'B'].map(written => ({ written, record: A })),
      params: new Map([
        ['b.toml', new Map([['x', 1]])],
        ['a.json', new Map([['y', 1]])],
        [
          'params.yaml',
          new Map<string, number | ReadonlyMap<string, number>>([
            ['b', 1],
            ['a.b', 2],
            ['a', new Map([['z', 1]]).set('y', 2)],
          ]),
        ],
      ]),
      outputs: ['b', 'a'].map(written => ({ written, record: undefined })),
    };
    const record = (path: string): string =>
      `- path: ${path}\n  hash: md5\n  md5: 60b725f10c9c85c70d97880dfe8191b3\n  size: 2\n`;
    expect(emitYaml(lockEntryValue(entry))).toBe(
      [
        'cmd:\n- one\n- two\n',
        `deps:\n${['./a', 'B', 'b', '\uffff', '😀'].map(path => record(path === '\uffff' ? '"\\uFFFF"' : path)).join('')}`,
        'params:\n  params.yaml:\n    a:\n      z: 1\n      y: 2\n    a.b: 2\n    b: 1\n',
        '  a.json:\n    y: 1\n  b.toml:\n    x: 1\n',
        'outs:\n- path: a\n  hash: md5\n- path: b\n  hash: md5\n',
      ].join(''),
    );
  });

  it('leaves out what is empty', () => {
    const entry: LockEntry = { command: 'x', dependencies: [], params: new Map(), outputs: [] };
    expect(emitYaml(lockEntryValue(entry))).toBe('cmd: x\n');
  });

  it('says the same after it was read and written', () => {
    fc.assert(
      fc.property(lockEntry, value => {
        const once = lockEntryValue(readLockEntry(value));
        const twice = lockEntryValue(readLockEntry(once));
        expect(emitYaml(twice)).toBe(emitYaml(once));
        expect(once.get('cmd')).toEqual(value.get('cmd'));
        expect([...once.keys()]).toEqual(['cmd', 'deps', 'params', 'outs'].filter(key => value.has(key)));
        expect(valuesEqual(once.get('params') ?? null, value.get('params') ?? null) || hasNan(value)).toBe(
          true,
        );
      }),
    );
  });
});

function hasNan(value: unknown): boolean {
  return JSON.stringify([value], (_, item: unknown) =>
    item instanceof Map ? [...item] : typeof item === 'bigint' ? 0 : Number.isNaN(item) ? 'NaN' : item,
  ).includes('"NaN"');
}
