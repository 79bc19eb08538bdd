import { exclusively } from '../engine/exclusively.ts';
import { removeTarget } from '../engine/remove.ts';
import { Workspace } from '../engine/workspace.ts';
import { ok } from '../model/result.ts';
import { DONE, flag, positionals } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'remove',
    summary: 'Remove stages, or stop tracking data',
    description:
      'What stages made and what was tracked stays in the workspace, unless --outs is given. The cache keeps its content.',
    arguments: [{ name: 'targets', description: 'stages, pipeline or data files', variadic: true }],
    options: [{ flags: '--outs', description: 'remove the outputs as well, whatever they hold' }],
    examples: [{ command: 'remove train', explains: 'the stage, its entry in the lock, its lines for git' }],
    failureCode: 1,
  },

  async run(context, args) {
    for (const target of positionals(args, 'targets')) {
      const removed = await exclusively(context, project =>
        removeTarget(new Workspace(project), target, { outputs: flag(args, 'outs') }),
      );
      if (!removed.ok) return removed;
    }
    return ok(DONE);
  },
};
