import { modifyPlot } from '../engine/modify-plot.ts';
import { openProject } from '../engine/project.ts';
import { ok } from '../model/result.ts';
import { DONE, positional, texts } from './command.ts';
import type { Command } from './command.ts';
import { DRAWING, propsOf } from './plot-options.ts';

export const command: Command = {
  spec: {
    name: 'plots modify',
    summary: 'Change how the plot of a stage is drawn',
    description:
      'Edits the definition of its stage in the pipeline file. An output that is no plot yet becomes one.',
    arguments: [{ name: 'target', description: 'the output of a stage' }],
    options: [
      ...DRAWING,
      { flags: '--unset <properties...>', description: 'take these away: x_label, header' },
    ],
    examples: [
      { command: 'plots modify loss.csv -x step -y loss', explains: 'choose the columns' },
      { command: 'plots modify loss.csv --unset title', explains: 'back to the name of the file' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    const unset = args.options['unset'] === undefined ? undefined : texts(args, 'unset');
    const target = positional(args, 'target') ?? '';
    const done = await modifyPlot(project.value, target, { props: propsOf(args), unset });
    return done.ok ? ok(DONE) : done;
  },
};
