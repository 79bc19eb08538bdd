import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readMetrics, readParams } from '../../src/engine/measurements.ts';
import type { MeasurementOptions } from '../../src/engine/measurements.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';
import type { OpenedProject } from './opened.ts';

/** Values as plain objects, an error by its type. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, plain(each)]));
  if (typeof value !== 'object' || value === null) return value;
  if ('data' in value) return plain(value.data);
  return 'error' in value ? (value.error as { type: string }).type : value;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

const named = (...targets: string[]): MeasurementOptions => ({ targets: targets as RepoPath[] });

async function metrics({ project, index }: OpenedProject, ...targets: string[]): Promise<unknown> {
  return plain(valueOf(await readMetrics(project, index.snapshot, named(...targets))));
}

async function params({ project, index }: OpenedProject, options: MeasurementOptions): Promise<unknown> {
  return plain(valueOf(await readParams(project, index.snapshot, options)));
}

describe('metrics', () => {
  it('are those that stages declare, then those of the pipeline files, each file once', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': `stages:
  s: {cmd: x, outs: [data.json], metrics: [m/two.json, one.json: {cache: false}]}
metrics: [m, one.json]
`,
      'one.json': '{"a": 1}',
      'm/two.json': '{"b": 2}',
      'm/three.json': '{"c": 3}',
      'data.json': '{"d": 4}',
    });
    using engine = await openOn(rig);
    const found = (await metrics(engine)) as object;
    expect(Object.entries(found)).toEqual([
      ['m/two.json', { b: 2 }],
      ['one.json', { a: 1 }],
      ['m/three.json', { c: 3 }],
    ]);
  });

  it('in the cache are read from there, and one that is lost is told from one that never was', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'm.json': '{"a": 1}',
      'd/m.json': '{"b": 2}',
      'dvc.yaml': 'metrics: [m.json, d/m.json, d/none.json, none.json]\n',
    });
    await rig.mltrack('add -q m.json d');
    for (const name of ['m.json', 'd']) rmSync(`${rig.root}/${name}`, { recursive: true });
    using engine = await openOn(rig);
    expect(await metrics(engine)).toEqual({
      'm.json': { a: 1 },
      'd/m.json': { b: 2 },
      'd/none.json': 'FileNotFoundError',
      'none.json': 'FileNotFoundError',
    });
    const { cache } = engine.workspace;
    for (const content of ['{"a": 1}', '{"b": 2}']) rmSync(cache.current.pathOf(md5(content)));
    const { data } = valueOf(await readMetrics(engine.project, engine.index.snapshot, named()));
    const lost = (path: string): unknown => ({
      error: {
        message: `[Errno 2] No storage files available: '${path}'`,
        detail: 'it is neither there nor in the cache',
      },
    });
    const never = (path: string): unknown => ({
      error: {
        message: `[Errno 2] No such file or directory: '${path}'`,
        detail: 'there is no such file',
      },
    });
    expect([...data.values()]).toMatchObject([
      lost('m.json'),
      lost('d/m.json'),
      never('d/none.json'),
      never('none.json'),
    ]);
  });

  it('that are named are read even where the project itself cannot be', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ 'm.json': '{"a": 1}', 'dvc.lock': '[', 'dvc.yaml': 'metrics: [m.json]\n' });
    expect(await metrics(engine, 'm.json')).toEqual({ 'm.json': { a: 1 } });
    expect(await readMetrics(engine.project, engine.index.snapshot, named())).toMatchObject({
      ok: false,
      error: { code: 'file-invalid', file: 'dvc.lock' },
    });
  });

  it('of a broken file are told with its place, the file as it is called from here', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'm.yaml': 'a: 1\nb: [\n', 'sub/keep': '' });
    using engine = await openOn(rig, 'sub');
    const { data } = valueOf(await readMetrics(engine.project, engine.index.snapshot, named('m.yaml')));
    expect([...data]).toMatchObject([
      [
        '../m.yaml',
        {
          error: {
            type: 'YAMLFileCorruptedError',
            message: expect.stringMatching(/^unable to read: '.*m\.yaml', YAML file structure/) as string,
            detail: expect.stringMatching(/^\d+:\d+: /) as string,
          },
        },
      ],
    ]);
  });
});

describe('parameters', () => {
  const files = {
    'dvc.yaml': `stages:
  a: {cmd: x, params: [lr, own.yaml: [k.x]]}
  b: {cmd: x, params: [own.yaml: [k.z], whole.yaml: ]}
params: [top.yaml]
`,
    'params.yaml': 'lr: 1\nother: 2\n',
    'own.yaml': 'k: {x: 1, y: 2, z: 3}\n',
    'whole.yaml': 'all: 1\n',
    'top.yaml': 'top: 1\n',
  };

  it('are all of the default file and of top-level files, and of others what any stage reads', async () => {
    using rig = await Rig.create('dvc');
    rig.write(files);
    using engine = await openOn(rig);
    expect(await params(engine, named())).toEqual({
      'params.yaml': { lr: 1, other: 2 },
      'own.yaml': { k: { x: 1, z: 3 } },
      'whole.yaml': { all: 1 },
      'top.yaml': { top: 1 },
    });
  });

  it('are on demand only what stages read', async () => {
    using rig = await Rig.create('dvc');
    rig.write(files);
    using engine = await openOn(rig);
    expect(await params(engine, { targets: [], declaredOnly: true })).toEqual({
      'params.yaml': { lr: 1 },
      'own.yaml': { k: { x: 1, z: 3 } },
      'whole.yaml': { all: 1 },
    });
  });

  it('are what templates take from files that nobody declares, too', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': `vars: [v.toml, own.py]
stages:
  a: {cmd: 'x \${a.b} \${x.0}', params: [own.py: [y]]}
  b: {cmd: 'x \${a.c}'}
`,
      'v.toml': 'a = { b = 1, c = "x", d = 2 }\n',
      'own.py': 'x = [1]\ny = 2\n',
    });
    using engine = await openOn(rig);
    const wanted = { 'own.py': { y: 2 }, 'v.toml': { 'a.b': 1, 'a.c': 'x' } };
    expect(await params(engine, named())).toEqual(wanted);
    expect(await params(engine, { targets: [], declaredOnly: true })).toEqual(wanted);
    expect(await params(engine, named('own.py'))).toEqual({ 'own.py': { x: [1], y: 2 } });
  });

  it('of named files are whole, and a default file that is not there is nobody’s', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'own.yaml': files['own.yaml'], 'sub/x.json': '{"a": 1}' });
    using engine = await openOn(rig);
    expect(await params(engine, named('own.yaml', 'sub'))).toEqual({
      'own.yaml': { k: { x: 1, y: 2, z: 3 } },
      'sub/x.json': { a: 1 },
    });
    expect(await params(engine, named())).toEqual({});
  });
});
