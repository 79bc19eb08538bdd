import { describe, expect, it } from 'vitest';
import { assess, isCallback } from '../../../src/core/staleness/assess.ts';
import type { Observation } from '../../../src/core/staleness/assess.ts';
import type { Reason } from '../../../src/model/reason.ts';
import type { LockEntry, Stage } from '../../../src/model/stage.ts';
import { Float, Tuple } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';
import { ENTRY, hash, params, SEEN, STAGE } from './stage.ts';

interface Change {
  readonly stage?: Partial<Stage>;
  readonly entry?: Partial<LockEntry>;
  readonly seen?: Partial<Observation>;
}

function reasons({ stage = {}, entry = {}, seen = {} }: Change): readonly Reason[] {
  return assess({ ...STAGE, ...stage }, { ...ENTRY, ...entry }, { ...SEEN, ...seen });
}

const seenParams = (values: Parameters<typeof params>[0]): Change => ({
  seen: { params: new Map([['params.yaml', params(values)]]) },
});

const WHOLE: Partial<Stage> = { params: STAGE.params.map(declared => ({ ...declared, keys: 'whole' })) };

describe('a stage is fresh', () => {
  it.each<[string, Change]>([
    ['when everything is as the lock has it, whatever else the lock holds and however it is ordered', {}],
    ['when a number is written in another way', seenParams({ lr: new Float(3, '3.00'), seed: true })],
    [
      'when a file can be run now',
      { seen: { dependencies: new Map([['data', { ...hash('d'), isexec: true }]]) } },
    ],
    ['when a file left to git is not in the cache', { seen: { notInCache: new Set(['score']) } }],
    [
      'when it is frozen, whatever it reads',
      { stage: { frozen: true }, seen: { dependencies: new Map(), params: new Map() } },
    ],
    ['when the lock knows no command', { entry: { command: undefined } }],
  ])('%s', (_, change) => expect(reasons(change)).toEqual([]));
});

describe('a stage is stale', () => {
  it.each<[string, Change, readonly Reason[]]>([
    [
      'when a dependency is missing',
      { seen: { dependencies: new Map([['data', undefined]]) } },
      [{ kind: 'dependency', path: 'data', change: 'deleted', before: hash('d') }],
    ],
    [
      'when a dependency is another',
      { seen: { dependencies: new Map([['data', hash('f')]]) } },
      [{ kind: 'dependency', path: 'data', change: 'modified', before: hash('d'), after: hash('f') }],
    ],
    [
      'when a dependency is not in the lock yet',
      { entry: { dependencies: [] } },
      [{ kind: 'dependency', path: 'data', change: 'modified', after: hash('d') }],
    ],
    [
      'when a dependency is of another kind of hash',
      { entry: { dependencies: [{ written: 'data', record: { ...hash('d'), name: 'md5-dos2unix' } }] } },
      [
        {
          kind: 'dependency',
          path: 'data',
          change: 'modified',
          before: { ...hash('d'), name: 'md5-dos2unix' },
          after: hash('d'),
        },
      ],
    ],
    [
      'when a parameters file is missing',
      { seen: { params: new Map([['params.yaml', undefined]]) } },
      [{ kind: 'params-file', path: 'params.yaml', change: 'deleted' }],
    ],
    [
      'when a parameters file is not in the lock yet',
      { entry: { params: new Map() } },
      [{ kind: 'params-file', path: 'params.yaml', change: 'new' }],
    ],
    [
      'when parameters are gone, new and others, in the order of their declaration',
      {
        stage: { params: STAGE.params.map(declared => ({ ...declared, keys: ['more', 'seed', 'lr'] })) },
        ...seenParams({ lr: '3', more: 4 }),
      },
      [
        { kind: 'param', path: 'params.yaml', key: 'more', change: 'new', after: 4 },
        { kind: 'param', path: 'params.yaml', key: 'seed', change: 'deleted', before: 1 },
        { kind: 'param', path: 'params.yaml', key: 'lr', change: 'modified', before: 3, after: '3' },
      ],
    ],
    [
      'when a parameter is on neither side',
      {
        stage: { params: STAGE.params.map(declared => ({ ...declared, keys: ['none'] })) },
      },
      [{ kind: 'param', path: 'params.yaml', key: 'none', change: 'deleted' }],
    ],
    [
      'when a file that is read as a whole has other keys',
      { stage: WHOLE },
      [
        { kind: 'param', path: 'params.yaml', key: 'more', change: 'new', after: 4 },
        { kind: 'param', path: 'params.yaml', key: 'gone', change: 'deleted', before: 2 },
      ],
    ],
    [
      'when an output is not in the cache, though it is right where it stands',
      { seen: { notInCache: new Set(['model']) } },
      [{ kind: 'output', path: 'model', change: 'not in cache', before: hash('b'), after: hash('b') }],
    ],
    [
      'when outputs are missing and others, in the order of their declaration',
      {
        seen: {
          outputs: new Map([
            ['score', hash('a')],
            ['model', undefined],
          ]),
        },
      },
      [
        { kind: 'output', path: 'model', change: 'deleted', before: hash('b') },
        { kind: 'output', path: 'score', change: 'modified', before: hash('c'), after: hash('a') },
      ],
    ],
    [
      'when the command is another',
      { stage: { command: 'run more' } },
      [{ kind: 'command', before: 'run', after: 'run more' }],
    ],
    [
      'when the one command is in a list now',
      { stage: { command: ['run'] } },
      [{ kind: 'command', before: 'run', after: ['run'] }],
    ],
    ['when it always is', { stage: { alwaysChanged: true } }, [{ kind: 'always' }]],
    [
      'when it is frozen and what it makes is another',
      { stage: { frozen: true }, seen: { outputs: new Map([['score', hash('c')]]) } },
      [{ kind: 'output', path: 'model', change: 'deleted', before: hash('b') }],
    ],
  ])('%s', (_, change, wanted) => expect(reasons(change)).toEqual(wanted));

  it('not where a tuple is in the lock as a list, but where it lies deeper', () => {
    const now = (value: Value): Partial<Observation> => ({
      params: new Map([
        [
          'params.yaml',
          new Map<string, Value>([
            ['lr', value],
            ['seed', 1],
          ]),
        ],
      ]),
    });
    const entry = {
      params: new Map([
        [
          'params.yaml',
          new Map<string, Value>([
            ['lr', [1, 2]],
            ['seed', 1],
          ]),
        ],
      ]),
    };
    const kinds = (value: Value): readonly string[] =>
      reasons({ entry, seen: now(value) }).flatMap(reason => (reason.kind === 'param' ? [reason.key] : []));
    expect(kinds(Tuple.from([1, 2]))).toEqual([]);
    expect(kinds(Tuple.from([1, 3]))).toEqual(['lr']);
    expect(kinds([Tuple.from([1, 2])])).toEqual(['lr']);
  });

  it('without a lock entry: what is there is modified, what is not is deleted', () => {
    expect(assess(STAGE, undefined, { ...SEEN, outputs: new Map([['score', hash('c')]]) })).toEqual([
      { kind: 'dependency', path: 'data', change: 'modified', after: hash('d') },
      { kind: 'params-file', path: 'params.yaml', change: 'new' },
      { kind: 'output', path: 'model', change: 'deleted' },
      { kind: 'output', path: 'score', change: 'modified', after: hash('c') },
    ]);
  });

  it('for every reason at once, in the order in which they are listed', () => {
    const change: Change = {
      stage: { alwaysChanged: true, command: 'other' },
      seen: {
        dependencies: new Map(),
        params: new Map(),
        outputs: new Map(),
        notInCache: new Set(['model']),
      },
    };
    expect(reasons(change).map(reason => reason.kind)).toEqual([
      'dependency',
      'params-file',
      'output',
      'output',
      'always',
      'command',
    ]);
  });
});

it('what a data file records of its own paths counts before any lock', () => {
  const [output] = STAGE.outputs;
  if (output === undefined) return expect.fail('no output');
  const outputs = [{ ...output, recorded: hash('f') }];
  const dependencies = STAGE.dependencies.map(dependency => ({ ...dependency, recorded: hash('f') }));
  expect(reasons({ stage: { outputs, dependencies } })).toMatchObject([
    { kind: 'dependency', change: 'modified', before: hash('f') },
    { kind: 'output', change: 'modified', before: hash('f') },
  ]);
});

it('a command that neither reads nor makes anything runs every time', () => {
  const nothing: Partial<Stage> = { dependencies: [], params: [], outputs: [] };
  expect(reasons({ stage: nothing })).toEqual([{ kind: 'always' }]);
  expect(isCallback({ ...STAGE, ...nothing, params: STAGE.params })).toBe(false);
  expect(isCallback({ ...STAGE, ...nothing, command: undefined })).toBe(false);
});
