import { mergeDataFiles } from '../engine/merge-data.ts';
import { openProject } from '../engine/project.ts';
import { join } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import { DONE, text } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'git-hook merge-driver',
    summary: 'Merge data files of folders for git',
    description:
      'Under the name by which DVC has git call it. Files that only one branch added, changed or removed are taken from there.',
    options: [
      { flags: '--ancestor <file>', description: 'the version that both come from' },
      { flags: '--our <file>', description: 'our version; the result is written here' },
      { flags: '--their <file>', description: 'their version' },
    ],
    examples: [
      {
        command: 'git-hook merge-driver --ancestor %O --our %A --their %B',
        explains: 'as it stands in the config of git',
      },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const [ancestor, our, their] = ['ancestor', 'our', 'their'].map(name => text(args, name));
    if (ancestor === undefined || our === undefined || their === undefined)
      return err({
        code: 'usage',
        command: 'git-hook merge-driver',
        message: 'the following arguments are required: --ancestor, --our, --their',
      });
    const project = openProject(context);
    // Git calls it in every repository that says so, a project or not.
    if (!project.ok) return project.error.code === 'not-a-project' ? ok(DONE) : project;
    const at = (path: string): string => join(context.cwd, path);
    const done = await mergeDataFiles(project.value, {
      base: at(ancestor),
      ours: at(our),
      theirs: at(their),
    });
    return done.ok ? ok(DONE) : done;
  },
};
