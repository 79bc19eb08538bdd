/** Where DVC fails, mltrack fails with the same exit code and leaves the same files; the words are its own. */
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { everyCommand, expectSameEnds, listings, pipeline } from './rig/mistakes.ts';
import type { Case } from './rig/mistakes.ts';

const cases: readonly Case[] = [
  { name: 'nothing is tracked yet', lines: everyCommand },
  {
    name: 'stages depend on each other in a circle',
    files: {
      'dvc.yaml':
        'stages:\n  x:\n    cmd: cp a b\n    deps: [a]\n    outs: [b]\n  y:\n    cmd: cp b a\n    deps: [b]\n    outs: [a]\n',
    },
    lines: everyCommand,
  },
  {
    name: 'two stages make one file',
    files: {
      'dvc.yaml': 'stages:\n  x:\n    cmd: echo > a\n    outs: [a]\n  y:\n    cmd: echo > a\n    outs: [a]\n',
    },
    lines: everyCommand,
  },
  {
    name: 'one out lies inside another',
    files: {
      'dvc.yaml':
        'stages:\n  x:\n    cmd: mkdir d\n    outs: [d]\n  y:\n    cmd: echo > d/a\n    outs: [d/a]\n',
    },
    lines: everyCommand,
  },
  {
    name: 'a stage depends on what it makes',
    files: { 'dvc.yaml': 'stages:\n  x:\n    cmd: echo\n    deps: [a]\n    outs: [a]\n' },
    lines: everyCommand,
  },
  {
    name: 'a dependency is missing',
    files: { 'dvc.yaml': pipeline },
    lines: [['repro'], ['status'], ['repro', '-k'], ['repro', '--dry']],
  },
  {
    name: 'an out is not made',
    files: { 'dvc.yaml': pipeline.replace('cp a b', 'true'), a: 'a\n' },
    lines: [['repro'], ['status']],
  },
  {
    name: 'a command fails',
    files: { 'dvc.yaml': pipeline.replace('cp a b', 'exit 3'), a: 'a\n' },
    lines: [['repro'], ['repro', '-k'], ['status']],
  },
  {
    name: 'a param is missing',
    files: { 'dvc.yaml': `${pipeline}    params: [lr]\n`, a: 'a\n', 'params.yaml': 'x: 1\n' },
    lines: [['status'], ['repro'], ['params', 'diff']],
  },
  {
    name: 'the params file is missing',
    files: { 'dvc.yaml': `${pipeline}    params: [lr]\n`, a: 'a\n' },
    lines: [['status'], ['repro']],
  },
  {
    name: 'the working folder is missing',
    files: { 'dvc.yaml': `${pipeline}    wdir: nowhere\n` },
    lines: [['repro'], ['status']],
  },
  {
    name: 'a target is unknown',
    files: { 'dvc.yaml': pipeline, a: 'a\n' },
    lines: [
      ['repro', 'nope'],
      ['repro', 'nope/dvc.yaml'],
      ['repro', 'nope.dvc'],
      ['status', 'nope'],
      ['stage', 'list', 'nope'],
      ['dag', 'nope'],
      ['commit', 'nope'],
      ['checkout', 'nope'],
      ['add', 'nope'],
    ],
  },
  {
    name: 'a revision is unknown',
    files: { 'dvc.yaml': pipeline, a: 'a\n' },
    lines: [
      ['metrics', 'diff', 'nope'],
      ['metrics', 'diff', 'HEAD', 'nope'],
      ['params', 'diff', 'nope'],
      ['metrics', 'diff', '--json', 'HEAD~5'],
    ],
  },
  {
    name: 'the command line is wrong',
    lines: [
      ['nonsense'],
      ['repro', '--nope'],
      ['metrics'],
      ['metrics', 'nonsense'],
      ['stage'],
      ['stage', 'add'],
      ['stage', 'add', 'echo'],
      ['metrics', 'diff', 'a', 'b', 'c'],
      ['metrics', 'diff', '--precision', 'x'],
      ['add'],
      ['status', '--nope'],
    ],
  },
  {
    name: 'help or the version is asked for',
    lines: [
      ['--help'],
      ['repro', '--help'],
      ['metrics', '--help'],
      ['metrics', 'diff', '-h'],
      ['--version'],
      ['-V'],
    ],
  },
  {
    name: 'nothing is changed, or something is, and -q asks',
    files: { 'dvc.yaml': pipeline, a: 'a\n' },
    before: [['repro', '-q']],
    lines: [
      ['status', '-q'],
      ['repro', '-q'],
      ['metrics', 'diff', '-q'],
    ],
  },
  {
    name: 'something is changed and -q asks',
    files: { 'dvc.yaml': pipeline, a: 'a\n' },
    lines: [
      ['status', '-q'],
      ['-q', 'status'],
    ],
  },
  {
    name: 'a changed stage is committed without being asked',
    files: { 'dvc.yaml': pipeline, a: 'a\n', b: 'b\n' },
    lines: [['commit'], ['commit', '-f'], ['status']],
  },
  {
    name: 'a stage is added that is wrong or there already',
    files: { 'dvc.yaml': pipeline, a: 'a\n' },
    lines: [
      ['stage', 'add', '-n', 'copy', 'true'],
      ['stage', 'add', '-n', 'bad.name', 'true'],
      ['stage', 'add', '-n', 'other', '-o', 'b', 'true'],
      ['stage', 'add', '-n', 'no-command'],
      ['stage', 'add', '-n', 'copy', '-f', '-d', 'a', '-o', 'b', 'cp a b'],
    ],
  },
  {
    name: 'git is to ignore the lock file',
    files: { 'dvc.yaml': pipeline, a: 'a\n', '.gitignore': 'dvc.lock\n', c: 'c\n' },
    lines: [...everyCommand, ...listings, ['status', 'copy'], ['repro', 'copy'], ['freeze', 'copy']],
  },
  {
    name: 'git is to ignore the lock file of a sub-folder',
    files: { 'dvc.yaml': pipeline, a: 'a\n', 'sub/.gitignore': '*.lock\n', 'sub/dvc.yaml': 'stages: {}\n' },
    lines: [...everyCommand, ...listings],
  },
  {
    name: 'git is to ignore the pipeline file',
    files: { 'dvc.yaml': pipeline, a: 'a\n', '.gitignore': 'dvc.yaml\n' },
    lines: [
      ...everyCommand,
      ...listings,
      ['status', 'copy'],
      ['status', 'dvc.yaml'],
      ['repro', '-P'],
      ['repro', 'copy'],
      ['freeze', 'copy'],
      ['dag', 'copy'],
      ['stage', 'add', '-n', 'x', 'true'],
    ],
  },
  {
    name: 'git is to ignore data files',
    files: { c: 'c\n', '.gitignore': '*.dvc\n' },
    lines: [['add', 'c'], ['status'], ['checkout']],
  },
  {
    name: 'an ignore file hides the output of a stage',
    files: { 'dvc.yaml': pipeline, a: 'a\n', '.dvcignore': 'b*\n', c: 'c\n' },
    lines: [
      ...everyCommand,
      ['add', 'c'],
      ['freeze', 'copy'],
      ['stage', 'add', '-n', 'x', '-o', 'y', 'true'],
    ],
  },
  {
    name: 'an ignore file hides what is to be tracked or made',
    files: { 'dvc.yaml': pipeline, a: 'a\n', 'dd/x': 'x\n', '.dvcignore': 'dd/\n' },
    lines: [['add', 'dd'], ['add', 'dd/x'], ['stage', 'add', '-n', 'x', '-o', 'dd/y', 'true'], ['status']],
  },
];

describe('exit codes and files when', () => {
  it.for(cases)('$name are those of DVC', expectSameEnds);

  it('an ignore file hides an output, in the words of DVC', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', pipeline.replace('[b]', '[sub/b.bin]').replace('cp a b', 'cp a sub/b.bin'));
    both.write('a', 'a\n');
    both.write('sub/.dvcignore', '# nothing\n*.bin\n');
    const lines = [
      ['status', '.'],
      ['repro', '.'],
      ['add a', '.'],
      ['checkout', '.'],
      ['status', 'sub'],
      ['repro ../dvc.yaml', 'sub'],
    ] as const;
    for (const [line, folder] of lines) {
      const { judge, subject } = await both.run(line.split(' '), { folder });
      const inProject = (text: string, root: string): string => text.replaceAll(root, '$ROOT');
      const told = inProject(subject.stderr, both.subject.root);
      expect(told, line).toBe(inProject(judge.stderr, both.judge.root));
      expect(told).toContain('is ignored by sub/.dvcignore:2:*.bin');
    }
  });

  it('there is no project are those of DVC', async () => {
    using both = await Both.create({ init: false });
    for (const line of everyCommand) await both.run(line);
    await both.run(['add', 'x']);
    await both.run(['stage', 'add', '-n', 'x', 'true']);
    await both.run(['--help']);
    await both.run(['--version']);
    both.compareTrees();
  });
});
