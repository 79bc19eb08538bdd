import { expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

it.each(LAYOUT_NAMES)('init makes a project in the layout of %s, ready to be committed', async name => {
  using rig = await Rig.create();
  const layout = LAYOUTS[name];
  const made = await rig.mltrack(name === 'dvc' ? 'init --dvc' : 'init');
  expect(made).toEqual({
    code: 0,
    stdout: `${layout.initialisedText}\n\nYou can now commit the changes to git.\n\n`,
    stderr: '',
  });
  expect(rig.git('diff', '--cached', '--name-only').trim().split('\n').sort()).toEqual(
    [
      ...(name === 'dvc' ? [] : ['.gitattributes']),
      `${layout.directory}/.gitignore`,
      `${layout.directory}/config`,
      layout.ignoreFile,
    ].sort(),
  );
  expect((await rig.mltrack('status')).code).toBe(0);
});

it('init refuses a second time, and with --force begins anew', async () => {
  using rig = await Rig.create('mltrack');
  const again = await rig.mltrack('init');
  expect(again).toEqual({
    code: 1,
    stdout: '',
    stderr:
      "ERROR: '.mltrack' exists already.\nhint: In a new clone, `mltrack merge-driver --install` is all that is left to set up. `--force` replaces what is there, its cache included.\n",
  });
  expect(await rig.mltrack('init -f -q')).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('init wants git, a sub-folder to be named as one, or neither', async () => {
  using rig = await Rig.create();
  rig.write({ 'sub/keep': '', '../bare/keep': '' });
  const refused = await rig.mltrack('init', 'sub');
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('`--no-scm` does without git');
  expect((await rig.mltrack('init --subdir -q', 'sub')).code).toBe(0);
  expect((await rig.mltrack('init -q', '../bare')).code).toBe(1);
  expect((await rig.mltrack('init --no-scm -q', '../bare')).code).toBe(0);
  expect(rig.read('../bare/.mltrack/config')).toBe('[core]\n    no_scm = True\n');
});

it('init works in another folder when one is named, and not in one that is not there', async () => {
  using rig = await Rig.create();
  rig.write({ 'sub/keep': '' });
  expect((await rig.mltrack('init --subdir -q sub')).code).toBe(0);
  expect(rig.has('sub/.mltrack/config')).toBe(true);
  const missing = await rig.mltrack('init nowhere');
  expect(missing).toMatchObject({ code: 1, stdout: '' });
  expect(missing.stderr).toContain("there is no folder 'nowhere'");
});

it.each([
  ['init', 'init --dvc', '.mltrack'],
  ['init --dvc', 'init -f', '.dvc'],
])(
  'after `%s`, `%s` refuses to make a second project that would hide the first',
  async (first, second, folder) => {
    using rig = await Rig.create();
    await rig.mltrack(`${first} -q`);
    const refused = await rig.mltrack(second);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`there is a project here already: '${folder}'`);
    expect((await rig.mltrack('status')).code).toBe(0);
  },
);
