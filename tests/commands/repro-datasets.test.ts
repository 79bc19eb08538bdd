import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

const PIPELINE = `datasets:
- {name: cats, type: dc, url: 'dc://cats'}
stages:
  count: {cmd: echo >> ../count.runs; echo 1 > count.txt, deps: [ds://cats], outs: [count.txt]}
`;
const record = (version: number): string => `schema: '2.0'
datasets:
- name: cats
  url: dc://cats
  type: dc
  version: ${version}
  created_at: '2024-06-01T12:00:00+00:00'
`;

describe.each(LAYOUT_NAMES)('a stage that reads a dataset, in the layout of %s', name => {
  const { lockFile, pipelineFile } = LAYOUTS[name];

  it('records what the lock file says of it, and runs again when that changes', async () => {
    using rig = await Rig.create(name);
    rig.write({ [pipelineFile]: PIPELINE, [lockFile]: record(1) });
    expect((await rig.mltrack('why')).stdout).toContain('it never ran');
    expect((await rig.mltrack('repro -q')).code).toBe(0);
    expect(rig.read(lockFile)).toContain(
      "    - path: ds://cats\n      dataset:\n        name: cats\n        url: dc://cats\n        type: dc\n        version: 1\n        created_at: '2024-06-01T12:00:00+00:00'\n",
    );
    expect((await rig.mltrack('repro')).stdout).toContain("Stage 'count' didn't change, skipping");
    rig.write({ [lockFile]: rig.read(lockFile).replace('version: 1', 'version: 2') });
    expect((await rig.mltrack('status')).stdout).toBe(
      'count:\n\tchanged deps:\n\t\tmodified:           ds://cats\n',
    );
    expect((await rig.mltrack('why')).stdout).toBe('count would run\n  ds://cats changed: version 1 → 2\n');
    expect((await rig.mltrack('repro -q')).code).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect(rig.runs('count')).toBe(2);
  });

  it('fails alone where there is no record of what is declared', async () => {
    using rig = await Rig.create(name);
    rig.write({ [pipelineFile]: `${PIPELINE}  other: {cmd: echo, outs: []}\n` });
    const missing = await rig.mltrack('repro -k');
    expect(missing.code).toBe(255);
    expect(missing.stdout).toContain("Running stage 'other'");
    expect(missing.stderr).toContain(`dataset 'cats' is not recorded in '${lockFile}'`);
    expect((await rig.mltrack('status')).stdout).toContain('not in sync:        ds://cats\n');

    rig.write({ [lockFile]: record(1).replace('url: dc://cats', 'url: dc://cats@v2') });
    const other = await rig.mltrack('repro count');
    expect(other.stderr).toContain(`recorded in '${lockFile}' as it was declared before`);
    expect(other.stderr.includes('`dvc dataset update cats`')).toBe(name === 'dvc');

    rig.write({ [pipelineFile]: PIPELINE.replace('name: cats', 'name: dogs') });
    expect((await rig.mltrack('why')).code).toBe(255);
    const unknown = await rig.mltrack('status');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain("ERROR: dataset not found: 'cats'\n");
  });
});
