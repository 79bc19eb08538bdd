import { exclusively } from '../engine/exclusively.ts';
import { move } from '../engine/move.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { positional } from './command.ts';
import type { Command } from './command.ts';
import { load } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'move',
    summary: 'Move or rename tracked data together with its data file',
    description: 'For data that was added; what stages make moves when their definition is edited.',
    arguments: [
      { name: 'src', description: 'a tracked file or folder' },
      { name: 'dst', description: 'its new path, or the folder to put it into' },
    ],
    examples: [{ command: 'move data.csv raw/', explains: 'with its data file and its line in .gitignore' }],
    failureCode: 1,
  },

  async run(context, args) {
    const [from, to] = [positional(args, 'src') ?? '', positional(args, 'dst') ?? ''];
    const failed = (cause: Failure): Result<never, Failure> =>
      err({ code: 'action-failed', what: `failed to move '${from}' -> '${to}'`, cause });
    const moved = await exclusively(context, async project => {
      const opened = await load(project, 'as-needed');
      if (!opened.ok) return opened;
      const prepared = await move(opened.value.workspace, opened.value.index, from, to);
      return prepared.ok ? prepared : failed(prepared.error);
    });
    return moved.ok ? ok({ doc: [], after: moved.value }) : moved;
  },
};
