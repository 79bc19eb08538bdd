import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';
import { left, play } from '../rig/terminal.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

describe.each(LAYOUT_NAMES)('destroy in the layout of %s', name => {
  it('asks, and so refuses where nobody is there', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.stdin = 'y\n';
    const what = name === 'dvc' ? 'DVC' : 'the project';
    expect(await rig.mltrack('destroy')).toEqual({
      code: 1,
      stdout: '',
      stderr: `ERROR: failed to destroy ${what} - cannot destroy without a confirmation from the user. Use \`-f\` to force.\n`,
    });
    expect(rig.git('status', '--porcelain')).toBe('');
    expect(rig.has(layout.directory)).toBe(true);
  });

  it('with -f removes the project, and leaves the data as files of their own', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ [`${layout.directory}/config`]: '[cache]\n    type = symlink\n', 'd/x': 'x\n' });
    await rig.mltrack('add -q d');
    expect(await rig.mltrack('destroy -f')).toEqual({ code: 0, stdout: '', stderr: '' });
    for (const gone of [
      layout.directory,
      layout.pipelineFile,
      layout.lockFile,
      layout.ignoreFile,
      `d${layout.dataSuffix}`,
    ])
      expect(rig.has(gone), gone).toBe(false);
    expect([rig.read('d/x'), rig.read('model.txt')]).toEqual(['x\n', 'HELLO\n']);
    expect((await rig.mltrack('status')).code).toBe(253);
  });

  it.each([
    ['y', 0, false],
    ['no', 1, true],
  ])('on a terminal takes %s for an answer, at the second time of asking', async (answer, code, stays) => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    const played = await play(
      [['[y/n] ', 'what\n'], ['[y/n] ', `${answer}\n`], left(code)],
      [process.execPath, bin, 'destroy'],
      { cwd: rig.root, env: { HOME: `${rig.root}/..` } },
    );
    expect(played.unmet).toEqual([]);
    expect(played.screen).toContain(`as well as cache in ${layout.directory}/cache.`);
    expect(rig.has(layout.directory)).toBe(stays);
  });
});

it('destroy removes nothing when a file cannot be read', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': 'stages: [\n', 'x.dvc': 'outs:\n- path: x\n' });
  rig.commit('base');
  const failed = await rig.mltrack('destroy -f');
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain("failed to destroy DVC - './dvc.yaml' is invalid.");
  expect(rig.git('status', '--porcelain')).toBe('');
});
