/** What `--quiet` leaves: tables, and what is called for its answer alone. */
import { expect, it } from 'vitest';
import { Both } from './rig/both.ts';

it('--quiet silences the same commands as in DVC, and none of their exit codes', async () => {
  using both = await Both.create();
  both.write('file', 'text');
  both.write('params.yaml', 'p: 1\n');
  both.write(
    'dvc.yaml',
    'stages:\n  make:\n    cmd: cat file > made && echo 1 > m.json\n    deps: [file]\n    params: [p]\n    outs: [made]\n    metrics: [m.json: {cache: false}]\n',
  );
  await both.run(['add', 'file']);
  await both.run(['repro']);
  both.commitAll('base');
  both.write('params.yaml', 'p: 2\n');
  both.write('made', 'changed');
  both.write('m.json', '2');
  const lines = [
    'metrics show -q',
    'metrics show -q --json',
    'metrics show -q --md',
    'metrics diff -q',
    'metrics diff -q --md',
    'params diff -q',
    'params diff -q --json',
    'params diff -q --md',
    'stage list -q',
    'stage list -q --name-only',
    'status -q',
    'status -q --json',
    'data status -q',
    'data status -q --json',
    'diff -q',
    'diff -q --json',
    'diff -q --md',
    'ls -q .',
    'dag -q',
    'dag -q --mermaid',
    'root -q',
    'cache dir -q',
    'config -q -l',
    'check-ignore -q file',
    'repro -q --dry',
    'gc -q -w -f',
    'checkout -q -f',
    'freeze -q make',
  ];
  for (const line of lines) await both.probe({ argv: line.split(' '), strictness: 'exact' });
  both.compareTrees();
  const { tool, root, env } = both.subject;
  for (const line of ['version -q', 'completion -q'])
    expect((await tool.run(root, env, line.split(' '))).stdout, line).not.toBe('');
  expect((await tool.run(root, env, ['fsck', '-q'])).stdout).toBe('');
});
