import { describe, expect, it } from 'vitest';
import { readDataFile } from '../../../src/core/datafile/read.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Stage } from '../../../src/model/stage.ts';

const FILE = 'data/raw.csv.dvc' as RepoPath;

async function read(text: string, file = FILE): Promise<{ stage: Stage; problems: readonly string[] }> {
  const parsed = await readYaml(text);
  if (!parsed.ok) throw new Error('not YAML');
  const { stage, problems } = readDataFile(parsed.value, file, '/project');
  return { stage, problems: problems.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

describe('a data file', () => {
  it('tracks paths beside it', async () => {
    const { stage, problems } = await read(
      'outs:\n- md5: 1f8a23b244754e7127159b4abef19e13.dir\n  size: 61\n  nfiles: 2\n  hash: md5\n  path: raw\n',
    );
    expect(problems).toEqual([]);
    expect(stage).toMatchObject({ kind: 'data', name: '', file: FILE, workdir: 'data', isImport: false });
    expect(stage.outputs).toEqual([
      {
        written: 'raw',
        path: 'data/raw',
        role: 'data',
        cached: true,
        persistent: false,
        push: true,
        recorded: { name: 'md5', digest: '1f8a23b244754e7127159b4abef19e13.dir', size: 61, nfiles: 2 },
      },
    ]);
  });

  it('of a 2.x project is known by its hash without a name', async () => {
    const { stage } = await read('outs:\n- md5: D8ACABBFD4EE51C95DA5D7628C7EF74B\n  path: raw.csv\n');
    expect(stage.outputs[0]?.recorded).toEqual({
      name: 'md5-dos2unix',
      digest: 'd8acabbfd4ee51c95da5d7628c7ef74b',
    });
  });

  it('holds flags and annotations', async () => {
    const { stage } = await read(
      [
        'desc: what this is',
        'wdir: ..',
        'frozen: true',
        'outs:',
        '- path: m.json',
        '  cache: false',
        '  persist: true',
        '  push: false',
        '  remote: store',
        '  metric: true',
        '  desc: numbers',
        '  labels: [a, b]',
        '- path: p.csv',
        '  plot: {x: a}',
        '',
      ].join('\n'),
    );
    expect(stage).toMatchObject({ desc: 'what this is', frozen: true, workdir: '' });
    expect(stage.outputs).toMatchObject([
      { path: 'm.json', role: 'metric', cached: false, persistent: true, push: false, remote: 'store' },
      { path: 'p.csv', role: 'plot', cached: true },
    ]);
    expect(stage.outputs[0]?.desc).toBe('numbers');
    expect(stage.outputs[0]?.extra?.get('labels')).toEqual(['a', 'b']);
    expect(stage.outputs[0]?.recorded).toBeUndefined();
  });

  it('is an import when it has one source and one output', async () => {
    const { stage } = await read(
      'md5: abc\nfrozen: true\ndeps:\n- path: x\n  repo: {url: https://example.com/r, rev_lock: f593}\nouts:\n- path: x\n',
    );
    expect(stage).toMatchObject({ isImport: true, checksum: 'abc' });
    expect(stage.dependencies).toEqual([{ written: 'x', path: undefined }]);
  });

  it('may be empty', async () => {
    expect(await read('')).toMatchObject({ problems: [], stage: { outputs: [], dependencies: [] } });
  });

  it('tells of every mistake at once', async () => {
    const { problems } = await read('out: []\nouts:\n- path: 3\n  cache: maybe\n  unknown: 1\nfrozen: 3\n');
    expect(problems.map(problem => problem.split(':')[0])).toEqual([
      'out',
      'outs.0.path',
      'outs.0.cache',
      'outs.0.unknown',
      'frozen',
    ]);
  });

  it('cannot work outside of the project, and an output outside of it has no path in it', async () => {
    expect((await read('wdir: ../..\nouts: []\n')).problems).toEqual([
      'wdir: the working folder is outside the project',
    ]);
    const { stage } = await read('outs:\n- path: ../../elsewhere\n- path: /abs\n- path: ../here\n');
    expect(stage.outputs.map(({ path }) => path)).toEqual([undefined, undefined, 'here']);
  });
});
