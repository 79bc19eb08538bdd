import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';
import { trained } from '../rig/trained.ts';

it('--version and -V print the number alone', async () => {
  using rig = await Rig.create();
  expect(await rig.mltrack('--version')).toEqual({ code: 0, stdout: '0.0.0-test\n', stderr: '' });
  expect(await rig.mltrack('-V')).toEqual({ code: 0, stdout: '0.0.0-test\n', stderr: '' });
});

it('version says what a report of a problem needs, under both of its names', async () => {
  const { rig } = await trained('mltrack');
  using _ = rig;
  const shown = await rig.mltrack('version');
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  const [title = '', rule = '', ...lines] = shown.stdout.split('\n');
  expect(title).toBe('mltrack version: 0.0.0-test');
  expect(rule).toBe('-'.repeat(title.length));
  expect(lines.join('\n')).toMatch(
    /^Platform: Node\.js .* on .*\nProject: mltrack layout, git\nWorkspace directory: .+\nCache types: .*copy\nCache directory: .+\nRemotes: none\n$/,
  );
  expect((await rig.mltrack('doctor')).stdout).toBe(shown.stdout);
  expect(rig.git('status', '--porcelain')).toBe('');
});

it('version --json tells programs the same', async () => {
  const { rig } = await trained('dvc');
  using _ = rig;
  const told = JSON.parse((await rig.mltrack('doctor --json')).stdout) as object;
  expect(told).toMatchObject({
    mltrack: '0.0.0-test',
    node: process.versions.node,
    project: { layout: 'dvc', repository: 'git', remotes: 0 },
  });
});

it('version works where there is no project', async () => {
  using rig = await Rig.create();
  expect(JSON.parse((await rig.mltrack('version --json')).stdout)).toMatchObject({ project: null });
  expect((await rig.mltrack('version')).stdout).toMatch(/\nProject: none here\n$/);
});
