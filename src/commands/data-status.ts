import { changedPaths, statusJson, unchangedPaths } from '../core/data/status.ts';
import { entryText } from '../core/data/state.ts';
import { dataStatus } from '../engine/data-status.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Failure } from '../model/failure.ts';
import { flag, JSON_OPTION, positionals } from './command.ts';
import type { Args, Command } from './command.ts';
import { dataStatusDoc } from './data-status-doc.ts';
import { open } from './opened.ts';

const NAME = 'data status';

export const command: Command = {
  spec: {
    name: NAME,
    summary: 'Show what changed in tracked data, committed and uncommitted',
    description:
      'Compares by content. Committed changes are those of lock and data files since the last git commit, uncommitted ones those of the workspace since lock and data files were written.',
    arguments: [
      {
        name: 'targets',
        description: 'tracked files or folders, data files or stages (default: all)',
        optional: true,
        variadic: true,
      },
    ],
    options: [
      { flags: '--granular', description: 'also show what changed in tracked folders' },
      { flags: '--unchanged', description: 'also show what is unchanged' },
      {
        flags: '--untracked-files [which]',
        description: 'also show what git does not know: all (default) or no',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: NAME, explains: 'all tracked files and folders' },
      { command: `${NAME} --granular data`, explains: 'one folder, file by file' },
      { command: `${NAME} --granular --unchanged --json`, explains: 'everything, for programs' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const untracked = untrackedMode(args);
    if (!untracked.ok) return untracked;
    const opened = await open(context, 'all', { anyGraph: true });
    if (!opened.ok) return opened;
    const { project, workspace, index } = opened.value;
    try {
      const status = await dataStatus(workspace, index, {
        targets: positionals(args, 'targets'),
        granular: flag(args, 'granular'),
        unchanged: flag(args, 'unchanged'),
        untracked: untracked.value,
        askGit: !flag(args, 'json'),
      });
      const { committed, uncommitted } = status;
      const paths = {
        notInCache: status.notInCache.map(entryText),
        committed: changedPaths(committed ?? []),
        uncommitted: changedPaths(uncommitted),
        untracked: status.untracked,
        unchanged: unchangedPaths(uncommitted, ...(committed === undefined ? [] : [committed])),
      };
      // For programs to read it is DVC's text, for people to type the program that they called.
      const names = context.terminal ? { ...project.layout, program: context.program } : project.layout;
      const git = { isDirty: status.isDirty, isEmpty: project.git !== undefined && !status.hasCommits };
      return ok({ data: statusJson(paths), doc: dataStatusDoc(paths, git, names) });
    } finally {
      workspace.save();
    }
  },
};

function untrackedMode({ options }: Args): Result<'all' | 'no', Failure> {
  const given = options['untrackedFiles'] ?? 'no';
  if (given === true || given === 'all') return ok('all');
  if (given === 'no') return ok('no');
  const shown = typeof given === 'string' ? given : '';
  const message = `argument --untracked-files: invalid choice: '${shown}' (choose from 'no', 'all')`;
  return err({ code: 'usage', command: NAME, message });
}
