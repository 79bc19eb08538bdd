import { WORKSPACE } from '../engine/revisions.ts';
import { positionals } from './command.ts';
import type { Command } from './command.ts';
import { openAnywhere } from './comparison.ts';
import { answerPlots } from './plot-command.ts';
import { DRAWING, OUTPUT } from './plot-options.ts';

export const command: Command = {
  spec: {
    name: 'plots show',
    summary: 'Draw the plots of the workspace',
    arguments: [
      {
        name: 'targets',
        description: 'ids of plots, or files (default: all plots of the project)',
        optional: true,
        variadic: true,
      },
    ],
    options: [...DRAWING, ...OUTPUT],
    examples: [
      { command: 'plots show --open', explains: 'all plots on a page, in the browser' },
      { command: 'plots show loss.csv --show-vega', explains: 'one file as a Vega-Lite specification' },
      { command: 'plots show --json', explains: 'for programs' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openAnywhere(context);
    if (!project.ok) return project;
    return answerPlots(project.value, [WORKSPACE], positionals(args, 'targets'), args);
  },
};
