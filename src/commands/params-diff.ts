import { changesJson } from '../core/metrics/json.ts';
import { paramsDiffTable } from '../core/metrics/table.ts';
import { readParams } from '../engine/measurements.ts';
import { ok } from '../model/result.ts';
import { flag, JSON_OPTION, MD_OPTION, positional, texts } from './command.ts';
import type { Command } from './command.ts';
import { compare, comparisonDoc, namedPaths, openAnywhere, REVISIONS } from './comparison.ts';

export const command: Command = {
  spec: {
    name: 'params diff',
    summary: 'Compare parameters between two revisions',
    arguments: REVISIONS,
    options: [
      { flags: '--targets <paths...>', description: 'only these files, as a whole' },
      { flags: '--all', description: 'show unchanged parameters too' },
      { flags: '--deps', description: 'only parameters that stages declare' },
      JSON_OPTION,
      MD_OPTION,
      { flags: '--no-path', description: 'leave out the column of files' },
    ],
    examples: [
      { command: 'params diff', explains: 'what changed since the last commit' },
      { command: 'params diff main --md', explains: 'the workspace against a branch, as a Markdown table' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const project = openAnywhere(context);
    if (!project.ok) return project;
    const targets = namedPaths(project.value, texts(args, 'targets'));
    if (!targets.ok) return targets;
    const compared = await compare(
      project.value,
      [positional(args, 'a_rev'), positional(args, 'b_rev')],
      (each, snapshot) =>
        readParams(each, snapshot, { targets: targets.value, declaredOnly: flag(args, 'deps') }),
      { unchanged: flag(args, 'all'), kind: 'params' },
    );
    if (!compared.ok) return compared;
    const { changes, oldLabel, newLabel } = compared.value;
    return ok({
      data: changesJson(changes),
      doc: comparisonDoc(
        compared.value,
        paramsDiffTable(changes, { oldLabel, newLabel, path: args.options['path'] !== false }),
        'params',
      ),
    });
  },
};
