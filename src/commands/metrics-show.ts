import { revisionsJson } from '../core/metrics/json.ts';
import type { RevisionMetrics } from '../core/metrics/revisions.ts';
import { metricsTable } from '../core/metrics/table.ts';
import { valuesEqual } from '../core/python/equal.ts';
import { readMetrics } from '../engine/measurements.ts';
import { allStates } from '../engine/revisions.ts';
import type { State } from '../engine/revisions.ts';
import { troubleOf } from '../engine/trouble.ts';
import { ok } from '../model/result.ts';
import { flag, JSON_OPTION, MD_OPTION, positionals, text } from './command.ts';
import type { Command } from './command.ts';
import { namedPaths, openAnywhere, warnOfFiles } from './comparison.ts';
import { precisionOf } from './precision.ts';

export const command: Command = {
  spec: {
    name: 'metrics show',
    summary: 'Show metrics, of the workspace or of many revisions',
    arguments: [
      {
        name: 'targets',
        description: 'only these files, tracked or not (default: all metrics)',
        optional: true,
        variadic: true,
      },
    ],
    options: [
      { flags: '-a, --all-branches', description: 'show the workspace and every branch' },
      { flags: '-T, --all-tags', description: 'show the workspace and every tag' },
      { flags: '-A, --all-commits', description: 'show the workspace and every commit' },
      { flags: '-R, --recursive', description: 'accepted for compatibility; folders are always expanded' },
      JSON_OPTION,
      MD_OPTION,
      { flags: '--precision <n>', description: 'decimal places (default: 5)' },
    ],
    examples: [
      { command: 'metrics show', explains: 'all metrics of the workspace' },
      { command: 'metrics show -a --md', explains: 'every branch side by side, as a Markdown table' },
    ],
    failureCode: 255,
    isAnsweredAgain: true,
  },

  async run(context, args) {
    const opened = openAnywhere(context);
    if (!opened.ok) return opened;
    const project = opened.value;
    const precision = precisionOf('metrics show', text(args, 'precision'));
    if (!precision.ok) return precision;
    const targets = namedPaths(project, positionals(args, 'targets'));
    if (!targets.ok) return targets;
    const which = {
      branches: flag(args, 'allBranches'),
      tags: flag(args, 'allTags'),
      commits: flag(args, 'allCommits'),
    };
    const many = which.branches || which.tags || which.commits;
    const workspace: State = { snapshot: context.workspace(project.root) };
    const states = [workspace, ...(many ? await allStates(project, which) : [])];
    const found = new Map<string, RevisionMetrics>();
    for (const { snapshot } of states) {
      const label = many ? snapshot.label : '';
      const read = await readMetrics(project, snapshot, { targets: targets.value });
      if (!read.ok)
        context.emit({ type: 'revision-unreadable', kind: 'metrics', revision: label, failure: read.error });
      found.set(label, read.ok ? read.value : { error: troubleOf(read.error) });
    }
    const branch = many ? await project.git?.currentBranch() : undefined;
    hideWorkspace(found, branch);
    const troubled = [...found].filter(
      ([label, metrics]) => 'error' in metrics || warnOfFiles(project, label, metrics.data),
    );
    if (troubled.length > 0)
      context.emit({
        type: 'revisions-troubled',
        what: 'metrics',
        revisions: troubled.map(([label]) => label),
      });
    return ok({
      data: revisionsJson(found),
      doc: [metricsTable(found, { revisions: many, precision: precision.value })],
    });
  },
};

/** A workspace that says the same as the branch it is on says nothing new. */
function hideWorkspace(found: Map<string, RevisionMetrics>, branch: string | undefined): void {
  const workspace = found.get('workspace');
  const committed = branch === undefined ? undefined : found.get(branch);
  if (workspace === undefined || committed === undefined) return;
  if (valuesEqual(revisionsJson(new Map([['', workspace]])), revisionsJson(new Map([['', committed]]))))
    found.delete('workspace');
}
