import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('metrics show in the layout of %s', name => {
  it('shows the metrics of the workspace as a table, JSON and Markdown', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    expect(await rig.mltrack('metrics show')).toEqual({
      code: 0,
      stdout: 'Path          accuracy    deep.loss\nmetrics.json  0.5         1.0\n',
      stderr: '',
    });
    expect((await rig.mltrack('metrics show --json')).stdout).toBe(
      '{"": {"data": {"metrics.json": {"data": {"accuracy": 0.5, "deep": {"loss": 1.0}}}}}}\n',
    );
    expect((await rig.mltrack('metrics show --md', 'sub')).stdout).toBe(
      [
        '| Path            | accuracy   | deep.loss   |',
        '|-----------------|------------|-------------|',
        '| ../metrics.json | 0.5        | 1.0         |',
        '',
        '',
      ].join('\n'),
    );
  });

  it('goes through branches, and leaves the workspace out where the branch says the same', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.git('branch', 'other');
    expect((await rig.mltrack('metrics show -a')).stdout).toBe(
      'Revision    Path          accuracy    deep.loss\nworkspace   metrics.json  0.5         1.0\nmain,other  metrics.json  0.5         1.0\n',
    );
    rig.git('branch', '-qD', 'other');
    expect((await rig.mltrack('metrics show -a')).stdout).toBe(
      'Revision    Path          accuracy    deep.loss\nmain        metrics.json  0.5         1.0\n',
    );
  });
});

describe('metrics show', () => {
  it('goes through tags and all commits, the youngest first', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.git('tag', '-a', 'v1', '-m', 'annotated');
    rig.write({ 'metrics.json': '{"accuracy": 0.75}' });
    rig.git('-c', 'core.hooksPath=/dev/null', 'commit', '-qam', 'better', '--date', '2030-01-01T00:00:00Z');
    const commits = rig.git('rev-list', 'HEAD').trim().split('\n');
    const revisions = async (flag: string): Promise<string[]> =>
      Object.keys(JSON.parse((await rig.mltrack(`metrics show ${flag} --json`)).stdout) as object);
    expect(await revisions('-T')).toEqual(['workspace', 'v1']);
    expect((await revisions('-A')).sort()).toEqual(['workspace', ...commits].sort());
  });

  it('shows named files, tracked or not', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'sub/own.yaml': 'a: 1\nb: [1]\nc: .5\n' });
    expect((await rig.mltrack('metrics show own.yaml', 'sub')).stdout).toBe(
      'Path      a    c\nown.yaml  1    0.5\n',
    );
    const outside = await rig.mltrack('metrics show ../../x.json');
    expect(outside).toMatchObject({ code: 255, stdout: '' });
    expect(outside.stderr).toBe("ERROR: '../../x.json' is outside of the project.\n");
  });

  it("puts trouble with a file into the JSON under DVC's names, and into words on stderr", async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'metrics: [latin.json, half.yaml, gone.json]\n',
      'latin.json': Buffer.from('{"a": "\xe9"}', 'latin1'),
      'half.yaml': 'a: [1',
    });
    const shown = await rig.mltrack('metrics show --json');
    expect(shown.code).toBe(0);
    const files =
      (
        JSON.parse(shown.stdout) as Record<
          string,
          { data: Record<string, { error: { type: string; msg: string } }> }
        >
      )['']?.data ?? {};
    expect(Object.values(files).map(({ error }) => error.type)).toEqual([
      'EncodingError',
      'YAMLFileCorruptedError',
      'FileNotFoundError',
    ]);
    expect(files['latin.json']?.error.msg).toMatch(/^unable to read: '.*latin\.json', is not valid utf-8$/);
    expect(files['gone.json']?.error.msg).toBe("[Errno 2] No such file or directory: 'gone.json'");
    expect(shown.stderr).toContain("WARNING: no values from 'latin.json': it is not UTF-8 text\n");
    expect(shown.stderr).toContain("WARNING: no values from 'gone.json': there is no such file\n");
    expect(shown.stderr).toContain("DVC failed to load some metrics for following revisions: ''.\n");
  });

  it('tells all mistakes of a file that cannot be read', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'a.json': '{"x": tru,\n "y": }\n', 'b.json': '{"x": 1,}\n' });
    const { code, stderr } = await rig.mltrack('metrics show a.json b.json');
    expect(code).toBe(0);
    expect(stderr).toContain(
      "WARNING: no values from 'a.json':\n  a.json:1:7  expected a value\n  a.json:2:7  expected a value\nWARNING: no values from 'b.json': 1:9: expected a key in double quotes\n",
    );
  });

  it.each([
    [
      'is no YAML',
      { 'dvc.yaml': 'stages: [\n' },
      'YAMLSyntaxError',
      "unable to read: 'dvc.yaml', YAML file structure is corrupted",
    ],
    [
      'has a wrong key',
      { 'dvc.yaml': 'stage: {}\n' },
      'YAMLValidationError',
      "'./dvc.yaml' validation failed",
    ],
    [
      'is no text',
      { 'dvc.yaml': Buffer.from([0xff]) },
      'EncodingError',
      "unable to read: 'dvc.yaml', is not valid utf-8",
    ],
    [
      'has a date beside it',
      { 'dvc.yaml': 'metrics: [m]\n', 'params.yaml': 'a: {b: [2020-01-01]}\n' },
      'TypeError',
      "Unsupported value of type 'date' in 'params.yaml:a.b.0'",
    ],
    [
      'names a file that is not there',
      { 'dvc.yaml': "vars: ['12']\n" },
      'ResolveError',
      "failed to parse 'vars' in 'dvc.yaml': '12' does not exist",
    ],
    [
      'names broken JSON',
      { 'dvc.yaml': 'vars: [v.json]\n', 'v.json': '{' },
      'JSONFileCorruptedError',
      "unable to read: 'v.json', JSON file structure is corrupted",
    ],
  ])('tells of a revision whose pipeline file %s', async (_, files, type, msg) => {
    using rig = await Rig.create('dvc');
    rig.write(files);
    const shown = await rig.mltrack('metrics show --json');
    expect(shown.code).toBe(0);
    expect(JSON.parse(shown.stdout)).toEqual({ '': { error: { type, msg } } });
    expect(shown.stderr).toContain("WARNING: failed to load metrics in revision '', ");
  });

  it('does not need stages that make a graph', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml':
        'stages:\n  x:\n    cmd: a\n    deps: [a]\n    outs: [b]\n  y:\n    cmd: b\n    deps: [b]\n    outs: [a]\nmetrics: [m.json]\n',
      'm.json': '{"a": 1}',
    });
    expect((await rig.mltrack('metrics show')).stdout).toBe('Path    a\nm.json  1\n');
  });

  it('refuses aliases that would unfold without end', async () => {
    using rig = await Rig.create('dvc');
    const letters = Array.from('abcdefghi');
    const bomb = letters.map((letter, index) =>
      index === 0
        ? 'a: &a [x, x, x, x, x, x, x, x, x]'
        : `${letter}: &${letter} [${Array(9)
            .fill(`*${letters[index - 1]}`)
            .join(', ')}]`,
    );
    rig.write({
      'dvc.yaml': 'metrics: [m.yaml]\nparams: [p.yaml]\n',
      'm.yaml': `${bomb.join('\n')}\n`,
      'p.yaml': `${bomb.join('\n')}\n`,
    });
    const shown = await rig.mltrack('metrics show');
    expect(shown.code).toBe(0);
    expect(shown.stderr).toContain('stand for more than 1000000 values');
    rig.commit('base');
    const diff = await rig.mltrack('params diff');
    expect(diff).toMatchObject({ code: 0, stdout: '' });
  });
});
