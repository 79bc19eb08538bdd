/** What `data status`, `diff` and `ls` say of tracked data in every state it can be in. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { Both } from './rig/both.ts';
import { git } from './rig/environment.ts';
import type { Environment } from './rig/environment.ts';
import type { Probe } from './rig/probes.ts';

const probe = (strictness: Probe['strictness'], ...argv: string[]): Probe => ({ argv, strictness });

/** In which order paths come is decided by Python's string hashing. */
const statusProbes: readonly Probe[] = [
  probe('rows', 'data', 'status'),
  probe('rows', 'data', 'status', '--granular'),
  probe('rows', 'data', 'status', '--granular', '--unchanged', '--untracked-files'),
  probe('sets', 'data', 'status', '--json'),
  probe('sets', 'data', 'status', '--unchanged', '--json', '--untracked-files=all'),
  probe('sets', 'data', 'status', '--granular', '--unchanged', '--json'),
];

function diffProbes(...revisions: string[]): readonly Probe[] {
  return [
    probe('exact', 'diff', ...revisions),
    probe('exact', 'diff', '--json', ...revisions),
    probe('exact', 'diff', '--md', ...revisions),
    probe('exact', 'diff', '--hide-missing', ...revisions),
    probe('exact', 'diff', '--hide-missing', '--json', ...revisions),
  ];
}

function hashProbes(...revisions: string[]): readonly Probe[] {
  return ['--json', '--md', '--hide-missing'].map(form =>
    probe('exact', 'diff', form, '--show-hash', ...revisions),
  );
}

function listProbes(url: string, ...rest: string[]): readonly Probe[] {
  return [
    ['--json'],
    ['-R'],
    ['-R', '--json'],
    ['-R', '-L', '2', '--json'],
    ['-L', '1', '-R', '--size', '--show-hash'],
    ['--size', '--show-hash', '-R'],
    ['--dvc-only', '-R', '--size'],
    ['--dvc-only', '--json'],
  ].map(options => probe('exact', 'ls', ...options, url, ...rest));
}

/** Options first: DVC's own command line wants url and path side by side. */
function treeProbes(...words: string[]): readonly Probe[] {
  return [[], ['--size', '--show-hash'], ['-L', '1'], ['--dvc-only', '--show-hash']].map(options =>
    probe('exact', 'list', ...options, '-T', ...words),
  );
}

const lists = (...rest: string[]): readonly Probe[] => [
  ...listProbes('.', ...rest),
  ...treeProbes('.', ...rest),
];

/** DVC remembers lists of folders outside the project, and finds there what the cache has lost. */
function forget(both: Both): void {
  both.each((_root, env: Environment) =>
    rmSync(env['DVC_SITE_CACHE_DIR'] ?? '', { recursive: true, force: true }),
  );
}

async function compareAll(both: Both, folder = '.'): Promise<void> {
  for (const each of [...statusProbes, ...diffProbes(), ...lists()]) {
    forget(both);
    await both.probe(each, folder);
  }
}

async function twoCommits(): Promise<Both> {
  const both = await Both.create();
  both.write('data/a', 'a\n');
  both.write('data/sub/b', 'b\n');
  both.write('data/sub/c d', 'c\n');
  both.write('data-x/é', 'x\n');
  both.write('src/deep/model.pkl', 'model\n');
  both.write('src/code.py', 'code\n', 0o755);
  both.write('file.csv', '1\n');
  both.write('big.csv', 'x'.repeat(2000));
  both.write('gone.csv', 'gone\n');
  both.write(
    'dvc.yaml',
    'stages:\n  make:\n    cmd: cat file.csv > made.txt && cp file.csv m.json\n    deps: [file.csv]\n    outs: [made.txt]\n    metrics:\n    - m.json:\n        cache: false\n  never:\n    cmd: echo 1\n    outs: [never/out.txt]\n',
  );

  await both.run(['add', 'data', 'data-x', 'src/deep/model.pkl', 'file.csv', 'big.csv', 'gone.csv']);
  await both.run(['repro', 'make']);
  both.commitAll('first');
  both.write('data/a', 'a2\n');
  both.write('data/new', 'new\n');
  both.each(root => rmSync(join(root, 'data/sub/b')));
  both.write('data/sub/moved', 'b\n');
  both.remove('gone.csv');
  both.remove('gone.csv.dvc');
  both.write('came.csv', 'came\n');
  await both.run(['add', 'data', 'came.csv']);
  return both;
}

describe('tracked data', () => {
  it('is told alike before the first commit and after it', async () => {
    using both = await Both.create();
    await compareAll(both);
    both.write('data/a', 'a\n');
    both.write('data/sub/b', 'b\n');
    both.write('f', 'f\n');
    await both.run(['add', 'data', 'f']);
    await compareAll(both);
    both.commitAll('first');
    await compareAll(both);
  });

  it('is told alike when it changed since the last commit, and again since it was recorded', async () => {
    using both = await twoCommits();
    await compareAll(both);
    // In a table DVC fails on outputs that were never made, as they have no hash.
    await both.probe(probe('exact', 'diff', '--json', '--show-hash'));
    both.write('data/a', 'a3\n');
    both.write('data/more/x', 'x\n');
    both.remove('data/new');
    both.write('data/renamed', 'new\n');
    both.remove('file.csv');
    both.write('big.csv', 'y'.repeat(2000));
    both.write('never/out.txt', 'made by hand\n');
    await compareAll(both);
    both.commitAll('second');
    await compareAll(both);
    both.remove('never');
    await both.probeAll([...diffProbes(), ...diffProbes('HEAD~1'), ...diffProbes('HEAD~1', 'HEAD')]);
    await both.probeAll([
      ...hashProbes('HEAD~1', 'HEAD'),
      ...diffProbes('HEAD', 'HEAD'),
      ...diffProbes('main', 'HEAD'),
    ]);
    await both.probeAll([
      ...diffProbes('HEAD', 'HEAD~1'),
      ...diffProbes('HEAD', 'workspace'),
      ...diffProbes('nope'),
    ]);
    await both.probeAll([...diffProbes('workspace'), ...diffProbes('HEAD', 'nope')]);
  });

  it('is told alike when files became folders, folders files, and outputs went', async () => {
    using both = await twoCommits();
    both.commitAll('second');
    both.remove('file.csv');
    both.write('file.csv/inside', 'a2\n');
    both.remove('data');
    both.write('data', 'no folder\n');
    both.remove('data-x');
    await compareAll(both);
    both.remove('big.csv.dvc');
    both.remove('dvc.lock');
    await compareAll(both);
    await both.run(['commit', '-f', 'data.dvc', 'file.csv.dvc']);
    await compareAll(both);
  });

  it('is told alike when the cache lost files, lists of folders, or everything', async () => {
    using both = await twoCommits();
    both.commitAll('second');
    both.remove('.dvc/cache/files/md5/60');
    both.remove('.dvc/cache/files/md5/3b');
    await compareAll(both);
    both.each(root => rmSync(join(root, '.dvc/cache'), { recursive: true }));
    await compareAll(both);
    both.write('data/extra/x', 'x\n');
    both.each(root => mkdirSync(join(root, 'data/empty')));
    both.remove('big.csv');
    await compareAll(both);
    forget(both);
    await both.probeAll(diffProbes('HEAD~1', 'HEAD'));
    both.remove('data');
    await compareAll(both);
  });

  it('is told alike when a 2.x project recorded it', async () => {
    using both = await Both.create();
    both.write('crlf.txt', 'a\r\nb\r\n');
    both.write('old/a', 'a\n');
    const list = '[{"md5": "60b725f10c9c85c70d97880dfe8191b3", "relpath": "a"}]';
    const digest = createHash('md5').update(list).digest('hex');
    const text = createHash('md5').update('a\nb\n').digest('hex');
    both.write('crlf.txt.dvc', `outs:\n- md5: ${text}\n  size: 6\n  path: crlf.txt\n`);
    both.write('old.dvc', `outs:\n- md5: ${digest}.dir\n  size: 2\n  nfiles: 1\n  path: old\n`);
    const object = (name: string): string => `.dvc/cache/${name.slice(0, 2)}/${name.slice(2)}`;
    both.write('.gitignore', '/crlf.txt\n/old\n');
    both.write(object(`${digest}.dir`), list, 0o444);
    both.write(object(text), 'a\r\nb\r\n', 0o444);
    both.commitAll('old');
    await compareAll(both);
    both.write(object('60b725f10c9c85c70d97880dfe8191b3'), 'a\n', 0o444);
    both.write('old/b', 'b\n');
    both.write('crlf.txt', 'a\nb\n');
    await compareAll(both);
    await both.run(['add', 'old']);
    await compareAll(both);
  });

  it('is told alike by target', async () => {
    using both = await twoCommits();
    both.write('data/sub/moved', 'changed\n');
    both.write('data/untracked by dvc', 'u\n');
    both.write('plain/x', 'x\n');
    for (const target of [
      'data',
      'data/',
      'data/sub',
      'data/a',
      'data/none',
      'came.csv',
      'file.csv',
      'src',
      'plain',
    ])
      await both.probeAll([
        probe('rows', 'data', 'status', target),
        probe(
          'sets',
          'data',
          'status',
          '--granular',
          '--unchanged',
          '--json',
          '--untracked-files',
          '--',
          target,
        ),
        probe('rows', 'data', 'status', '--granular', 'came.csv', target),
      ]);
    for (const target of [
      'data',
      'data/sub',
      'data/a',
      'data/none',
      'came.csv',
      'gone.csv',
      'data.dvc',
      'make',
      'nope',
      'dvc.yaml',
    ])
      await both.probeAll([
        probe('exact', 'diff', '--targets', target),
        probe('exact', 'diff', '--json', '--targets', target, 'came.csv'),
      ]);
  });

  it('is told alike from a sub-folder', async () => {
    using both = await twoCommits();
    both.write('data/a', 'a3\n');
    both.write('src/untracked', 'u\n');
    both.write('top', 'u\n');
    await both.probeAll(statusProbes, 'src');
    await both.probeAll(diffProbes(), 'src');
    await both.probe(probe('exact', 'diff', '--targets', '../data'), 'src');
    await both.probeAll([...lists('deep'), ...listProbes('..', 'code.py')], 'src');
    await both.probeAll([probe('exact', 'ls', '.'), probe('exact', 'ls', '-R', '--json', '..')], 'src');
    await both.probeAll([probe('exact', 'ls', '.', '..'), probe('exact', 'ls', '.', '/src')], 'src');
  });

  it('is told alike without git, and outside of a project', async () => {
    using both = await Both.create({ git: false, init: false });
    await both.probeAll([...statusProbes, ...diffProbes()]);
    await both.run(['init', '--no-scm'], { subjectArgv: ['init', '--no-scm', '--dvc'] });
    both.write('data/a', 'a\n');
    both.write('f', 'f\n');
    await both.run(['add', 'data', 'f']);
    await compareAll(both);
    both.write('data/b', 'a\n');
    both.remove('f');
    await compareAll(both);
    await both.probe(probe('exact', 'ls', '--rev', 'HEAD', '.'));
  });

  it('is told alike in a project in a sub-folder of git', async () => {
    using both = await Both.create({ init: false });
    both.write('above.txt', 'x\n');
    both.commitAll('before');
    both.write('proj/d/a', 'a\n');
    both.write('proj/f', 'f\n');
    await both.run(['init', '--subdir'], { folder: 'proj', subjectArgv: ['init', '--subdir', '--dvc'] });
    await both.run(['add', 'd', 'f'], { folder: 'proj' });
    await both.probeAll([...statusProbes, ...diffProbes()], 'proj');
    both.commitAll('project');
    both.write('above.txt', 'y\n');
    both.write('proj/d/b', 'b\n');
    both.write('proj/sub/u', 'u\n');
    both.write('outside', 'u\n');
    await both.probeAll(
      [...statusProbes, ...diffProbes(), ...diffProbes('HEAD~1'), ...diffProbes('HEAD~1', 'HEAD')],
      'proj',
    );
    await both.probeAll([...statusProbes], 'proj/sub');
    await both.probeAll([...lists(), ...listProbes('.', 'd')], 'proj');
    await both.probeAll([
      ...listProbes('.', 'proj'),
      ...listProbes('proj'),
      ...treeProbes('.'),
      ...lists('proj/d'),
    ]);
    await both.probe(probe('exact', 'ls', '--rev', 'HEAD', '-R', '--json', '.'), 'proj');
    await both.probe(probe('exact', 'ls', '--rev', 'HEAD', '-R', '.', 'proj'));
  });

  it('leaves out what git and DVC ignore, and tells untracked files by name', async () => {
    using both = await twoCommits();
    both.commitAll('second');
    both.write('.gitignore', '/data\n/file.csv\nhidden/\n*.tmp\n');
    both.write('.dvcignore', 'notes\n*.log\n');
    both.write('hidden/x', 'x\n');
    both.write('notes/n', 'n\n');
    both.write('run.log', 'n\n');
    both.write('ü b.txt', 'n\n');
    both.write('data/some.log', 'ignored\n');
    both.write('data/some.tmp', 'not ignored\n');
    both.each(root => {
      symlinkSync('file.csv', join(root, 'link'));
      symlinkSync('nowhere', join(root, 'broken'));
    });
    await compareAll(both);
    // An untracked link to a folder is told by mltrack alone.
    both.each(root => symlinkSync('src', join(root, 'folder link')));
    both.commitAll('third');
    await compareAll(both);
    await both.probeAll(lists('notes'));
    both.git('update-index', '--chmod=-x', 'src/code.py');
    await both.probeAll(statusProbes);
    both.git('commit', '--quiet', '-m', 'mode');
    await both.probeAll(statusProbes);
  });

  it('is told of a folder with an ignore file inside, whose rules hold there', async () => {
    using both = await twoCommits();
    both.commitAll('second');
    both.write('data/.dvcignore', '*.tmp\n');
    both.write('data/sub/.dvcignore', '/*.no\n');
    both.write('data/x.tmp', 'hidden\n');
    both.write('data/sub/y.tmp', 'hidden\n');
    both.write('data/sub/y.no', 'hidden\n');
    both.write('data/sub/deep/y.no', 'not hidden\n');
    for (const each of [...statusProbes, ...diffProbes()]) await both.probe(each);
  });

  it('is listed alike for revisions, parts, other projects and plain folders', async () => {
    using both = await twoCommits();
    both.write('inner/d/x', 'x\n');
    await both.run(['init', '--subdir'], { folder: 'inner', subjectArgv: ['init', '--subdir', '--dvc'] });
    await both.run(['add', 'd'], { folder: 'inner' });
    both.commitAll('second');
    for (const part of [
      [],
      ['data'],
      ['data/sub'],
      ['data/a'],
      ['src/deep'],
      ['inner'],
      ['inner/d'],
      ['none'],
      ['never'],
      ['src/../data'],
      ['../data'],
    ]) {
      await both.probeAll(lists(...part));
      for (const revision of ['HEAD', 'HEAD~1'])
        await both.probeAll([
          probe('exact', 'ls', '--rev', revision, '--json', '.', ...part),
          probe('exact', 'ls', '--rev', revision, '-R', '--size', '--show-hash', '.', ...part),
        ]);
    }
    await both.probeAll([...treeProbes('--rev', 'HEAD', '.'), probe('exact', 'ls', '--rev', 'nope', '.')]);
    await both.probeAll([...listProbes('inner'), ...listProbes('inner', 'd'), ...listProbes('src')]);
    await both.probeAll([...listProbes('..', 'data'), probe('exact', 'ls', '../project')], 'inner');
    // With its help on stdout DVC explains a wrong command line.
    await both.run(['ls', '-L', 'x', '.']);
    await both.probe(probe('exact', 'ls', '-T', '--json', '.'));
  });

  it('is listed alike for a bare repository', async () => {
    using both = await twoCommits();
    both.each((root, env) => git(root, env, 'clone', '--quiet', '--bare', '.', '../bare.git'));
    for (const argv of [[], ['--json'], ['--rev', 'HEAD~1'], ['--dvc-only']])
      await both.probe(probe('exact', 'ls', ...argv, '../bare.git'));
  });
});
