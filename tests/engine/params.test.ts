import { describe, expect, it } from 'vitest';
import { ParamsReader } from '../../src/engine/params.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { ParamsDependency } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { failureOf, openOn } from './opened.ts';

const of = (written: string, keys: ParamsDependency['keys']): ParamsDependency => ({
  written,
  path: written as RepoPath,
  keys,
});

describe('parameters', () => {
  it('are read by key in the declared order, missing ones left out', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'params.yaml': 'a: 1\nb: {c: [x, y]}\n', 'p.json': '{"a": {"b": 1}}' });
    using engine = await openOn(rig);
    const reader = new ParamsReader(engine.project, engine.index.snapshot);
    expect([...((await reader.values(of('params.yaml', ['b.c.1', 'no', 'a']))) ?? [])]).toEqual([
      ['b.c.1', 'y'],
      ['a', 1],
    ]);
    expect([...((await reader.values(of('p.json', 'whole'))) ?? []).keys()]).toEqual(['a']);
    expect(await reader.values(of('none.yaml', ['a']))).toBeUndefined();
  });

  it('that are required must all be there, and the file too', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'params.yaml': 'a: 1\n' });
    using engine = await openOn(rig);
    const reader = new ParamsReader(engine.project, engine.index.snapshot);
    expect(await failureOf(() => reader.required(of('params.yaml', ['x', 'a', 'y'])))).toEqual({
      code: 'params-missing',
      file: 'params.yaml',
      keys: ['x', 'y'],
    });
    expect(await failureOf(() => reader.required(of('none.yaml', 'whole')))).toEqual({
      code: 'dependency-missing',
      path: 'none.yaml',
    });
    expect(await failureOf(() => reader.required(of('none.yaml', ['x', 'y'])))).toEqual({
      code: 'params-missing',
      file: 'none.yaml',
      keys: ['x', 'y'],
      isFileMissing: true,
    });
    expect((await reader.required(of('params.yaml', ['a']))).get('a')).toBe(1);
  });

  it('of a broken file fail with its place, as the file is called from here', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'p.yaml': 'a: 1\nb: [\n', 'p.json': '{"a": }', 'list.yaml': '- 1\n', 'sub/keep': '' });
    using engine = await openOn(rig, 'sub');
    const reader = new ParamsReader(engine.project, engine.index.snapshot);
    expect(await failureOf(() => reader.values(of('p.yaml', ['a'])))).toMatchObject({
      code: 'params-invalid',
      file: '../p.yaml',
      place: expect.stringMatching(/^:\d+:\d+$/) as string,
    });
    expect(await failureOf(() => reader.values(of('p.json', ['a'])))).toMatchObject({
      code: 'params-invalid',
    });
    expect(await failureOf(() => reader.values(of('list.yaml', 'whole')))).toMatchObject({
      code: 'params-invalid',
    });
  });

  it('are read once, and again after a stage has run', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'params.yaml': 'a: 1\n' });
    using engine = await openOn(rig);
    const reader = new ParamsReader(engine.project, engine.index.snapshot);
    const a = async (): Promise<unknown> => (await reader.values(of('params.yaml', ['a'])))?.get('a');
    expect(await a()).toBe(1);
    rig.write({ 'params.yaml': 'a: 2\n' });
    expect(await a()).toBe(1);
    reader.forget();
    expect(await a()).toBe(2);
  });

  it('count as there without being read: a broken file that no lock knows is only new', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'p.yaml': '[' });
    using engine = await openOn(rig);
    const reader = new ParamsReader(engine.project, engine.index.snapshot);
    expect(await reader.presence('p.yaml' as RepoPath)).toEqual(new Map());
    expect(await reader.presence('none.yaml' as RepoPath)).toBeUndefined();
  });
});
