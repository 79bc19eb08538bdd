import { add } from '../engine/add.ts';
import { ok } from '../model/result.ts';
import { namedPaths } from './comparison.ts';
import { DONE, positionals } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'add',
    summary: 'Track files or folders',
    description:
      'Puts the content into the cache, writes a small data file beside it for git, and hides the data itself from git.',
    arguments: [{ name: 'targets', description: 'files or folders', variadic: true }],
    options: [
      { flags: '--no-commit', description: 'write the data file, but store nothing in the cache' },
      {
        flags: '--no-relink',
        description: 'leave the files as they are instead of linking them to the cache',
      },
    ],
    examples: [
      { command: 'add data/raw.csv', explains: 'one file' },
      { command: 'add data/images', explains: 'a folder as a whole' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { project, workspace, index } = opened.value;
    const paths = namedPaths(project, positionals(args, 'targets'));
    if (!paths.ok) return paths;
    const done = await add(workspace, index, paths.value, {
      commit: args.options['commit'] !== false,
      relink: args.options['relink'] !== false,
    });
    return done.ok ? ok(DONE) : done;
  },
};
