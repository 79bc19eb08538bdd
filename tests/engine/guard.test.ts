import { symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { guardWrite } from '../../src/engine/guard.ts';
import type { RepoPath } from '../../src/model/path.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

it.each([
  ['.git/config', false],
  ['.git', false],
  ['.dvc/config', false],
  ['', false],
  ['.gitignore', true],
  ['.dvcignore', true],
  ['no/such/folder/x', true],
  // The last part may be a link: it is replaced, not followed.
  ['away', true],
  ['away/x', false],
  ['away/no/such/x', false],
  ['within/x', true],
  ['sub/around/sub/x', true],
  ['sub/.git/hooks/x', false],
  ['.GIT/x', false],
  ['git~1/x', false],
  ['.git /x', false],
  ['.git::$INDEX_ALLOCATION/x', false],
  ['.g\u200cit/x', false],
  ['.Dvc/x', false],
  ['.mltrack/x', false],
  ['sub/.dvc/config', false],
  ['sub/.dvc', true],
  ['a\0b', false],
  ['hooks/pre-commit', false],
  ['settings/config', false],
])('the path %j may be written to: %s', async (path, may) => {
  using rig = await Rig.create('dvc');
  rig.write({ 'sub/keep': '', '../elsewhere/keep': '' });
  symlinkSync('../elsewhere', `${rig.root}/away`);
  symlinkSync('sub', `${rig.root}/within`);
  symlinkSync('..', `${rig.root}/sub/around`);
  symlinkSync('.git', `${rig.root}/hooks`);
  symlinkSync('.dvc', `${rig.root}/settings`);
  using engine = await openOn(rig);
  expect(guardWrite(engine.project, path as RepoPath)).toEqual(
    may ? undefined : expect.objectContaining({ code: 'outside-project', path: path === '' ? '.' : path }),
  );
});

it('the path that is refused is shown from the current folder', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'sub/keep': '' });
  using engine = await openOn(rig, 'sub');
  expect(guardWrite(engine.project, '.git/x' as RepoPath)).toMatchObject({ path: '../.git/x' });
});

it('a project whose root is reached through a link is its own inside', async () => {
  using rig = await Rig.create('dvc');
  rig.write({ 'sub/keep': '' });
  symlinkSync('project', `${rig.root}/../door`);
  using engine = await openOn(rig);
  const project = { ...engine.project, root: `${rig.root.slice(0, -'project'.length)}door` };
  expect(guardWrite(project, 'sub/x' as RepoPath)).toBeUndefined();
});
