import { exclusively } from '../engine/exclusively.ts';
import { unprotect } from '../engine/unprotect.ts';
import { Workspace } from '../engine/workspace.ts';
import { ok } from '../model/result.ts';
import { DONE, positionals } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'unprotect',
    summary: 'Turn links into the cache into files that are safe to edit',
    arguments: [{ name: 'targets', description: 'files or folders', variadic: true }],
    examples: [{ command: 'unprotect data.csv', explains: 'a file of its own, instead of the link' }],
    failureCode: 1,
  },

  async run(context, args) {
    for (const target of positionals(args, 'targets')) {
      const done = await exclusively(context, project =>
        Promise.resolve(unprotect(new Workspace(project), target)),
      );
      if (!done.ok) return done;
    }
    return ok(DONE);
  },
};
