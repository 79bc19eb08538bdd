import { move } from '../engine/move.ts';
import { err, ok } from '../model/result.ts';
import { positional } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

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
    const opened = await open(context, 'as-needed');
    if (!opened.ok) return opened;
    const { workspace, index } = opened.value;
    const [from, to] = [positional(args, 'src') ?? '', positional(args, 'dst') ?? ''];
    const moved = await move(workspace, index, from, to);
    if (moved.ok) return ok({ doc: [], after: moved.value });
    const what = `failed to move '${from}' -> '${to}'`;
    return err({ code: 'action-failed', what, cause: moved.error });
  },
};
