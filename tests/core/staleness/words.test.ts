import { expect, it } from 'vitest';
import { explain, explainSince } from '../../../src/core/staleness/words.ts';
import type { Reason } from '../../../src/model/reason.ts';
import { Float } from '../../../src/model/value.ts';
import { hash } from './stage.ts';

const param = { kind: 'param', path: 'p.yaml', key: 'lr' } as const;
const dependency = { kind: 'dependency', path: 'd' } as const;
const dataset = { kind: 'dataset', path: 'ds://d' } as const;
const [then, now] = [new Map([['rev_lock', 'a']]), new Map([['rev_lock', 'b']])];
const output = { kind: 'output', path: 'o' } as const;
const before = hash('a');
const after = hash('b');

it.each<[string, Reason]>([
  ['d is missing', { ...dependency, change: 'deleted', before }],
  ['d changed', { ...dependency, change: 'modified', before, after }],
  ['d changed', { ...dependency, change: 'update available' }],
  ['d is not in the lock yet', { ...dependency, change: 'modified', after }],
  ['ds://d is not in the lock yet', { ...dataset, change: 'new', after: now }],
  ['ds://d changed: rev_lock a → b', { ...dataset, change: 'modified', before: then, after: now }],
  ['ds://d is not recorded as it is declared: a run would fail', { ...dataset, change: 'not in sync' }],
  ['p.yaml is missing', { kind: 'params-file', path: 'p.yaml', change: 'deleted' }],
  ['p.yaml is not in the lock yet', { kind: 'params-file', path: 'p.yaml', change: 'new' }],
  [
    'lr 0.01 → 1e-05 in p.yaml',
    { ...param, change: 'modified', before: new Float(0.01), after: new Float(1e-5) },
  ],
  ["lr 1 → '1' in p.yaml", { ...param, change: 'modified', before: 1, after: '1' }],
  ['lr null → [1, null] in p.yaml', { ...param, change: 'modified', before: null, after: [1, null] }],
  ['lr is new (x) in p.yaml', { ...param, change: 'new', after: 'x' }],
  ['lr is not in p.yaml (was 1): a run would fail', { ...param, change: 'deleted', before: 1 }],
  ['lr is not in p.yaml, nor in the lock: a run would fail', { ...param, change: 'deleted' }],
  [`lr is new (${'x'.repeat(39)}…) in p.yaml`, { ...param, change: 'new', after: 'x'.repeat(99) }],
  ['o is missing', { ...output, change: 'deleted', before }],
  ['o was changed by hand', { ...output, change: 'modified', before, after }],
  ['o is not in the cache', { ...output, change: 'not in cache', before }],
  ['the command changed', { kind: 'command', before: 'a', after: 'b' }],
  ['the declaration changed', { kind: 'checksum' }],
  ['it always runs', { kind: 'always' }],
  ['forced', { kind: 'forced' }],
])('%s', (text, reason) => expect(explain(reason)).toBe(text));

it('what the state that is compared with does not have is new', () => {
  const record = { name: 'md5', digest: 'a'.repeat(32) } as const;
  const added = { kind: 'dependency', path: 'x.csv', change: 'modified', after: record } as const;
  expect([explain(added), explainSince(added)]).toEqual(['x.csv is not in the lock yet', 'x.csv is new']);
  expect(explainSince({ ...added, before: record })).toBe('x.csv changed');
  expect(explainSince({ kind: 'params-file', path: 'p.yaml', change: 'new' })).toBe('p.yaml is new');
  expect(explainSince({ kind: 'command', before: 'a', after: 'b' })).toBe('the command changed');
});
