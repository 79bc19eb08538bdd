import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained } from '../rig/trained.ts';

async function withData(name: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(name);
  rig.write({ data: 'd\n', 'sub/keep': '' });
  await rig.mltrack('add -q data');
  rig.commit('base');
  return rig;
}

describe.each(LAYOUT_NAMES)('move in the layout of %s', name => {
  it('moves data, its data file and its line for git', async () => {
    const rig = await withData(name);
    using _ = rig;
    const suffix = name === 'dvc' ? '.dvc' : '.mlt';
    const moved = await rig.mltrack('move data sub');
    expect(moved).toMatchObject({ code: 0, stderr: '' });
    expect(moved.stdout).toContain(`git add data${suffix} sub/.gitignore sub/data${suffix}`);
    expect(rig.read('sub/data')).toBe('d\n');
    expect(rig.read('sub/.gitignore')).toBe('/data\n');
    for (const gone of ['data', `data${suffix}`, '.gitignore']) expect(rig.has(gone), gone).toBe(false);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
    expect((await rig.mltrack(`mv data ../back`, 'sub')).code).toBe(0);
    expect(rig.read(`back${suffix}`)).toContain('path: back\n');
  });
});

describe('move', () => {
  it.each([
    ['data taken', "'taken' already exists"],
    ['data data', "'data.dvc' already exists"],
    ['data nowhere/x', "stage working dir 'nowhere' does not exist"],
    ['data ../x', "'../x' is outside of the project."],
    ['data link/x', 'symlinked'],
    ['data .dvc/x', 'outside'],
    ['data x.dvc', "DVC file 'x.dvc' cannot be an output."],
    ['data .git/x', 'outside'],
    ['nope x', "Unable to find DVC file with output 'nope'"],
  ])('refuses `%s`, and leaves everything as it is', async (line, words) => {
    const rig = await withData();
    using _ = rig;
    rig.write({ taken: 'mine\n', '../outside/keep': '' });
    symlinkSync('../outside', join(rig.root, 'link'));
    rig.commit('more');
    const [from, to] = line.split(' ');
    const refused = await rig.mltrack(`move ${line}`);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain(`ERROR: failed to move '${String(from)}' -> '${String(to)}' - `);
    expect(refused.stderr).toContain(words);
    expect(rig.git('status', '--porcelain')).toBe('');
    expect(rig.read('data')).toBe('d\n');
    expect(rig.read('taken')).toBe('mine\n');
  });

  it('refuses what a stage makes', async () => {
    const { rig } = await trained();
    using _ = rig;
    const refused = await rig.mltrack('move model.txt other.txt');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('move is not permitted for stages that are not data sources.');
  });

  it('moves what is described where the data is missing', async () => {
    const rig = await withData();
    using _ = rig;
    rig.write({ 'sub/x.dvc': rig.read('data.dvc').replace('path: data', 'path: gone # why') });
    expect(await rig.mltrack('move -q sub/gone sub/other')).toMatchObject({ code: 0 });
    expect(rig.read('sub/x.dvc')).toContain('path: other # why\n');
  });

  it.each([
    ['the data', false],
    ['the data and its new data file', true],
  ])('goes on where it was killed behind %s', async (_what, isWritten) => {
    const rig = await Rig.create('dvc');
    using _ = rig;
    rig.write({ 'images/a': 'a\n', 'images/images/b': 'b\n' });
    await rig.mltrack('add -q images');
    renameSync(join(rig.root, 'images'), join(rig.root, 'pictures'));
    rig.write({ 'pictures/a': 'changed\n', '.dvc/tmp/mltrack/moving': '["images","pictures"]' });
    if (isWritten) rig.write({ 'pictures.dvc': rig.read('images.dvc').replace('images', 'pictures') });
    expect(await rig.mltrack('move -q images pictures')).toMatchObject({ code: 0 });
    expect(rig.read('pictures/a')).toBe('changed\n');
    expect(rig.read('.gitignore')).toBe('/pictures\n');
    for (const gone of ['images', 'images.dvc', 'pictures/images.dvc', '.dvc/tmp/mltrack/moving'])
      expect(rig.has(gone), gone).toBe(false);
    expect((await rig.mltrack('status')).stdout).toContain('pictures.dvc');
  });

  it('writes over no data file but its own', async () => {
    const rig = await withData();
    using _ = rig;
    renameSync(join(rig.root, 'data'), join(rig.root, 'other'));
    rig.write({ '.dvc/tmp/mltrack/moving': '["data","other"]', 'other.dvc': 'outs:\n- path: other\n' });
    const refused = await rig.mltrack('move data other');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("'other.dvc' already exists");
    expect(rig.has('data.dvc')).toBe(true);
  });

  it('puts the data back where git has the new path', async () => {
    const rig = await withData();
    using _ = rig;
    rig.write({ new: 'x' });
    rig.commit('new');
    rig.write({ '.gitignore': rig.read('.gitignore') });
    const { rmSync } = await import('node:fs');
    rmSync(join(rig.root, 'new'));
    const refused = await rig.mltrack('move data new');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('already tracked by SCM');
    expect(rig.read('data')).toBe('d\n');
    expect(rig.read('.gitignore')).toBe('/data\n');
  });
});
