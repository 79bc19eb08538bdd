import { treeChangeText } from '../core/staleness/detail.ts';
import { explain } from '../core/staleness/words.ts';
import type { Project } from '../engine/project.ts';
import { findTargets } from '../engine/targets.ts';
import { explainStages } from '../engine/why.ts';
import type { DetailedReason, Explanation } from '../engine/why.ts';
import type { Block, Line } from '../model/doc.ts';
import { durationText } from '../model/duration.ts';
import { FailureError } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { err, ok } from '../model/result.ts';
import type { Command as StageCommand, Stage } from '../model/stage.ts';
import { stageId } from '../model/stage.ts';
import { Float } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { flag, JSON_OPTION, positionals, TARGETS } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'why',
    summary: 'Explain why stages would run, or why not',
    description:
      'Compares everything a stage reads and makes with the lock, and looks into what changed: which parameter, which files of a folder, how many lines, which stage before it. Runs and changes nothing.',
    arguments: [{ ...TARGETS, description: 'stages or outputs, with all before them (default: all stages)' }],
    options: [
      { flags: '--predict', description: 'also what a repro would run, and how long it took last time' },
      JSON_OPTION,
    ],
    examples: [
      { command: 'why', explains: 'every stage that is not up to date' },
      { command: 'why train', explains: '`train` and what it needs' },
      { command: 'why --predict', explains: 'before a long run' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const opened = await open(context, 'all');
    if (!opened.ok) return opened;
    const { project, workspace, index } = opened.value;
    const words = positionals(args, 'targets');
    const targets = findTargets(project, index, words);
    if (!targets.ok) return targets;
    const ids = words.length === 0 ? undefined : targets.value.map(({ stage }) => stageId(stage));
    try {
      const explained = await explainStages(workspace, index, ids);
      // Whoever names a stage wants to hear of it, whatever its state.
      const named = new Set(ids);
      const shown = explained.filter(
        each => each.state === 'stale' || each.state === 'waits' || named.has(stageId(each.stage)),
      );
      return ok({
        data: new Map(
          explained.map(each => [project.labels.stage(each.stage), explanationValue(project, each)]),
        ),
        doc: [
          ...shown.map(each => explanationBlock(project, each)),
          ...(shown.length === 0 ? [said('Data and pipelines are up to date.')] : []),
          ...(flag(args, 'predict') ? [said(prediction(explained))] : []),
        ],
      });
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      throw error;
    } finally {
      workspace.save();
    }
  },
};

function said(text: string): Block {
  return { kind: 'lines', lines: [[text]] };
}

const STATES: Readonly<Record<Explanation['state'], string>> = {
  fresh: 'is up to date',
  stale: 'would run',
  waits: 'would run if its inputs change',
  frozen: 'is frozen',
};

function explanationBlock(project: Project, each: Explanation): Block {
  const { stage, state, isNew, reasons, upstream, cutOff } = each;
  const name = project.labels.stage(stage);
  const first: Line = [{ text: name, style: 'strong' }, ' ', { text: STATES[state], style: 'dim' }];
  const why = isNew ? ['it never ran'] : reasons.map(reasonText);
  const names = (stages: readonly Stage[]): string[] => stages.map(other => project.labels.stage(other));
  return {
    kind: 'lines',
    lines: [
      first,
      ...why.map((text): Line => [`  ${text}`]),
      ...names(upstream).map((maker): Line => [`  upstream '${maker}' will run`]),
      ...names(cutOff).map(
        (maker): Line => [`  upstream '${maker}' ran since, but its output is byte-equal: cut off`],
      ),
    ],
  };
}

function reasonText({ reason, files, lines }: DetailedReason): string {
  if (files !== undefined && 'path' in reason) return `${reason.path}: ${treeChangeText(files)}`;
  const text = explain(reason);
  if (reason.kind === 'param') return `param ${text}`;
  if (reason.kind === 'command') return commandText(reason.before, reason.after);
  if (lines === undefined) return reason.kind === 'dependency' ? `${text} since lock` : text;
  return `${text} since lock (+${lines.added} −${lines.deleted} lines since ${lines.commit.slice(0, 7)})`;
}

function commandText(before: StageCommand, after: StageCommand): string {
  const one = (command: StageCommand): string => (typeof command === 'string' ? command : command.join('; '));
  return `the command changed: ${one(before)} → ${one(after)}`;
}

function prediction(explained: readonly Explanation[]): string {
  const stale = explained.filter(({ state }) => state === 'stale');
  const waiting = explained.filter(({ state }) => state === 'waits');
  const known = [...stale, ...waiting].filter(({ last }) => last?.outcome === 'ran');
  const total = known.reduce((sum, { last }) => sum + (last?.elapsedMs ?? 0), 0);
  const unknown = stale.length + waiting.length - known.length;
  const time =
    known.length === 0
      ? ''
      : `; last time these took ${durationText(total)}${unknown === 0 ? '' : ` (${unknown} of them never ran here)`}`;
  return `A repro would run ${stale.length}${waiting.length === 0 ? '' : ` to ${stale.length + waiting.length}`} of ${explained.length} stages${time}.`;
}

function explanationValue(project: Project, each: Explanation): Value {
  const names = (stages: readonly Stage[]): Value => stages.map(stage => project.labels.stage(stage));
  return new Map<string, Value>([
    ['state', each.state],
    ['never_ran', each.isNew],
    ['reasons', each.reasons.map(reasonValue)],
    ['upstream', names(each.upstream)],
    ['cut_off', names(each.cutOff)],
    ...(each.last === undefined ? [] : ([['last_seconds', new Float(each.last.elapsedMs / 1000)]] as const)),
  ]);
}

function reasonValue(detail: DetailedReason): Value {
  const { reason, files, lines } = detail;
  const value = new Map<string, Value>([['kind', reason.kind]]);
  if ('path' in reason) value.set('path', reason.path);
  if ('key' in reason) value.set('key', reason.key);
  if ('change' in reason) value.set('change', reason.change);
  if ('before' in reason) value.set('before', sideValue(reason.before));
  if ('after' in reason) value.set('after', sideValue(reason.after));
  value.set('text', reasonText(detail));
  if (files !== undefined) value.set('files', new Map(Object.entries(files)));
  if (lines !== undefined) value.set('lines', new Map(Object.entries(lines)));
  return value;
}

/** A hash with what is known beside it; a parameter or a command as it is. */
function sideValue(side: HashRecord | Value): Value {
  if (!isRecord(side)) return side;
  const { name, digest, size, nfiles } = side;
  return new Map<string, Value>([
    [name, digest],
    ...(size === undefined ? [] : ([['size', size]] as const)),
    ...(nfiles === undefined ? [] : ([['nfiles', nfiles]] as const)),
  ]);
}

function isRecord(side: HashRecord | Value): side is HashRecord {
  return typeof side === 'object' && side !== null && 'digest' in side;
}
