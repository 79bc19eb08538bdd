import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

const GATES = 'gates:\n  metrics.json:\n    accuracy: {min: 0.4}\n';

describe('mltrack.yaml beside pipeline files of DVC', () => {
  it('is taken for a pipeline by nothing', async () => {
    const { rig } = await trained('dvc');
    using _ = rig;
    const before = (await rig.mltrack('stage list')).stdout;
    rig.write({ 'mltrack.yaml': `${GATES}report: {metrics: [accuracy]}\n` });
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect((await rig.mltrack('stage list')).stdout).toBe(before);
    expect((await rig.mltrack('repro')).code).toBe(0);
    expect((await rig.mltrack('metrics show --json')).stdout).not.toContain('mltrack.yaml');
    expect((await rig.mltrack('init')).stderr).toContain('.dvc');
    expect((await rig.mltrack('gate')).code).toBe(0);
  });

  it('may hold nothing but sections about the project, and a broken one bothers no other command', async () => {
    const { rig } = await trained('dvc');
    using _ = rig;
    rig.write({
      'mltrack.yaml': 'stages: {}\ngate: {}\ngates: {m: {a: {min: 2, max: 1}, b: {maxdrop: 1}}}\n',
    });
    expect(await rig.mltrack('gate')).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        "ERROR: './mltrack.yaml' validation failed: 4 errors.",
        '',
        'mltrack.yaml:1:1  unknown key `stages`',
        ' 1 | stages: {}',
        '   | ^~~~~~',
        '   = `stages` belongs into dvc.yaml',
        '',
        'mltrack.yaml:2:1  unknown key `gate`',
        ' 2 | gate: {}',
        '   | ^~~~',
        '   = did you mean `gates`?',
        '',
        'mltrack.yaml:3:38  unknown key `maxdrop`',
        ' 3 | gates: {m: {a: {min: 2, max: 1}, b: {maxdrop: 1}}}',
        '   |                                      ^~~~~~~',
        '   = did you mean `maxDrop`?',
        '',
        'mltrack.yaml:3:22  `min` is above `max`: nothing lies between them',
        ' 3 | gates: {m: {a: {min: 2, max: 1}, b: {maxdrop: 1}}}',
        '   |                      ^',
        '',
      ].join('\n'),
    });
    for (const line of ['status', 'stage list', 'metrics diff', 'repro', 'params diff'])
      expect((await rig.mltrack(line)).code, line).toBe(0);
  });

  it('that is no pipeline is not offered in place of one that is missing', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'mltrack.yaml': GATES });
    expect((await rig.mltrack('repro')).stderr).not.toContain('mltrack.yaml');
    rig.write({ 'mltrack.yaml': 'stages: {a: {cmd: "true"}}\n' });
    expect((await rig.mltrack('repro')).stderr).toContain('mltrack.yaml');
  });
});

describe('sections about the project in pipeline files of our own', () => {
  it('are checked with the rest of the file, by every command', async () => {
    const { rig } = await trained('mltrack');
    using _ = rig;
    const pipeline = rig.read('mltrack.yaml');
    rig.write({ 'mltrack.yaml': `${pipeline}${GATES}    loss: {mox: 1}\n` });
    for (const line of ['status', 'gate']) {
      const { code, stderr } = await rig.mltrack(line);
      expect(code, line).not.toBe(0);
      expect(stderr, line).toContain('unknown key `mox`');
    }
    rig.write({ 'mltrack.yaml': `${pipeline}${GATES}` });
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('stand at the root alone', async () => {
    const { rig } = await trained('mltrack');
    using _ = rig;
    rig.write({ 'sub/mltrack.yaml': GATES });
    const { stderr } = await rig.mltrack('status');
    expect(stderr).toContain('sub/mltrack.yaml:1:1  `gates` is about the project as a whole');
    expect(stderr).toContain("it belongs into the file of this name at the project's root");
  });
});

it.each(LAYOUT_NAMES)('an empty mltrack.yaml in the layout of %s declares no gates', async name => {
  using rig = await Rig.create(name);
  rig.write({ 'mltrack.yaml': '# later\n' });
  expect((await rig.mltrack('gate')).stderr).toContain('No gates are declared');
});
