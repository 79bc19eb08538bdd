/** `mltrack init --dvc` leaves exactly what `dvc init` leaves: files, bytes, modes, git's index, exit code. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BothOptions } from './rig/both.ts';
import { Both } from './rig/both.ts';

interface Case {
  readonly name: string;
  readonly git: boolean;
  /** Where the command runs, relative to the repository. */
  readonly folder?: string;
  /** Command lines in order, without `init`. */
  readonly lines: readonly (readonly string[])[];
  readonly files?: Readonly<Record<string, string>>;
}

const cases: readonly Case[] = [
  { name: 'a git repository', git: true, lines: [[]] },
  { name: 'a git repository, quietly', git: true, lines: [['-q']] },
  { name: 'a folder without git, with --no-scm', git: false, lines: [['--no-scm']] },
  { name: 'a folder without git', git: false, lines: [[]] },
  { name: 'a git repository, with --no-scm', git: true, lines: [['--no-scm']] },
  { name: 'a sub-folder, with --subdir', git: true, folder: 'sub/deep', lines: [['--subdir']] },
  { name: 'a sub-folder', git: true, folder: 'sub', lines: [[]] },
  {
    name: 'the root and then a sub-folder',
    git: true,
    lines: [[], ['--subdir', 'inner']],
    files: { 'inner/x': '' },
  },
  { name: 'the same folder twice', git: true, lines: [[], []] },
  { name: 'the same folder twice, with -f', git: true, lines: [[], ['-f']] },
  { name: 'the same folder twice, with -f and --no-scm', git: true, lines: [[], ['-f', '--no-scm', '-q']] },
  { name: 'a sub-folder, without git', git: true, lines: [['--no-scm', '--subdir']] },
  { name: 'another folder', git: true, lines: [['--subdir', 'named']], files: { 'named/x': '' } },
  {
    name: 'a folder that has its own ignore files',
    git: true,
    lines: [[]],
    files: { '.dvcignore': '*.log\n', '.gitignore': 'x\n' },
  },
  { name: 'a folder with files staged', git: true, lines: [[]], files: { 'a.txt': 'a\n' } },
];

describe('init', () => {
  it.for(cases)('of $name leaves what DVC leaves', async ({ git, folder, lines, files }) => {
    using both = await Both.create({ git, init: false });
    for (const [path, text] of Object.entries(files ?? {})) both.write(path, text);
    if (files !== undefined && git) both.git('add', '--all', '--force');
    if (folder !== undefined) both.each(root => mkdirSync(join(root, folder), { recursive: true }));
    for (const line of lines) {
      const { subject } = await both.run(['init', ...line], {
        ...(folder === undefined ? {} : { folder }),
        subjectArgv: ['init', '--dvc', ...line],
      });
      if (line.includes('-q') && subject.code === 0) expect(subject.stdout).toBe('');
    }
    both.compareTrees();
  });

  it('takes the DVC layout from the environment, too', async () => {
    const options: BothOptions = { init: false, env: { MLTRACK_LAYOUT: 'dvc' } };
    using both = await Both.create(options);
    await both.run(['init']);
    both.compareTrees();
  });
});
