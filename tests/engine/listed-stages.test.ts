import { describe, expect, it } from 'vitest';
import { listedStages } from '../../src/engine/listed-stages.ts';
import type { Selection } from '../../src/engine/listed-stages.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import { stageId } from '../../src/model/stage.ts';
import type { Stage } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';
import type { OpenedProject } from './opened.ts';

const one = 'stages:\n  s: {cmd: x}\n';

const GOOD = {
  'dvc.yaml': 'stages:\n  a: {cmd: x, outs: [out]}\n  b: {cmd: x}\n',
  'in/dvc.yaml': one,
  'in/deep/x.dvc': 'outs:\n- path: x\n',
  'inner/dvc.yaml': one,
};

function list(
  { project, index }: OpenedProject,
  selection: Partial<Selection>,
): Promise<Result<readonly Stage[], Failure>> {
  return listedStages(project, index.snapshot, {
    targets: [],
    all: false,
    recursive: false,
    strict: false,
    ...selection,
  });
}

const ids = (listed: Result<readonly Stage[], Failure>): string[] => valueOf(listed).map(stageId);

describe('the stages to be listed', () => {
  it('are those of the targets, each once, as first named', async () => {
    using rig = await Rig.create('dvc');
    rig.write(GOOD);
    using engine = await openOn(rig, 'in');
    expect(ids(await list(engine, {}))).toEqual(['in/dvc.yaml:s']);
    expect(
      ids(await list(engine, { targets: ['../dvc.yaml:b', 's', '../dvc.yaml', 'deep/x.dvc', ':s'] })),
    ).toEqual(['dvc.yaml:b', 'in/dvc.yaml:s', 'dvc.yaml:a', 'in/deep/x.dvc']);
  });

  it('may be named by an absolute path, and so may a file that cannot be read', async () => {
    using rig = await Rig.create('dvc');
    rig.write(GOOD);
    using engine = await openOn(rig, 'in');
    const absolute = `${rig.root}/inner/dvc.yaml`;
    expect(ids(await list(engine, { targets: [absolute, `${absolute}:s`] }))).toEqual(['inner/dvc.yaml:s']);
    rig.write({ 'inner/dvc.yaml': 'stages: [\n' });
    const broken = await list(engine, { targets: [absolute] });
    expect(broken.ok ? undefined : broken.error).toMatchObject({
      code: 'file-invalid',
      file: '../inner/dvc.yaml',
    });
  });

  it('are with -R those below each folder as well', async () => {
    using rig = await Rig.create('dvc');
    rig.write(GOOD);
    using engine = await openOn(rig, 'in');
    const below = async (...targets: string[]): Promise<string[]> =>
      ids(await list(engine, { targets, recursive: true }));
    expect(await below('.')).toEqual(['in/dvc.yaml:s', 'in/deep/x.dvc']);
    expect(await below('../inner', 'deep')).toEqual(['inner/dvc.yaml:s', 'in/deep/x.dvc']);
    expect(await below('../dvc.yaml:b', 'deep')).toEqual(['dvc.yaml:b', 'in/deep/x.dvc']);
    const all = ['dvc.yaml:a', 'dvc.yaml:b', 'in/dvc.yaml:s', 'in/deep/x.dvc', 'inner/dvc.yaml:s'];
    expect(await below('..')).toEqual(all);
    expect(await below()).toEqual(['in/dvc.yaml:s']);
    expect(ids(await list(engine, { targets: ['deep'], all: true }))).toEqual(all);
  });

  it('are none by what they make, nor by a folder', async () => {
    using rig = await Rig.create('dvc');
    rig.write(GOOD);
    using engine = await openOn(rig, 'in');
    expect(await list(engine, { targets: ['../out'] })).toEqual({
      ok: false,
      error: { code: 'stage-not-found', name: '../out', file: 'dvc.yaml' },
    });
    expect(await list(engine, { targets: ['deep'] })).toMatchObject({
      error: { code: 'target-not-found', target: 'deep' },
    });
  });
});

describe('a file that cannot be read', () => {
  it('fails whoever asks for it, and nobody else', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ ...GOOD, 'bad/dvc.yaml': 'stages: [\n' });
    expect(ids(await list(engine, { targets: ['in/dvc.yaml'] }))).toEqual(['in/dvc.yaml:s']);
    for (const target of ['bad/dvc.yaml', 'bad/dvc.yaml:s'])
      expect(await list(engine, { targets: [target] }), target).toMatchObject({
        error: { code: 'file-invalid', file: 'bad/dvc.yaml' },
      });
    expect(engine.events.filter(({ type }) => type === 'file-left-out')).toEqual([]);
  });

  it('is left out of many with a word, also where it lies in none of the folders, or fails when asked to', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ ...GOOD, 'bad/dvc.yaml': 'stages: [\n' });
    expect(ids(await list(engine, { targets: ['inner'], recursive: true }))).toEqual(['inner/dvc.yaml:s']);
    expect(engine.events.filter(({ type }) => type === 'file-left-out')).toMatchObject([
      { failure: { code: 'file-invalid', file: 'bad/dvc.yaml' } },
    ]);
    expect(await list(engine, { all: true, strict: true })).toMatchObject({
      error: { code: 'file-invalid', file: 'bad/dvc.yaml' },
    });
  });

  it('is never left out for a value beside it that DVC cannot hold', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ ...GOOD, 'in/params.yaml': 'a: 2020-01-01\n' });
    expect(await list(engine, { all: true })).toMatchObject({
      error: { code: 'params-unsupported', file: 'in/params.yaml', key: 'a' },
    });
    expect(ids(await list(engine, { targets: ['inner/dvc.yaml'] }))).toEqual(['inner/dvc.yaml:s']);
  });

  it('is left out with its stages when it is the lock beside them, data files apart', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ ...GOOD, 'in/y.dvc': 'outs:\n- path: y\n', 'in/dvc.lock': '[' });
    using engine = await openOn(rig);
    expect(ids(await list(engine, { targets: ['in'], recursive: true }))).toEqual([
      'in/y.dvc',
      'in/deep/x.dvc',
    ]);
    // Nobody asks for the lock of a folder in which no stage is listed.
    expect(ids(await list(engine, { targets: ['inner'], recursive: true, strict: true }))).toHaveLength(1);
    expect(await list(engine, { targets: ['in/dvc.yaml'] })).toMatchObject({
      error: { code: 'file-invalid', file: 'in/dvc.lock' },
    });
  });
});
