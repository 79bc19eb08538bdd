import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('check-ignore in the layout of %s', name => {
  const file = name === 'dvc' ? '.dvcignore' : '.mltignore';
  const own = name === 'dvc' ? '.dvc' : '.mltrack';

  it('prints what is ignored, or the rules that decide', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    rig.write({ [file]: '# c\n*.log\n!keep.log\nd/\n', 'd/x': '', [`sub/${own}/x`]: '' });
    const asked = ['a.log', 'keep.log', 'd/x', 'plain', '../a.log', `${own}/x`, 'sub/x'];
    expect(await rig.mltrack(['check-ignore', ...asked])).toEqual({
      code: 0,
      stdout: `a.log\nd/x\n${own}/x\nsub/x\n`,
      stderr: '',
    });
    expect((await rig.mltrack(['check-ignore', '-d', '-n', ...asked])).stdout).toBe(
      `${file}:2:*.log\ta.log\n${file}:3:!keep.log\tkeep.log\n${file}:4:d/\td/x\n::\tplain\n::\t../a.log\n:${own}/\t${own}/x\nin sub_repo:sub\tsub/x\n`,
    );
  });

  it('tells by its exit code whether anything is', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    rig.write({ [file]: '*.log\n!keep.log\n' });
    for (const [line, code] of [
      ['plain', 1],
      ['keep.log', 1],
      ['-d keep.log', 0],
      ['plain a.log', 0],
      ['-q a.log', 0],
    ] as const)
      expect((await rig.mltrack(`check-ignore ${line}`)).code, line).toBe(code);
    expect((await rig.mltrack('check-ignore -q a.log')).stdout).toBe('');
  });

  it('reads paths from standard input, up to an empty line', async () => {
    const rig = await Rig.create(name);
    using _ = rig;
    rig.write({ [file]: '*.log\n' });
    rig.stdin = 'a.log\nplain\nb.log\n\nc.log\n';
    expect(await rig.mltrack('check-ignore --stdin')).toEqual({
      code: 0,
      stdout: 'a.log\nb.log\n',
      stderr: '',
    });
    rig.stdin = '';
    expect((await rig.mltrack('check-ignore --stdin')).code).toBe(1);
  });
});

it.each([
  ['', '`targets` or `--stdin` needed'],
  ['--stdin x', 'cannot have both `targets` and `--stdin`'],
  ['-n x', '`--non-matching` is only valid with `--details`'],
  ['-a x', '`--all` is only valid with `--details`'],
  ['-q -d x', 'cannot use both `--details` and `--quiet`'],
])('check-ignore refuses `%s`', async (line, words) => {
  using rig = await Rig.create('dvc');
  expect(await rig.mltrack(`check-ignore ${line}`.trim())).toEqual({
    code: 255,
    stdout: '',
    stderr: `ERROR: ${words}\n`,
  });
});
