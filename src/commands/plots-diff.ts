import type { Project } from '../engine/project.ts';
import { hasCommits, HEAD, WORKSPACE } from '../engine/revisions.ts';
import { err } from '../model/result.ts';
import { positionals, texts } from './command.ts';
import type { Command } from './command.ts';
import { openAnywhere } from './comparison.ts';
import { answerPlots } from './plot-command.ts';
import { DRAWING, OUTPUT } from './plot-options.ts';

export const command: Command = {
  spec: {
    name: 'plots diff',
    summary: 'Draw plots of several revisions together',
    arguments: [
      {
        name: 'revisions',
        description:
          'commits, branches or tags; one alone is drawn with the workspace (default: HEAD, if files changed)',
        optional: true,
        variadic: true,
      },
    ],
    options: [
      { flags: '--targets <ids...>', description: 'only these plots or files' },
      ...DRAWING,
      ...OUTPUT,
    ],
    examples: [
      { command: 'plots diff main', explains: 'a page with the workspace and a branch in it' },
      { command: 'plots diff main --json', explains: 'the workspace and a branch, for programs' },
      { command: 'plots diff v1 v2 --targets loss.csv --show-vega', explains: 'one plot as a specification' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openAnywhere(context);
    if (!project.ok) return project;
    if (project.value.git === undefined) return err({ code: 'needs-git' });
    const any = hasCommits(project.value);
    const revisions = await revisionsToDraw(project.value, positionals(args, 'revisions'));
    return answerPlots(project.value, revisions, texts(args, 'targets'), args, any);
  },
};

/** The workspace comes first, wherever it is named. */
async function revisionsToDraw(project: Project, named: readonly string[]): Promise<readonly string[]> {
  if (named.length > 1) {
    const others = named.filter(each => each !== WORKSPACE);
    return others.length < named.length ? [WORKSPACE, ...others] : others;
  }
  if (named.length === 1) return [WORKSPACE, ...named];
  const status = await project.git?.status('no');
  return status?.isDirty === true ? [WORKSPACE, HEAD] : [WORKSPACE];
}
