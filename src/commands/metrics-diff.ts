import { changesJson } from '../core/metrics/json.ts';
import { metricsDiffTable } from '../core/metrics/table.ts';
import { readMetrics } from '../engine/measurements.ts';
import { ok } from '../model/result.ts';
import { flag, JSON_OPTION, MD_OPTION, positional, text, texts } from './command.ts';
import type { Command } from './command.ts';
import { compare, comparisonDoc, namedPaths, openAnywhere, REVISIONS } from './comparison.ts';
import { precisionOf } from './precision.ts';

export const command: Command = {
  spec: {
    name: 'metrics diff',
    summary: 'Compare metrics between two revisions',
    description:
      'Compares with any commit, branch or tag, also one that only a remote has. Metrics that git does not hold are read from the cache.',
    arguments: REVISIONS,
    options: [
      { flags: '--targets <paths...>', description: 'only these files, tracked or not' },
      { flags: '-R, --recursive', description: 'accepted for compatibility; folders are always expanded' },
      { flags: '--all', description: 'show unchanged metrics too' },
      JSON_OPTION,
      MD_OPTION,
      { flags: '--no-path', description: 'leave out the column of files' },
      { flags: '--precision <n>', description: 'decimal places (default: 5)' },
    ],
    examples: [
      { command: 'metrics diff', explains: 'what changed since the last commit' },
      { command: 'metrics diff main', explains: 'the workspace against a branch' },
      { command: 'metrics diff v1.0 v1.1 --md', explains: 'two tags, as a Markdown table' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const project = openAnywhere(context);
    if (!project.ok) return project;
    const precision = precisionOf('metrics diff', text(args, 'precision'));
    if (!precision.ok) return precision;
    const targets = namedPaths(project.value, texts(args, 'targets'));
    if (!targets.ok) return targets;
    const compared = await compare(
      project.value,
      [positional(args, 'a_rev'), positional(args, 'b_rev')],
      (each, snapshot) => readMetrics(each, snapshot, { targets: targets.value }),
      { unchanged: flag(args, 'all'), kind: 'metrics' },
    );
    if (!compared.ok) return compared;
    const { changes, oldLabel, newLabel } = compared.value;
    const path = args.options['path'] !== false;
    return ok({
      data: changesJson(changes),
      doc: comparisonDoc(
        compared.value,
        metricsDiffTable(changes, { oldLabel, newLabel, path, precision: precision.value }),
        'metrics',
      ),
    });
  },
};
