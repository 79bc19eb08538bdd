import { completionScript, SHELLS } from '../core/completion/script.ts';
import { ok } from '../model/result.ts';
import { text } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'completion',
    summary: 'Print a script that completes commands and stages in a shell',
    options: [{ flags: '-s, --shell <shell>', description: 'the shell (default: bash)', choices: SHELLS }],
    examples: [
      { command: 'completion -s bash >> ~/.bashrc', explains: 'from the next shell on' },
      { command: 'completion -s fish > ~/.config/fish/completions/mltrack.fish', explains: 'for fish' },
    ],
    answersQuietly: true,
    failureCode: 1,
  },

  async run(context, args) {
    const wanted = text(args, 'shell');
    const shell = SHELLS.find(each => each === wanted) ?? 'bash';
    const script = completionScript(shell, context.program, await context.catalog());
    return ok({ doc: [{ kind: 'verbatim', text: script }] });
  },
};
