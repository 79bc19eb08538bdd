import type { Command } from './command.ts';
import { freezeAll, FROZEN_TARGETS } from './freezing.ts';

export const command: Command = {
  spec: {
    name: 'freeze',
    summary: 'Keep stages from running, whatever changes',
    description: 'A frozen stage counts as up to date with its dependencies until it is unfrozen.',
    arguments: [FROZEN_TARGETS],
    examples: [{ command: 'freeze train', explains: 'leave the result of `train` as it is' }],
    failureCode: 1,
  },
  run: (context, args) => freezeAll(context, args, true),
};
