import { commit } from '../engine/commit.ts';
import type { ChangedStage } from '../engine/commit.ts';
import { exclusively } from '../engine/exclusively.ts';
import { findTargets, notFolders } from '../engine/targets.ts';
import { ancestors } from '../core/graph/order.ts';
import { pyRepr } from '../core/python/text.ts';
import type { Failure } from '../model/failure.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';
import { DONE, flag, positionals, RECURSIVE_OPTION, TARGETS } from './command.ts';
import type { Args, Command } from './command.ts';
import { confirmed } from './confirm.ts';
import { load } from './opened.ts';
import type { Opened } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'commit',
    summary: 'Record the workspace as it is, without running anything',
    description:
      'For outputs that were made by hand or with --no-commit, and for changes that do not affect results. On a terminal it asks whether to record what changed.',
    arguments: [TARGETS],
    options: [
      { flags: '-f, --force', description: 'record changed dependencies and outputs without asking' },
      { flags: '-d, --with-deps', description: 'also everything upstream of the targets' },
      RECURSIVE_OPTION,
      { flags: '--data-only', description: 'only tracked data, not the outputs of stages' },
      {
        flags: '--no-relink',
        description: 'leave the files as they are instead of linking them to the cache',
      },
    ],
    examples: [
      { command: 'commit', explains: 'store what is not in the cache yet' },
      { command: 'commit -f train', explains: 'declare that the result of `train` is right as it is' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const done = await exclusively(context, async project => {
      const opened = await load(project, 'as-needed');
      if (!opened.ok) return opened;
      const { workspace, index } = opened.value;
      const stages = chosenStages(opened.value, args);
      if (!stages.ok) return stages;
      return ok(
        commit(workspace, index, stages.value, {
          confirm: flag(args, 'force') ? 'all' : changed => confirmed(context, question(changed)),
          relink: args.options['relink'] !== false,
        }),
      );
    });
    return done.ok ? ok(DONE) : done;
  },
};

function chosenStages({ project, index }: Opened, args: Args): Result<readonly Stage[], Failure> {
  const words = positionals(args, 'targets');
  const recursive = flag(args, 'recursive');
  const found = findTargets(project, index, words, { recursive });
  if (!found.ok) return found;
  const chosen = words.length === 0 ? [...index.stages] : found.value.map(({ stage }) => stage);
  // As in DVC, a folder stands for what is below it and nothing else.
  const single = findTargets(project, index, recursive ? notFolders(project, words) : words);
  const upstream =
    flag(args, 'withDeps') && single.ok
      ? single.value.flatMap(({ stage }) => ancestors(index.graph, stageId(stage)))
      : [];
  const stages = new Set([...upstream.flatMap(id => index.graph.stages.get(id) ?? []), ...chosen]);
  return ok([...stages].filter(stage => !flag(args, 'dataOnly') || stage.kind === 'data'));
}

/** In DVC's words, which hold lists as Python shows them. */
function question({ stage, dependencies, outputs, isData }: ChangedStage): string {
  const parts = [
    dependencies.length > 0 ? [`dependencies ${pyRepr(dependencies)}`] : [],
    outputs.length > 0 ? [`outputs ${pyRepr(outputs)}`] : [],
  ].flat();
  const what =
    parts.length > 0
      ? `${parts.join(' and ')} of stage: '${stage}' changed.`
      : isData
        ? `'md5' of stage: '${stage}' changed.`
        : `'cmd' of stage: '${stage}' has changed.`;
  return `${what} Are you sure you want to commit it?`;
}
