import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('config in the layout of %s', name => {
  const folder = name === 'dvc' ? '.dvc' : '.mltrack';

  it('sets, shows and unsets, level by level', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    const print = async (line: string): Promise<string> => {
      const { code, stdout, stderr } = await rig.mltrack(line, line.includes('show') ? '' : '');
      expect({ code, stderr }, line).toEqual({ code: 0, stderr: '' });
      return stdout;
    };
    expect(await print('config core.autostage')).toBe('');
    await print('config core.autostage true');
    await print('config --local core.autostage false');
    await print('config --global core.interactive true');
    expect(rig.read(`${folder}/config`)).toBe('[core]\n    autostage = true\n');
    expect(rig.read(`../config/${name}/config`)).toBe('[core]\n    interactive = true\n');
    expect(await print('config core.autostage')).toBe('false\n');
    expect(await print('config --project core.autostage --show-origin')).toBe(`${folder}/config\ttrue\n`);
    expect(await print('config --list')).toBe(
      'core.interactive=true\ncore.autostage=true\ncore.autostage=false\n',
    );
    expect(await print('config -q --list')).toBe('');
    await print('config -u --local core.autostage');
    expect(rig.read(`${folder}/config.local`)).toBe('\n');
  });

  it('keeps comments, and paths as seen from the file', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    rig.write({
      [`${folder}/config`]: '# ours\n[core]\n    # why\n    autostage = true # yes\n',
      'sub/x': '',
    });
    expect((await rig.mltrack('cache dir ../elsewhere', 'sub')).code).toBe(0);
    expect(rig.read(`${folder}/config`)).toBe(
      '# ours\n[core]\n    # why\n    autostage = true  # yes\n[cache]\n    dir = ../elsewhere\n',
    );
    expect((await rig.mltrack('cache dir', 'sub')).stdout).toBe('$ROOT/elsewhere\n');
    expect((await rig.mltrack('cache dir -u')).code).toBe(0);
    expect((await rig.mltrack('cache dir')).stdout).toBe(`$ROOT/${folder}/cache\n`);
  });
});

describe('config', () => {
  it.each([
    ['config core.autostage maybe', 251, 'expected true or false'],
    ['config core.nope true', 251, 'extra keys not allowed'],
    ['config -u core.autostage', 251, "option 'autostage' doesn't exist in section 'core'"],
    ['config --local core.autostage', 251, "option 'autostage' doesn't exist in section 'core'"],
    ['cache dir --local', 251, "option 'dir' doesn't exist in section 'cache'"],
    ['config', 1, 'name argument is required'],
    ['config -l core.x', 1, "-l/--list can't be used together"],
    ['config --show-origin core.x y', 1, "--show-origin can't be used together"],
    ['config nonsense', 254, 'name argument should look like'],
    ['config --global --local core.x', 254, 'argument --local: not allowed with argument --global'],
  ])('`%s` fails with %d, and writes nothing', async (line, code, words) => {
    using rig = await Rig.create('dvc');
    const failed = await rig.mltrack(line);
    expect(failed).toMatchObject({ code, stdout: '' });
    expect(failed.stderr).toContain(words);
    expect(rig.read('.dvc/config')).toBe('');
    expect(rig.has('.dvc/config.local')).toBe(false);
  });

  it('sets right what keeps every other command from starting', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.dvc/config': '[core]\n    autostage = maybe\n' });
    expect((await rig.mltrack('status')).code).toBe(251);
    expect((await rig.mltrack('config core.autostage')).stdout).toBe('maybe\n');
    expect((await rig.mltrack('config core.autostage true')).code).toBe(0);
    expect((await rig.mltrack('status')).code).toBe(0);
  });

  it('works outside of a project on the levels that hold for all', async () => {
    using rig = await Rig.create();
    expect((await rig.mltrack('config core.autostage true')).code).toBe(251);
    expect((await rig.mltrack('config --global core.autostage true')).code).toBe(0);
    expect((await rig.mltrack('config core.autostage')).stdout).toBe('true\n');
    expect((await rig.mltrack('cache dir')).code).toBe(251);
  });
});
