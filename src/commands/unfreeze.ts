import type { Command } from './command.ts';
import { freezeAll, FROZEN_TARGETS } from './freezing.ts';

export const command: Command = {
  spec: {
    name: 'unfreeze',
    summary: 'Let frozen stages run again',
    arguments: [FROZEN_TARGETS],
    examples: [{ command: 'unfreeze train', explains: 'look at the dependencies of `train` again' }],
    failureCode: 1,
  },
  run: (context, args) => freezeAll(context, args, false),
};
