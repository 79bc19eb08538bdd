import { BUILT_IN, builtInTemplate } from '../engine/plot-templates.ts';
import { lines } from '../model/doc.ts';
import { err, ok } from '../model/result.ts';
import { positional } from './command.ts';
import type { Command } from './command.ts';
import { jsonLines } from './plot-options.ts';

export const command: Command = {
  spec: {
    name: 'plots templates',
    summary: 'List the built-in templates, or print one',
    description: 'A file of the same name in the folder `plots` of the project’s own folder takes its place.',
    arguments: [{ name: 'template', description: 'its name', optional: true }],
    examples: [
      { command: 'plots templates', explains: 'their names' },
      { command: 'plots templates simple > .mltrack/plots/mine.json', explains: 'a template of your own' },
    ],
    failureCode: 1,
  },

  run(context, args) {
    const name = positional(args, 'template');
    if (name === undefined) return Promise.resolve(ok({ doc: [lines(BUILT_IN)] }));
    const template = builtInTemplate(context, name);
    return Promise.resolve(
      template === undefined
        ? err({ code: 'refused', message: `Unexpected template: ${name}.` })
        : ok({ doc: [jsonLines(template)] }),
    );
  },
};
