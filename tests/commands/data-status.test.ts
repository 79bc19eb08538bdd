import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

/** A tracked folder and a tracked file, committed. */
async function tracked(layout: (typeof LAYOUT_NAMES)[number] = 'dvc'): Promise<Rig> {
  const rig = await Rig.create(layout);
  rig.write({ 'data/a': 'a\n', 'data/sub/b': 'b\n', 'file.csv': '1\n' });
  await rig.mltrack('add -q data file.csv');
  rig.commit('first');
  return rig;
}

describe.each(LAYOUT_NAMES)('data status in the layout of %s', name => {
  const program = name === 'dvc' ? 'dvc' : 'mltrack';

  it('tells committed from uncommitted changes', async () => {
    using rig = await tracked(name);
    expect(await rig.mltrack('data status')).toEqual({ code: 0, stdout: 'No changes.\n', stderr: '' });
    rig.write({ 'file.csv': '2\n' });
    await rig.mltrack('add -q file.csv');
    rig.write({ 'data/a': 'changed\n', 'data/new': 'n\n' });
    const of = (text: string): string =>
      name === 'dvc' ? `DVC ${text}` : `${text[0]?.toUpperCase()}${text.slice(1)}`;
    expect((await rig.mltrack('data status --granular')).stdout).toBe(
      [
        of('committed changes:'),
        `  (git commit the corresponding ${program} files to update the repo)`,
        '        modified: file.csv',
        '',
        of('uncommitted changes:'),
        `  (use "${program} commit <file>..." to track changes)`,
        `  (use "${program} checkout <file>..." to discard changes)`,
        '        modified: data/',
        '        modified: data/a',
        '        added: data/new',
        `(there are other changes not tracked by ${program}, use "git status" to see)`,
        '',
      ].join('\n'),
    );
  });

  it('gives editors all they ask for, and leaves the project and the index of git alone', async () => {
    using rig = await tracked(name);
    rig.write({ 'data/a': 'changed\n', untracked: 'u\n' });
    rmSync(join(rig.root, 'file.csv'));
    const index = (): string => rig.git('ls-files', '--debug');
    const before = index();
    expect(await rig.mltrack('data status --granular --unchanged --json')).toEqual({
      code: 0,
      stdout:
        '{"uncommitted": {"modified": ["data/", "data/a"], "deleted": ["file.csv"]}, "unchanged": ["data/sub/b"]}\n',
      stderr: '',
    });
    await rig.mltrack('data status --untracked-files');
    expect(index()).toBe(before);
    expect((await rig.mltrack('data status --json')).stdout).toBe(
      '{"uncommitted": {"modified": ["data/"], "deleted": ["file.csv"]}}\n',
    );
  });
});

describe('data status', () => {
  it('takes paths from where the user stands, data files and stages', async () => {
    using rig = await tracked();
    rig.write({
      'data/a': 'changed\n',
      'file.csv': '2\n',
      'sub/keep': '',
      'dvc.yaml': 'stages:\n  make:\n    cmd: echo 1 > made\n    outs: [made]\n',
      made: 'by hand\n',
    });
    const status = async (targets: string, cwd = ''): Promise<string> =>
      (await rig.mltrack(`data status --json ${targets}`, cwd)).stdout;
    expect(await status('../file.csv', 'sub')).toBe('{"uncommitted": {"modified": ["file.csv"]}}\n');
    expect(await status('file.csv', 'sub')).toBe('{}\n');
    expect(await status('file.csv.dvc')).toBe('{"uncommitted": {"modified": ["file.csv"]}}\n');
    expect(await status('make')).toBe('{"uncommitted": {"added": ["made"]}}\n');
    expect(await status('.')).toBe(
      '{"uncommitted": {"modified": ["data/", "file.csv"], "added": ["made"]}}\n',
    );
    expect(await status('data/a')).toBe('{}\n');
    expect(await status('--granular data/a')).toBe('{"uncommitted": {"modified": ["data/a"]}}\n');
    expect(await status('../outside')).toBe('{}\n');
  });

  it('looks into folders for what the cache has lost', async () => {
    using rig = await tracked();
    rmSync(join(rig.root, '.dvc/cache/files/md5/60'), { recursive: true });
    expect((await rig.mltrack('data status --granular --json')).stdout).toBe(
      '{"not_in_cache": ["data/a"]}\n',
    );
    rmSync(join(rig.root, '.dvc/cache'), { recursive: true });
    expect((await rig.mltrack('data status --granular --json')).stdout).toBe(
      '{"not_in_cache": ["data/", "file.csv"], "uncommitted": {"unknown": ["data/a", "data/sub/", "data/sub/b"]}}\n',
    );
    expect((await rig.mltrack('data status')).stdout).toBe(
      'Not in cache:\n  (use "dvc fetch <file>..." to download files)\n        data/\n        file.csv\n',
    );
  });

  it('sees what happened in folders of many files', async () => {
    using rig = await Rig.create('dvc');
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`data/${i % 7}/${i}`, `${i}\n`]));
    rig.write(many);
    await rig.mltrack('add -q data');
    rig.commit('first');
    for (let i = 0; i < 2; i++)
      expect((await rig.mltrack('data status --granular --json')).stdout).toBe('{}\n');
    rig.write({ 'data/0/7': 'other\n' });
    rmSync(join(rig.root, 'data/1/1'));
    expect((await rig.mltrack('data status --granular --json')).stdout).toBe(
      '{"uncommitted": {"modified": ["data/", "data/0/7"], "deleted": ["data/1/1"]}}\n',
    );
    rig.write({ 'data/0/7': '7\n', 'data/1/1': '1\n' });
    // The object of `7\n`.
    rmSync(join(rig.root, '.dvc/cache/files/md5/84/bc3da1b3e33a18e8d5e1bdd7a18d7a'));
    expect((await rig.mltrack('data status --granular --json')).stdout).toBe(
      '{"not_in_cache": ["data/0/7"]}\n',
    );
    expect((await rig.mltrack('data status --json')).stdout).toBe('{}\n');
  });

  it('tells what git does not know, by name and as seen from here', async () => {
    using rig = await tracked();
    rig.write({ 'new/ü b': 'x\n', top: 'x\n' });
    expect((await rig.mltrack('data status --untracked-files', 'new')).stdout).toBe(
      'Untracked files:\n  (use "git add <file> ..." or "dvc add <file>..." to commit to git or to dvc)\n        ü b\n        ../top\n(there are other changes not tracked by dvc, use "git status" to see)\n',
    );
    expect((await rig.mltrack('data status --json --untracked-files=no')).stdout).toBe('{}\n');
    const wrong = await rig.mltrack('data status --untracked-files=some');
    expect(wrong).toMatchObject({ code: 254, stdout: '' });
    expect(wrong.stderr).toContain("invalid choice: 'some' (choose from 'no', 'all')");
  });

  it('says that everything is new before the first commit, and nothing of commits without git', async () => {
    using rig = await Rig.create('dvc');
    expect((await rig.mltrack('data status')).stdout).toBe(
      'No changes in an empty git repo.\n(there are changes not tracked by dvc, use "git status" to see)\n',
    );
    rig.write({ f: 'f\n' });
    await rig.mltrack('add -q f');
    expect((await rig.mltrack('data status --json')).stdout).toBe('{"committed": {"added": ["f"]}}\n');
    rig.write({ '.dvc/config': '[core]\n    no_scm = true\n' });
    expect((await rig.mltrack('data status --unchanged --json')).stdout).toBe('{"unchanged": ["f"]}\n');
  });

  it('has colours on a terminal', async () => {
    using rig = await tracked();
    rig.write({ 'file.csv': '2\n' });
    let screen = '';
    const io = rig.process(['data', 'status']);
    const stdout = {
      isTerminal: true,
      columns: 80,
      write: (text: string | Uint8Array) => (screen += String(text)),
    };
    expect(await main({ ...io, env: { ...io.env, FORCE_COLOR: '1' }, stdout })).toBe(0);
    expect(screen).toContain('        \x1b[33mmodified: file.csv\x1b[39m\n');
  });

  it('tells of an ignore file inside a folder, which other commands refuse', async () => {
    using rig = await tracked();
    rig.write({ 'data/sub/.dvcignore': '*.tmp\n', 'data/sub/x.tmp': 'hidden', 'data/y.tmp': 'not hidden' });
    for (let again = 0; again < 2; again++) {
      const { code, stdout } = await rig.mltrack('data status --granular --json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        uncommitted: { modified: ['data/'], added: ['data/sub/.dvcignore', 'data/y.tmp'] },
      });
      expect((await rig.mltrack('status')).code).toBe(255);
    }
    rmSync(join(rig.root, 'data/sub/.dvcignore'));
    expect((await rig.mltrack('diff')).stdout).toContain('    data/sub/x.tmp\n');
  });
});
