/** Stages that read datasets: what a lock file records of those is copied, compared and told as by DVC. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { graphProbes, statusProbes } from './rig/probes.ts';

const DECLARED = `vars: [{folder: data}]
datasets:
- {name: registry, type: dvc, url: 'https://example.com/r.git', path: "\${folder}"}
- {name: pinned, type: dvc, url: ../other, rev: v1, path: null}
- {name: cats, type: dc, url: 'dc://cats@v2'}
- {name: bucket, type: url, url: 's3://bucket/dir'}
- {name: file, type: url, url: 'https://example.com/f.csv'}
`;

const STAGES = `stages:
  all:
    cmd: cat in.txt > all.txt
    deps: [ds://registry, ds://pinned, in.txt, ds://cats, ds://bucket, ds://file]
    outs: [all.txt]
  next:
    cmd: cat all.txt > next.txt
    deps: [all.txt, ds://bucket]
    outs: [next.txt]
`;

/** Keys in another order than DVC's, some that it does not know, and times in several forms. */
const RECORDED = `schema: '2.0'
datasets:
- rev_lock: 0a23456789012345678901234567890123456789
  name: registry
  url: https://example.com/r.git
  type: dvc
  path: data
- name: pinned
  url: ../other
  type: dvc
  rev: v1
  rev_lock: 7f5a0bd9a3f3ee2e4f5fa7ed62a6d5a1a9f3d6d1
  unknown: 1
- name: cats
  url: dc://cats@v2
  type: dc
  version: 2
  created_at: '2024-06-01 12:00:00.1Z'
- name: bucket
  url: s3://bucket/dir
  type: url
  meta:
    nfiles: 2
    isdir: true
    size: 12
    remote: some
  files:
  - relpath: b
    meta:
      size: 6
      version_id: v1
      etag: '"abc"'
  - relpath: B/a
    meta:
      version_id: v2
      isexec: false
      size: 6
- name: file
  url: https://example.com/f.csv
  type: url
  meta:
    size: 3
    checksum: '"1"'
  files: []
`;

async function project(): Promise<Both> {
  const both = await Both.create();
  both.write('dvc.yaml', DECLARED + STAGES);
  both.write('dvc.lock', RECORDED);
  both.write('in.txt', 'in\n');
  return both;
}

/** Every change is made to the lock file as it stands. */
function edit(both: Both, file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(both.judge.root, file), 'utf8');
  expect(text).toMatch(from);
  both.write(file, text.replace(from, to));
}

async function compare(both: Both): Promise<void> {
  await both.probeAll(statusProbes);
  await both.probe({ argv: ['repro'], strictness: 'exact' });
  both.compareTrees();
  await both.probeAll(statusProbes);
}

describe('a dataset', () => {
  it('of each type is recorded by its stage, which is fresh until the record changes', async () => {
    using both = await project();
    await compare(both);
    await both.probe({ argv: ['repro'], strictness: 'exact' });
    await both.probeAll(graphProbes);
    both.compareTrees();
    for (const [from, to] of [
      ['rev_lock: 0a23', 'rev_lock: 4a23'],
      ['version: 2', 'version: 3'],
      ['12:00:00.1Z', '12:00:00.100+00'],
      ['12:00:00.100+00', '12:00:01-01:30'],
      ['size: 12', 'size: 13'],
      ['remote: some', 'remote: other'],
      ['etag: \'"abc"\'', 'etag: \'"abd"\''],
      ['unknown: 1', 'unknown: 2'],
    ] as const) {
      edit(both, 'dvc.lock', from, to);
      await compare(both);
    }
    expect(await both.compareStatusCrosswise()).toEqual({});
  });

  it.each([
    ['that its lock records from another place', 'dvc.yaml', 'path: "${folder}"', 'path: other'],
    ['at another revision', 'dvc.yaml', 'rev: v1', 'rev: v2'],
    ['of another type', 'dvc.yaml', "type: dc, url: 'dc", "type: url, url: 'dc"],
    ['that is not recorded', 'dvc.lock', 'name: cats', 'name: dogs'],
    ['of an unknown type in the lock', 'dvc.lock', 'type: dc', 'type: what'],
    ['that nothing declares', 'dvc.yaml', 'name: cats', 'name: dogs'],
  ])('%s fails its stage', async (_, file, from, to) => {
    using both = await project();
    await both.run(['repro', '-q']);
    edit(both, file, from, to);
    await both.probeAll(statusProbes);
    await both.run(['repro']);
    both.compareTrees();
  });

  it('is looked up in the whole project, and commit and freeze know it', async () => {
    using both = await project();
    both.write('dvc.yaml', DECLARED);
    both.write('sub/dvc.yaml', STAGES.replaceAll('in.txt', '../in.txt'));
    await both.run(['repro', '-P']);
    both.compareTrees();
    edit(both, 'dvc.lock', 'rev_lock: 0a23', 'rev_lock: 4a23');
    await both.probeAll(statusProbes);
    await both.run(['commit', '-f']);
    both.compareTrees();
    await both.run(['freeze', 'sub/dvc.yaml:all']);
    edit(both, 'dvc.lock', 'rev_lock: 4a23', 'rev_lock: 5a23');
    await both.probeAll(statusProbes);
    both.compareTrees();
  });
});
