import type { Project } from '../engine/project.ts';
import { findTargets } from '../engine/targets.ts';
import { explainStages } from '../engine/why.ts';
import type { DetailedReason, Explanation } from '../engine/why.ts';
import { FailureError } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import { err, ok } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { stageId } from '../model/stage.ts';
import { Float } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import { flag, JSON_OPTION, positionals, STAGE_TARGETS } from './command.ts';
import type { Command } from './command.ts';
import { nameUnfinished, open } from './opened.ts';
import { prediction, reasonText, whyDoc } from './why-doc.ts';
import type { Prediction } from './why-doc.ts';

export const command: Command = {
  spec: {
    name: 'why',
    summary: 'Explain why stages would run, or why not',
    description:
      'Compares everything a stage reads and makes with the lock, and looks into what changed: which parameter, which files of a folder, how many lines, which stage before it. Stages of one group (`foreach`, `matrix`) with the same kinds of reasons are told of once; `-v` shows each of them, and whole commands. Runs and changes nothing.',
    arguments: [
      { ...STAGE_TARGETS, description: 'stages or outputs, with all before them (default: all stages)' },
    ],
    options: [
      {
        flags: '--predict',
        description:
          'also what a repro would run, and how long each stage took last time; with --json: `{stages, prediction}`',
      },
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
    nameUnfinished(project);
    const words = positionals(args, 'targets');
    const targets = findTargets(project, index, words);
    if (!targets.ok) return targets;
    const ids = words.length === 0 ? undefined : targets.value.map(({ stage }) => stageId(stage));
    try {
      const explained = await explainStages(workspace, index, ids);
      const label = (each: Explanation): string => project.labels.stage(each.stage);
      // Whoever names a stage wants to hear of it, whatever its state.
      const named = new Set(ids);
      const shown = explained.filter(
        each =>
          each.state === 'stale' ||
          each.state === 'waits' ||
          each.cutOff.length > 0 ||
          named.has(stageId(each.stage)),
      );
      const stages: Value = new Map(explained.map(each => [label(each), explanationValue(project, each)]));
      const predict = flag(args, 'predict');
      const verbose = flag(args, 'verbose');
      return ok({
        data: predict
          ? new Map<string, Value>([
              ['stages', stages],
              ['prediction', predictionValue(prediction(explained))],
            ])
          : stages,
        doc: whyDoc(project, explained, shown, {
          predict,
          everything: words.length === 0,
          inFull: name => verbose || words.includes(name),
        }),
      });
    } catch (error) {
      if (error instanceof FailureError) return err(error.failure);
      throw error;
    } finally {
      workspace.save();
    }
  },
};

function explanationValue(project: Project, each: Explanation): Value {
  const names = (stages: readonly Stage[]): Value => stages.map(stage => project.labels.stage(stage));
  return new Map<string, Value>([
    ['state', each.state],
    ['never_ran', each.isNew],
    ['reasons', each.reasons.map(reasonValue)],
    ['upstream', names(each.upstream)],
    ['cut_off', names(each.cutOff)],
    ...(each.took === undefined ? [] : ([['last_seconds', new Float(each.took.elapsedMs / 1000)]] as const)),
  ]);
}

function predictionValue({ stale, atMost, of, lastMs, unknown }: Prediction): Value {
  return new Map<string, Value>([
    ['would_run', stale],
    ['would_run_at_most', atMost],
    ['stages', of],
    ['last_seconds', new Float(lastMs / 1000)],
    ['without_time', unknown],
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
  value.set('text', reasonText(detail, 'whole'));
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
