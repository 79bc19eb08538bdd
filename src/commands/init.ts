import { EXAMPLE_BASE, makeExample } from '../engine/example.ts';
import type { MadeExample } from '../engine/example.ts';
import { initProject } from '../engine/init.ts';
import { layoutNamed } from '../engine/layout-choice.ts';
import { line } from '../model/doc.ts';
import type { Block } from '../model/doc.ts';
import { join } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import { flag, positional } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'init',
    summary: 'Make a project here',
    description:
      'With --dvc the files get the names that DVC uses, and both tools work in the project; otherwise mltrack names them.',
    arguments: [
      { name: 'dir', description: 'the folder to make it in (default: the current one)', optional: true },
    ],
    options: [
      { flags: '--dvc', description: "use DVC's names of files, so that DVC works in it too" },
      { flags: '--example', description: 'fill the folder with a small learning problem to play with' },
      { flags: '--no-scm', description: 'do not use git' },
      { flags: '--subdir', description: 'make it below the top of the git repository' },
      { flags: '-f, --force', description: 'replace the project that is there, its cache included' },
    ],
    examples: [
      { command: 'init', explains: 'in the top folder of a git repository' },
      { command: 'init --example demo', explains: 'a project to try everything on' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const layout = layoutNamed(context, flag(args, 'dvc'));
    const root = join(context.cwd, positional(args, 'dir') ?? '.');
    if (flag(args, 'example')) {
      const made = await makeExample(context, root, layout);
      if (!made.ok) return made;
      const shown = positional(args, 'dir');
      return ok({ doc: exampleSteps(shown, context.program, made.value) });
    }
    if (context.files.stat(root)?.kind !== 'directory')
      return err({ code: 'refused', message: `there is no folder '${positional(args, 'dir') ?? root}'` });
    const options = {
      noScm: args.options['scm'] === false,
      subdirectory: flag(args, 'subdir'),
      force: flag(args, 'force'),
    };
    const done = await initProject(context, root, layout, options);
    if (!done.ok) return done;
    const next: Block[] = options.noScm ? [] : [line('You can now commit the changes to git.'), line('')];
    return ok({ doc: [line(layout.initialisedText), line(''), ...next] });
  },
};

function exampleSteps(folder: string | undefined, program: string, made: MadeExample): Block[] {
  const steps: [command: string, explains: string][] = [
    ...(folder === undefined ? [] : [[`cd ${folder}`, ''] satisfies [string, string]]),
    [`${program} repro`, 'trains the model of this branch'],
    [`${program} metrics diff ${EXAMPLE_BASE}`, 'what that changed'],
    [`${program} report`, 'whether it is good enough, and why it ran'],
  ];
  const width = Math.max(...steps.map(([command]) => command.length));
  const nested =
    made.inside === undefined ? [] : [line(`It is a git repository of its own, inside of ${made.inside}.`)];
  return [
    ...nested,
    line('The example is ready, on the branch ', { text: made.branch, style: 'name' }, '. Next:'),
    line(''),
    ...steps.map(([command, explains]) =>
      explains === ''
        ? line('  ', { text: command, style: 'strong' })
        : line('  ', { text: command.padEnd(width), style: 'strong' }, `  # ${explains}`),
    ),
  ];
}
