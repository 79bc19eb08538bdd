/** A stage that is fresh, and what makes it so. */
import type { Observation } from '../../../src/core/staleness/assess.ts';
import type { HashRecord } from '../../../src/model/hash.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { LockEntry, Stage } from '../../../src/model/stage.ts';
import type { Value } from '../../../src/model/value.ts';

/** The record of some content, by its name. */
export function hash(content: string): HashRecord {
  return { name: 'md5', digest: content.padEnd(32, '0') };
}

export const STAGE: Stage = {
  kind: 'pipeline',
  name: 'train',
  file: 'pipeline.yaml' as RepoPath,
  place: { file: 'pipeline.yaml' as RepoPath },
  command: 'run',
  workdir: '' as RepoPath,
  dependencies: [
    { written: 'data', path: 'data' as RepoPath },
    { written: 's3://bucket/x', path: undefined },
  ],
  params: [{ written: 'params.yaml', path: 'params.yaml' as RepoPath, keys: ['lr', 'seed'] }],
  outputs: [
    {
      written: 'model',
      path: 'model' as RepoPath,
      role: 'data',
      cached: true,
      persistent: false,
      push: true,
    },
    {
      written: 'score',
      path: 'score' as RepoPath,
      role: 'metric',
      cached: false,
      persistent: false,
      push: true,
    },
  ],
  frozen: false,
  alwaysChanged: false,
  isImport: false,
};

export const ENTRY: LockEntry = {
  command: 'run',
  // More than is declared, and in another order.
  dependencies: [
    { written: 'old', record: hash('e') },
    { written: 'data', record: hash('d') },
  ],
  params: new Map<string, ReadonlyMap<string, Value>>([
    ['other.yaml', new Map([['x', 1]])],
    ['params.yaml', params({ seed: 1, gone: 2, lr: 3 })],
  ]),
  outputs: [
    { written: 'score', record: hash('c') },
    { written: 'model', record: hash('b') },
  ],
};

export const SEEN: Observation = {
  dependencies: new Map([['data', hash('d')]]),
  datasets: new Map(),
  outputs: new Map([
    ['model', hash('b')],
    ['score', hash('c')],
  ]),
  notInCache: new Set(),
  params: new Map([['params.yaml', params({ lr: 3, seed: 1, more: 4 })]]),
};

export function params(values: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(values));
}
