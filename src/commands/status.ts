import { assess } from '../core/staleness/assess.ts';
import { observe } from '../engine/observe.ts';
import { readersOf } from '../engine/datasets.ts';
import type { Project } from '../engine/project.ts';
import { chosenTargets } from '../engine/targets.ts';
import { FailureError } from '../model/failure.ts';
import type { Line } from '../model/doc.ts';
import { lines } from '../model/doc.ts';
import { join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import { err, ok } from '../model/result.ts';
import { shownOutside } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { AlikeStages } from './alike-stages.ts';
import { flag, JSON_OPTION, positionals, RECURSIVE_OPTION, STAGE_TARGETS } from './command.ts';
import type { Command } from './command.ts';
import { nameUnfinished, open } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'status',
    summary: 'Show which stages are stale, and why',
    description:
      'Compares the workspace by content with what the lock and data files say. Runs and changes nothing. On a terminal, stages of one group (`foreach`, `matrix`) that changed in the same way are told of once; `-v` shows each of them.',
    arguments: [STAGE_TARGETS],
    options: [
      { flags: '-d, --with-deps', description: 'also everything upstream of the targets' },
      RECURSIVE_OPTION,
      { flags: '-q, --quiet', description: 'print nothing; exit with 1 when anything changed' },
      JSON_OPTION,
      {
        flags: '--no-updates',
        description: 'accepted for compatibility: imports are never asked',
        hidden: true,
      },
    ],
    examples: [
      { command: 'status', explains: 'all stages and tracked data' },
      { command: 'status train --with-deps', explains: 'one stage and what it needs' },
      { command: 'status --json', explains: 'for programs' },
    ],
    failureCode: 1,
    isAnsweredAgain: true,
  },

  async run(context, args) {
    const opened = await open(context, 'as-needed', { anyGraph: true });
    if (!opened.ok) return opened;
    const { project, workspace, index } = opened.value;
    nameUnfinished(project);
    const words = positionals(args, 'targets');
    const targets = chosenTargets(project, index, words, {
      withUpstream: flag(args, 'withDeps'),
      recursive: flag(args, 'recursive'),
    });
    if (!targets.ok) return targets;
    const readers = readersOf(project, index);
    const states = new Map<string, Value>();
    const alike = new AlikeStages();
    try {
      for (const { stage, output } of targets.value) {
        const lock = await index.locks.entry(stage);
        if (!lock.ok) return lock;
        if (stage.frozen && !stage.isImport)
          context.emit({ type: 'stage-frozen', stage: project.labels.stage(stage), hides: 'status' });
        const reasons = assess(stage, lock.value, await observe(workspace, readers, stage, lock.value));
        const shown =
          output === undefined
            ? reasons
            : reasons.filter(reason => reason.kind !== 'output' || reason.path === output.written);
        if (shown.length === 0) continue;
        const label = project.labels.stage(stage);
        states.set(label, stateValue(project, stage, shown));
        alike.add(label, stage, shown);
      }
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      const { withUnreadableParams } = await import('../engine/unreadable-params.ts');
      const stages = targets.value.map(({ stage }) => stage);
      return err(await withUnreadableParams(project, index, stages, error.failure, 'locked'));
    } finally {
      workspace.save();
    }
    const exitCode = flag(args, 'quiet') && !flag(args, 'json') && states.size > 0 ? 1 : 0;
    return ok({
      data: states,
      exitCode,
      doc: [
        lines(
          statusLines(
            context.terminal && !flag(args, 'verbose') ? alike.folded(states) : states,
            index.stages.length > 0,
            project.layout.gettingStarted,
          ),
        ),
      ],
    });
  },
};

/** A stage's state as `--json` shows it: groups of changes, in DVC's order and under DVC's names. */
function stateValue(project: Project, stage: Stage, reasons: readonly Reason[]): Value {
  const outside = new Map(
    [...stage.dependencies, ...stage.outputs].flatMap(each =>
      each.path === undefined ? [[each.written, shownOutside(each)]] : [],
    ),
  );
  const show = (written: string): string =>
    outside.get(written) ?? project.show(join(stage.workdir, written) as RepoPath);
  const dependencies = new Map<string, Value>();
  const outputs = new Map<string, Value>();
  const words: string[] = [];
  for (const reason of reasons) {
    switch (reason.kind) {
      case 'dependency':
      case 'dataset':
      case 'params-file':
        dependencies.set(show(reason.path), reason.change);
        break;
      case 'param': {
        const known = dependencies.get(show(reason.path));
        dependencies.set(
          show(reason.path),
          new Map([...(isMap(known) ? known : []), [reason.key, reason.change]]),
        );
        break;
      }
      case 'output':
        outputs.set(show(reason.path), reason.change);
        break;
      case 'always':
        words.push('always changed');
        break;
      case 'command':
        words.push('changed command');
        break;
      case 'checksum':
        words.push('changed checksum');
        break;
      case 'forced':
        break;
    }
  }
  return [
    ...(dependencies.size > 0 ? [new Map([['changed deps', dependencies]])] : []),
    ...(outputs.size > 0 ? [new Map([['changed outs', outputs]])] : []),
    ...words,
  ];
}

/** Width of the column that holds the kind of change, colon included. */
const CHANGE_WIDTH = 20;

function statusLines(states: ReadonlyMap<string, Value>, anyStages: boolean, gettingStarted: string): Line[] {
  if (states.size > 0) return changeLines(states, '');
  if (anyStages) return [['Data and pipelines are up to date.']];
  return [['There are no data or pipelines tracked in this project yet.'], [gettingStarted]];
}

function changeLines(value: Value, indent: string): Line[] {
  if (typeof value === 'string') return [[indent, { text: value, style: 'warn' }]];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(item => changeLines(item, indent));
  if (!isMap(value)) return [];
  return [...(value as ReadonlyMap<string, Value>)].flatMap(([key, item]): Line[] => {
    if (typeof item === 'string') {
      const style = item === 'deleted' || item === 'not in cache' ? 'bad' : 'warn';
      return [[indent, { text: `${item}:`.padEnd(CHANGE_WIDTH), style }, key]];
    }
    const heading = indent === '' ? { text: key, style: 'name' as const } : key;
    return [[indent, heading, ':'], ...changeLines(item, `${indent}\t`)];
  });
}
