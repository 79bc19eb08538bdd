import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('metrics diff in the layout of %s', name => {
  it('compares the workspace with the last commit, as a table, JSON and Markdown', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'metrics.json': '{"accuracy": 0.75, "deep": {"loss": 1.0}, "new": "x"}\n' });
    expect(await rig.mltrack('metrics diff')).toEqual({
      code: 0,
      stdout: [
        'Path          Metric    HEAD    workspace    Change',
        'metrics.json  accuracy  0.5     0.75         0.25',
        'metrics.json  new       -       x            -',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect((await rig.mltrack('metrics diff --json')).stdout).toBe(
      '{"metrics.json": {"accuracy": {"old": 0.5, "new": 0.75, "diff": 0.25}, "new": {"old": null, "new": "x"}}}\n',
    );
    expect((await rig.mltrack('metrics diff --md --no-path')).stdout).toBe(
      [
        '| Metric   | HEAD   | workspace   | Change   |',
        '|----------|--------|-------------|----------|',
        '| accuracy | 0.5    | 0.75        | 0.25     |',
        '| new      | -      | x           | -        |',
        '',
        '',
      ].join('\n'),
    );
  });

  it('says nothing where nothing changed, and all of it with --all', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    expect((await rig.mltrack('metrics diff')).stdout).toBe('');
    expect((await rig.mltrack('metrics diff --json')).stdout).toBe('{}\n');
    expect((await rig.mltrack('metrics diff --all --no-path')).stdout).toBe(
      'Metric     HEAD    workspace    Change\naccuracy   0.5     0.5          0.0\ndeep.loss  1.0     1.0          0.0\n',
    );
  });

  it('shows paths from where it is asked', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'metrics.json': '{"accuracy": 1}\n' });
    const expected =
      '{"../metrics.json": {"accuracy": {"old": 0.5, "new": 1, "diff": 0.5}, "deep.loss": {"old": 1.0, "new": null}}}\n';
    expect((await rig.mltrack('metrics diff --json', 'sub')).stdout).toBe(expected);
    expect((await rig.mltrack('--cd=sub metrics diff --json main')).stdout).toBe(expected);
  });

  it('still prints an empty result beside a lock of an old schema, with a warning for each side', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ [layout.lockFile]: "schema: '1.0'\nstages: {}\n", 'metrics.json': '{"accuracy": 1}\n' });
    rig.commit('old lock');
    rig.write({ raw: 'x' });
    const diff = await rig.mltrack('metrics diff --json');
    expect(diff).toMatchObject({ code: 0, stdout: '{}\n' });
    expect(diff.stderr).toContain("WARNING: failed to load metrics in revision 'workspace'");
    expect(diff.stderr).toContain("WARNING: failed to load metrics in revision 'HEAD'");
    expect(diff.stderr).toContain(`${layout.lockFile}:1:`);
    expect(diff.stderr).toContain(
      "DVC failed to load some metrics for following revisions: 'HEAD, workspace'.\n",
    );
  });
});

describe('metrics diff', () => {
  it('takes branches, tags, steps from them, and a branch that only the remote has', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.git('tag', 'v1');
    rig.write({ 'metrics.json': '{"accuracy": 0.75}\n' });
    rig.commit('better');
    rig.git('update-ref', 'refs/remotes/origin/theirs', 'HEAD');
    for (const [a, b] of [
      ['v1', 'main'],
      ['HEAD~1', 'HEAD'],
      ['v1', 'theirs'],
    ] as const) {
      const { stdout } = await rig.mltrack(['metrics', 'diff', a, b, '--targets', 'metrics.json']);
      expect(stdout.split('\n')[0]).toContain(a);
      expect(stdout).toMatch(/accuracy\s+0\.5\s+0\.75\s+0\.25/);
    }
    const unknown = await rig.mltrack('metrics diff nope');
    expect(unknown).toEqual({ code: 255, stdout: '', stderr: "ERROR: unknown Git revision 'nope'\n" });
  });

  it('reads a metric that only the cache has', async () => {
    const { rig } = await trained();
    using _ = rig;
    const pipeline = rig
      .read('dvc.yaml')
      .replace('    - metrics.json:\n        cache: false\n', '    - metrics.json\n');
    rig.write({ 'dvc.yaml': pipeline });
    rig.git('rm', '-q', '--cached', 'metrics.json');
    expect((await rig.mltrack('repro -f')).code).toBe(0);
    rig.commit('cached');
    rig.git('checkout', '-qb', 'better');
    rig.write({ 'metrics.json': '{"accuracy": 0.75}' });
    expect((await rig.mltrack('metrics diff main')).stdout).toContain(
      'metrics.json  accuracy   0.5     0.75         0.25\n',
    );
  });

  it('understands --show-json and --show-md of old, and says what they are called now', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'metrics.json': '{"accuracy": 1}\n' });
    for (const [former, now] of [
      ['--show-json', '--json'],
      ['--show-md', '--md'],
    ]) {
      const [old, new_] = [
        await rig.mltrack(`metrics diff ${former}`),
        await rig.mltrack(`metrics diff ${now}`),
      ];
      expect(old.stdout).toBe(new_.stdout);
      expect(old.stderr).toBe(`hint: this option is called ${now} now.\n`);
    }
  });

  it('rounds floats to five places, or as many as asked for', async () => {
    const { rig } = await trained();
    using _ = rig;
    rig.write({ 'metrics.json': '{"accuracy": 0.123456789}\n' });
    const rows = async (line: string): Promise<string | undefined> =>
      (await rig.mltrack(line)).stdout.split('\n')[1];
    expect(await rows('metrics diff --no-path')).toBe('accuracy   0.5     0.12346      -0.37654');
    expect(await rows('metrics diff --no-path --precision 2')).toBe('accuracy   0.5     0.12         -0.38');
    const wrong = await rig.mltrack('metrics diff --precision x');
    expect(wrong.code).toBe(254);
    expect(wrong.stderr).toContain('ERROR: ');
  });

  it('leaves a file out that is no text or no data, and says which, where and why', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': 'metrics: [nul.json, latin.yaml, half.json, gone.json, good.json]\n',
      'nul.json': Buffer.from([0, 1, 2]),
      'latin.yaml': Buffer.from('a: \xe9\n', 'latin1'),
      'half.json': '{"a": ',
      'good.json': '{"a": 1}',
    });
    rig.commit('base');
    rig.write({ 'good.json': '{"a": 2}' });
    const diff = await rig.mltrack('metrics diff --json');
    expect(diff.code).toBe(0);
    expect(diff.stdout).toBe('{"good.json": {"a": {"old": 1, "new": 2, "diff": 1}}}\n');
    const of = (revision: string): string[] => [
      `WARNING: no values from 'nul.json' in '${revision}': 1:1: expected a value`,
      `WARNING: no values from 'latin.yaml' in '${revision}': it is not UTF-8 text`,
      `WARNING: no values from 'half.json' in '${revision}': 1:7: the file ends too early`,
      `WARNING: no values from 'gone.json' in '${revision}': there is no such file`,
    ];
    expect(diff.stderr.split('\n')).toEqual([
      ...of('HEAD'),
      ...of('workspace'),
      "DVC failed to load some metrics for following revisions: 'HEAD, workspace'.",
      '',
    ]);
  });

  it('is not misled by a text that holds U+FFFD on purpose', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'metrics: [m.json]\n', 'm.json': '{"a": "\ufffd"}' });
    rig.commit('base');
    rig.write({ 'm.json': '{"a": "\ufffd", "b": 1}' });
    expect(await rig.mltrack('metrics diff --json')).toEqual({
      code: 0,
      stdout: '{"m.json": {"b": {"old": null, "new": 1}}}\n',
      stderr: '',
    });
  });

  it('works without a project on the files that are named, and without commits finds nothing', async () => {
    using rig = await Rig.create();
    rig.write({ 'm.json': '{"a": 1}' });
    expect((await rig.mltrack('metrics diff --json --targets m.json')).stdout).toBe('{}\n');
    rig.commit('base');
    rig.write({ 'm.json': '{"a": 3}' });
    expect((await rig.mltrack('metrics diff --json --targets m.json')).stdout).toBe(
      '{"m.json": {"a": {"old": 1, "new": 3, "diff": 2}}}\n',
    );
  });
});
