/** Garbage collection: what goes, what is said, for every choice of revisions. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { git } from './rig/environment.ts';

const OBJECTS = '.dvc/cache/files/md5';

/** Five commits on two branches with a tag, each with other content, and uncommitted work. */
async function withHistory(): Promise<Both> {
  const both = await Both.create();
  both.write(
    'dvc.yaml',
    [
      'stages:',
      '  copy:',
      '    cmd: cat file > copy && wc -c < file > number.json',
      '    deps: [file]',
      '    outs: [copy]',
      '    metrics: [number.json: {cache: false}]',
      '',
    ].join('\n'),
  );
  for (const [day, name] of ['one', 'two', 'three'].entries()) {
    both.write('file', `"${name}"\n`);
    both.write('folder/a', `a ${name}`);
    both.write('folder/same', 'same');
    await both.run(['add', 'file', 'folder']);
    await both.run(['repro']);
    both.git('add', '--all');
    both.each((root, env) => {
      const date = `2024-05-0${day + 1}T12:00:00Z`;
      Object.assign(env, { GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date });
    });
    both.git('commit', '--quiet', '--message', name);
    if (name === 'one') both.git('tag', '-a', 'first', '-m', 'first');
    if (name === 'two') both.git('branch', 'side');
  }
  both.write('file', '"work"\n');
  await both.run(['add', 'file']);
  return both;
}

/** The lines of `--dry` come in the order of the disk. */
async function compareSorted(both: Both, argv: readonly string[]): Promise<void> {
  const { judge, subject } = await both.run(argv);
  const sorted = (text: string, root: string): string[] => text.replaceAll(root, '$ROOT').split('\n').sort();
  expect(sorted(subject.stdout, both.subject.root), both.history).toEqual(
    sorted(judge.stdout, both.judge.root),
  );
}

async function compareGc(both: Both, argv: readonly string[]): Promise<void> {
  await compareSorted(both, ['gc', ...argv, '--dry']);
  both.compareTrees();
  await both.probe({ argv: ['gc', ...argv, '--force'], strictness: 'exact' });
  both.compareTrees();
}

describe('gc', () => {
  it.for([
    ['-w'],
    ['-a'],
    ['-T'],
    ['-A'],
    ['-a', '-T'],
    ['-a', '-n', '2'],
    ['-a', '-n', '2', '-T'],
    ['--rev', 'HEAD~1'],
    ['--rev', 'main', '-n', '2'],
    ['--rev', 'first'],
    ['--rev', 'main', '-n', '99'],
    ['--date', '2024-05-02'],
    ['--date', '2024-5-3'],
    ['--all-experiments'],
  ])('removes the same objects with %j', async argv => {
    using both = await withHistory();
    await compareGc(both, argv);
    await compareGc(both, ['-w']);
  });

  it('keeps what experiments use', async () => {
    using both = await withHistory();
    both.git('checkout', '--quiet', '-b', 'trial');
    for (const name of ['trial', 'trial 2']) {
      both.write('file', `"${name}"\n`);
      await both.run(['add', 'file']);
      both.commitAll(name);
    }
    both.git('checkout', '--quiet', 'main');
    await both.run(['checkout', '--force']);
    both.each((root, env) => {
      const base = git(root, env, 'rev-parse', 'main').trim();
      git(root, env, 'update-ref', `refs/exps/${base.slice(0, 2)}/${base.slice(2)}/trial`, 'trial');
      git(root, env, 'update-ref', 'refs/exps/exec/EXEC_HEAD', 'side');
    });
    both.git('branch', '--quiet', '-D', 'trial');
    await compareGc(both, ['--all-experiments']);
  });

  it('refuses what makes no sense, with the same exit codes', async () => {
    using both = await withHistory();
    for (const argv of [
      [],
      ['-n', '2'],
      ['-w', '-n', '2'],
      ['-w', '-n', 'x'],
      ['--rev', 'nowhere', '-f'],
      ['--date', 'yesterday', '-f'],
      ['--date', '2024-02-31', '-f'],
      ['-w', '-f', 'word'],
      ['-w', '-f', '-p', 'nowhere'],
    ])
      await both.run(['gc', ...argv]);
    both.compareTrees();
  });

  it('asks, and nobody answers', async () => {
    using both = await withHistory();
    await both.probe({ argv: ['gc', '-w'], strictness: 'exact' });
    both.compareTrees();
  });

  it('goes on without listings that are lost', async () => {
    using both = await withHistory();
    const listing = listingOf(both, 'main~1', 'folder');
    both.remove(`${OBJECTS}/${listing.slice(0, 2)}/${listing.slice(2)}`);
    await compareGc(both, ['-A']);
  });

  it('fails where a revision cannot be read, unless that is allowed', async () => {
    using both = await withHistory();
    both.git('checkout', '--quiet', '-b', 'broken');
    both.write('dvc.yaml', 'stages: [\n');
    both.commitAll('broken');
    both.git('checkout', '--quiet', 'main', '--force');
    await both.run(['gc', '-a', '--force']);
    both.compareTrees();
    await compareGc(both, ['-a', '--skip-failed']);
  });

  it('keeps what other projects need that are named', async () => {
    using both = await withHistory();
    both.each((root, env) => {
      git(root, env, 'clone', '--quiet', root, join(root, '../other'));
      git(join(root, '../other'), env, 'checkout', '--quiet', 'first');
      writeFileSync(
        join(root, '../other/.dvc/config.local'),
        `[cache]\n    dir = ${join(root, '.dvc/cache')}\n`,
      );
    });
    await compareGc(both, ['-w', '-p', '../other']);
  });

  it('leaves the run cache and looks into the cache of 2.x projects', async () => {
    using both = await withHistory();
    both.write('.dvc/cache/ab/cdefabcdefabcdefabcdefabcdefab', 'old', 0o444);
    both.write('.dvc/cache/ab/cdefabcdefabcdefabcdefabcdefab.dir', '[]', 0o444);
    both.write(`${OBJECTS}/ab/.left.tmp`, 'x');
    both.write(`${OBJECTS}/.left.tmp`, 'x');
    await compareGc(both, ['-w']);
    both.each(root => expect(existsSync(join(root, '.dvc/cache/runs'))).toBe(true));
  });

  it('warns of outputs without a hash and goes on', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', 'stages:\n  a:\n    cmd: echo a > a\n    outs: [a]\n');
    await compareGc(both, ['-w']);
  });
});

/** The digest that a data file records in a revision. */
function listingOf(both: Both, revision: string, path: string): string {
  const text = git(both.judge.root, both.judge.env, 'show', `${revision}:${path}.dvc`);
  return /md5: (\S+)/.exec(text)?.[1] ?? '';
}
