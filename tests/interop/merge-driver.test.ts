/** The merge driver under DVC's name: data files of folders, on every combination of changes. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { git } from './rig/environment.ts';
import { programFolder } from './rig/mltrack.ts';
import { dvcPython } from './rig/peers.ts';

const DRIVER = 'git-hook merge-driver --ancestor base.txt --our our.txt --their their.txt'.split(' ');

type Files = Readonly<Record<string, string>>;

/** What `add` writes for a folder of these files. */
async function dataFileOf(both: Both, files: Files): Promise<string> {
  both.remove('folder');
  for (const [name, content] of Object.entries(files)) both.write(`folder/${name}`, content);
  await both.run(['add', 'folder']);
  return readText(both, 'folder.dvc');
}

function readText({ judge }: Both, path: string): string {
  return readFileSync(join(judge.root, path), 'utf8');
}

/** Merges three versions with both tools and compares all they leave. */
async function compareMerge(both: Both, base: string, our: string, their: string): Promise<void> {
  both.write('base.txt', base);
  both.write('our.txt', our);
  both.write('their.txt', their);
  await both.probe({ argv: DRIVER, strictness: 'exact' });
  both.compareTrees();
}

async function compareFolders(base: Files | undefined, our: Files, their: Files): Promise<void> {
  using both = await Both.create();
  const before = base === undefined ? '' : await dataFileOf(both, base);
  await compareMerge(both, before, await dataFileOf(both, our), await dataFileOf(both, their));
}

const BASE: Files = { a: '1', b: '2', 'sub/c': '3' };

describe('git-hook merge-driver', () => {
  it.for([
    ['both add', BASE, { ...BASE, d: '4' }, { ...BASE, 'sub/e': '5' }],
    ['only ours changes', BASE, { ...BASE, a: '9' }, BASE],
    ['only theirs changes', BASE, BASE, { a: '1' }],
    ['nobody changes', BASE, BASE, BASE],
    ['change and removal of different files', BASE, { ...BASE, a: '9' }, { a: '1', b: '2' }],
    ['both make the same change', BASE, { ...BASE, a: '9' }, { ...BASE, a: '9' }],
    ['both add alike', BASE, { ...BASE, d: '4' }, { ...BASE, d: '4' }],
    ['both change differently', BASE, { ...BASE, a: '8' }, { ...BASE, a: '9' }],
    ['both add differently', BASE, { ...BASE, d: '8' }, { ...BASE, d: '9' }],
    ['both remove', BASE, { a: '1', b: '2' }, { a: '1', b: '2' }],
    ['ours changes what theirs removes', BASE, { ...BASE, a: '9' }, { b: '2', 'sub/c': '3' }],
    ['theirs changes what ours removes', BASE, { b: '2', 'sub/c': '3' }, { ...BASE, a: '9' }],
    ['there is no ancestor', undefined, { a: '1' }, { b: '2' }],
  ] as const)('%s', async ([, base, our, their]) => compareFolders(base, our, their));

  it('refuses what differs in more than content, and what is no folder', async () => {
    using both = await Both.create();
    both.write('file', 'x');
    await both.run(['add', 'file']);
    await dataFileOf(both, BASE);
    const [file, folder] = ['file', 'folder'].map(name => readText(both, `${name}.dvc`));
    for (const [base, our, their] of [
      [folder, folder, `${folder}  desc: new\n`],
      [folder, `${folder}  push: false\n`, folder],
      [folder, folder, `${folder}  cache: true\n`],
      [file, file, file],
      [folder, file, folder],
      [folder, folder, ''],
      [folder, '', folder],
      ['', '', folder],
      [folder, folder, `${folder}deps:\n- path: x\n`],
      [folder, folder, `cmd: x\n${folder}`],
      [folder, folder, 'outs: [\n'],
      [folder, folder, 'nothing: 1\n'],
      [folder, 'outs:\n- md5: aa\n', folder],
      [folder, 'outs:\n- md5: aa\n  path: folder\n', folder],
      [folder, 'outs:\n- path: folder\n', folder],
      [folder, `# a comment\n${folder}meta:\n  x: 1\n`, folder],
    ])
      await compareMerge(both, base ?? '', our ?? '', their ?? '');
  });

  it('refuses to merge lists that are not there', async () => {
    using both = await Both.create();
    await dataFileOf(both, BASE);
    const folder = readText(both, 'folder.dvc');
    both.remove('.dvc/cache');
    both.write('base.txt', folder);
    both.write('our.txt', folder.replace(/md5: ./, 'md5: f'));
    both.write('their.txt', folder.replace(/md5: ./, 'md5: e'));
    await both.run(DRIVER);
    both.compareTrees();
  });

  it('does nothing outside of a project, and wants its arguments', async () => {
    using both = await Both.create({ init: false });
    both.write('our.txt', 'x');
    await both.run(DRIVER);
    await both.run(['git-hook', 'merge-driver', '--our', 'our.txt']);
    both.compareTrees();
  });

  it('serves a real merge, called as DVC has it called', async () => {
    using both = await Both.create();
    const python = await dvcPython();
    both.each((root, env) => {
      const isJudge = root === both.judge.root;
      const program = join(root, '../driver');
      const line = isJudge
        ? `exec "${python}" -m dvc "$@"`
        : `exec "${process.execPath}" "${join(programFolder(), 'bin/mltrack.js')}" "$@"`;
      writeFileSync(program, `#!/bin/sh\n${line}\n`);
      chmodSync(program, 0o755);
      git(
        root,
        env,
        'config',
        'merge.dvc.driver',
        `${program} git-hook merge-driver --ancestor %O --our %A --their %B`,
      );
    });
    both.write('.gitattributes', '*.dvc merge=dvc\n');
    await dataFileOf(both, BASE);
    both.commitAll('base');
    both.git('checkout', '--quiet', '-b', 'side');
    await dataFileOf(both, { ...BASE, d: '4' });
    both.commitAll('side');
    both.git('checkout', '--quiet', 'main');
    await dataFileOf(both, { ...BASE, e: '5' });
    both.commitAll('main');
    both.git('merge', '--quiet', 'side', '--message', 'merged');
    await both.run(['checkout']);
    both.compareTrees();
    both.each(root => expect(existsSync(join(root, 'folder/d'))).toBe(true));
  });
});
