import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/engine/collect.ts';
import type { Collected } from '../../src/engine/collect.ts';
import { findState } from '../../src/engine/revisions.ts';
import type { RepoPath } from '../../src/model/path.ts';
import type { Stage } from '../../src/model/stage.ts';
import { stageId } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

const pipeline = (...outs: string[]): string => `stages:\n  s: {cmd: x, outs: [${outs.join(', ')}]}\n`;
const data = (path: string): string => `outs:\n- path: ${path}\n`;

/** What is found by somebody in a folder of the project. */
async function found(rig: Rig, cwd = '', revision = 'workspace'): Promise<Collected> {
  using engine = await openOn(rig, cwd);
  const { snapshot } = valueOf(await findState(engine.project, revision));
  return await collect(engine.project, snapshot);
}

const ids = ({ stages }: { readonly stages: readonly Stage[] }): string[] => stages.map(stageId);

describe('what a project declares', () => {
  it('is found in the order of the walk, the same on disk and in a commit', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'z.dvc': data('z'),
      'b/dvc.yaml': pipeline('x'),
      'a/deep/y.dvc': data('y'),
      'a/x.dvc': data('x'),
      'dvc.yaml': pipeline('out'),
    });
    rig.commit('all');
    const order = ['dvc.yaml:s', 'z.dvc', 'a/x.dvc', 'a/deep/y.dvc', 'b/dvc.yaml:s'];
    expect(ids(await found(rig))).toEqual(order);
    rig.write({ 'c/new.dvc': data('new') });
    expect(ids(await found(rig, '', 'HEAD'))).toEqual(order);
  });

  it('is not looked for in outputs, nor in projects inside this one', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': pipeline('made', 'sub/made'),
      'made/dvc.yaml': 'stages: [',
      'sub/made/x.dvc': data('x'),
      'sub/x.dvc': data('x'),
      'inner/.dvc/config': '',
      'inner/x.dvc': data('x'),
      'inner/deep/x.dvc': data('x'),
      // A project of the other kind is none to DVC.
      'other/.mltrack/config': '',
      'other/x.dvc': data('x'),
    });
    expect(ids(await found(rig))).toEqual(['dvc.yaml:s', 'other/x.dvc', 'sub/x.dvc']);
  });

  it('is no folder of such a name, nor a file without a name before its suffix', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'sub/.dvc': 'not: [read', 'x.dvc.bak': '[', 'my-dvc.yaml': '[' });
    mkdirSync(`${rig.root}/dvc.yaml`);
    rig.write({ 'y.dvc/x.dvc': data('x') });
    expect(await found(rig)).toMatchObject({ stages: [{ file: 'y.dvc/x.dvc' }], failures: [] });
  });
});

describe('what ignore rules hide', () => {
  it.each<[string, Record<string, string>]>([
    ["the project's own rules", { '.dvcignore': 'hidden/\n/x.dvc\n' }],
    ["git's rules", { '.gitignore': 'hidden/\n/x.dvc\n' }],
    ['rules of git that are not committed', { '.git/info/exclude': 'hidden/\n/x.dvc\n' }],
    ['rules beside it', { '.gitignore': '/x.dvc', 'a/.dvcignore': 'hidden' }],
  ])('is left out: %s', async (_, rules) => {
    using rig = await Rig.create('dvc');
    rig.write({ 'a/hidden/y.dvc': data('y'), 'x.dvc': data('x'), 'a/z.dvc': data('z'), ...rules });
    expect(ids(await found(rig))).toEqual(['a/z.dvc']);
  });

  it('is left out by rules of git from above the project', async () => {
    using rig = await Rig.create();
    rig.write({ '.gitignore': 'y.dvc\n', 'p/x.dvc': data('x'), 'p/y.dvc': data('y') });
    await rig.mltrack('init --dvc --subdir -q', 'p');
    expect(ids(await found(rig, 'p'))).toEqual(['x.dvc']);
  });

  it('counts in a project without git only by its own rules', async () => {
    using rig = await Rig.create();
    await rig.mltrack('init --dvc --no-scm -q');
    rig.write({ '.gitignore': 'x.dvc', 'x.dvc': data('x'), '.dvcignore': 'y.dvc', 'y.dvc': data('y') });
    expect(ids(await found(rig))).toEqual(['x.dvc']);
  });

  it('is left out by rules of git in the workspace alone: a commit holds what it holds', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'x.dvc': data('x') });
    rig.commit('before');
    rig.write({ '.gitignore': 'x.dvc\n' });
    rig.commit('hidden');
    expect(ids(await found(rig))).toEqual([]);
    expect(ids(await found(rig, '', 'HEAD'))).toEqual(['x.dvc']);
  });

  it('by rules of git is no trouble where nobody asks for it, and can be told from what is not there', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ '.gitignore': 'sub/dvc.yaml\nfar/\n', 'sub/dvc.yaml': pipeline('a'), 'x.dvc': data('x') });
    const collected = await found(rig, 'sub');
    expect(collected).toMatchObject({ stages: [{ file: 'x.dvc' }], failures: [] });
    const asked = ['sub/dvc.yaml', 'far/away/dvc.yaml', 'x.dvc', 'dvc.yaml'] as RepoPath[];
    expect(asked.filter(path => collected.isGitIgnored(path))).toEqual(['sub/dvc.yaml', 'far/away/dvc.yaml']);
  });

  it('by rules of git fails a pipeline when it is its lock file, there or not', async () => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    rig.write({ 'sub/dvc.yaml': pipeline('a'), 'sub/.gitignore': '*.lock\n', 'dvc.yaml': pipeline('b') });
    const { stages, failures } = await collect(engine.project, engine.index.snapshot);
    expect(stages.map(stageId)).toEqual(['dvc.yaml:s']);
    expect(failures).toEqual([
      {
        file: 'sub/dvc.yaml',
        failure: { code: 'pipeline-file-ignored', file: `${rig.root}/sub/dvc.lock` },
      },
    ]);
  });
});

describe('an output that the project’s own rules hide', () => {
  it.each<[string, Record<string, string>, string, string | undefined]>([
    ['by a pattern', { '.dvcignore': '# none\nx*\n' }, 'x', '.dvcignore:2:x*'],
    ['with its folder', { '.dvcignore': 'out\n' }, 'out/deep/x', '.dvcignore:1:out'],
    ['by a file beside it', { 'out/.dvcignore': '*.bin\n' }, 'out/x.bin', 'out/.dvcignore:1:*.bin'],
    ['with a folder of git’s', {}, 'sub/.git/x', ':.git'],
    ['not, as it is taken back', { '.dvcignore': 'x*\n!x\n' }, 'x', undefined],
    ['not, as only git does', { '.gitignore': 'x\n' }, 'x', undefined],
    ['not, as it is no folder', { '.dvcignore': 'x/\n', x: '1' }, 'x', undefined],
    ['not, as nobody knows yet that it is a folder', { '.dvcignore': 'x/\n' }, 'x', undefined],
    ['as it is a folder', { '.dvcignore': 'x/\n', 'x/a': '1' }, 'x', '.dvcignore:1:x/'],
  ])('fails the file that declares it: %s', async (_, files, path, rule) => {
    using rig = await Rig.create('dvc');
    using engine = await openOn(rig);
    const stages = 'stages: {fine: {cmd: x, outs: [fine]}, s: {cmd: x, outs: [OUT]}}\n';
    rig.write({ ...files, 'dvc.yaml': stages.replace('OUT', path), 'other.dvc': data('other') });
    const { stages: kept, failures } = await collect(engine.project, engine.index.snapshot);
    const refused = { code: 'path-ignored', path: `${rig.root}/${path}`, rule };
    expect(failures).toEqual(rule === undefined ? [] : [{ file: 'dvc.yaml', failure: refused }]);
    expect(kept.map(stageId)).toEqual([
      ...(rule === undefined ? ['dvc.yaml:fine', 'dvc.yaml:s'] : []),
      'other.dvc',
    ]);
  });

  it('is one in a data file as well, and in the commit whose rules hide it', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'x.dvc': data('x'), '.dvcignore': 'x\n' });
    rig.commit('hidden');
    rig.write({ '.dvcignore': '' });
    using engine = await openOn(rig);
    const refused = [{ file: 'x.dvc', failure: { code: 'path-ignored', rule: '.dvcignore:1:x' } }];
    expect((await collect(engine.project, engine.index.snapshot)).failures).toEqual([]);
    const { snapshot } = valueOf(await findState(engine.project, 'HEAD'));
    expect((await collect(engine.project, snapshot)).failures).toMatchObject(refused);
  });
});

it('a file that cannot be read keeps nobody from reading the others', async () => {
  using rig = await Rig.create('dvc');
  using engine = await openOn(rig);
  rig.write({
    'dvc.yaml': pipeline('kept'),
    'a/dvc.yaml': 'stages: [\n',
    'b/x.dvc': 'outs: {}\n',
    'c/dvc.yaml': pipeline('x'),
    'c/params.yaml': '- no map\n',
    'd/x.dvc': Buffer.from([0xff]),
    'e/x.dvc': data('x'),
  });
  const { stages, failures } = await collect(engine.project, engine.index.snapshot);
  expect(stages.map(stageId)).toEqual(['dvc.yaml:s', 'e/x.dvc']);
  expect(failures.map(({ file, failure }) => [file, failure.code])).toEqual([
    ['a/dvc.yaml', 'file-invalid'],
    ['b/x.dvc', 'file-invalid'],
    ['c/dvc.yaml', 'params-no-map'],
    ['d/x.dvc', 'file-not-text'],
  ]);
});
