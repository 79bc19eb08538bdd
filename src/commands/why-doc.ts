import { commandDifference, oneLine } from '../core/staleness/difference.ts';
import { treeChangeText } from '../core/staleness/detail.ts';
import { explain } from '../core/staleness/words.ts';
import type { Project } from '../engine/project.ts';
import type { DetailedReason, Explanation } from '../engine/why.ts';
import type { Block, Line } from '../model/doc.ts';
import { durationText } from '../model/duration.ts';
import type { Stage } from '../model/stage.ts';

export interface WhyOptions {
  /** Also how long stages took last time, and all of them together. */
  readonly predict: boolean;
  /** Everything was asked for, not a few stages. */
  readonly everything: boolean;
  /** Stages that are shown each on its own, with whole commands. */
  readonly inFull: (label: string) => boolean;
}

/** @param shown those of `explained` that are to be shown. */
export function whyDoc(
  project: Project,
  explained: readonly Explanation[],
  shown: readonly Explanation[],
  options: WhyOptions,
): readonly Block[] {
  const isDone = options.everything && !explained.some(({ state }) => state === 'stale' || state === 'waits');
  return [
    ...foldAlike(project, shown, options).map(alike => explanationBlock(project, alike, options)),
    ...(isDone ? [said('Data and pipelines are up to date.')] : []),
    ...(options.predict ? [said(predictionText(prediction(explained)))] : []),
  ];
}

function said(text: string): Block {
  return { kind: 'lines', lines: [[text]] };
}

/** What a `repro` would run, and how long that took last time. */
export interface Prediction {
  /** Stages that run for sure. */
  readonly stale: number;
  /** With those that run if what is before them makes something new. */
  readonly atMost: number;
  /** Stages with a command that were looked at. */
  readonly of: number;
  readonly lastMs: number;
  /** Of `atMost`, those whose time is not known. */
  readonly unknown: number;
}

export function prediction(explained: readonly Explanation[]): Prediction {
  const runnable = explained.filter(({ stage }) => stage.command !== undefined && !stage.frozen);
  const would = runnable.filter(({ state }) => state === 'stale' || state === 'waits');
  return {
    stale: would.filter(({ state }) => state === 'stale').length,
    atMost: would.length,
    of: runnable.length,
    lastMs: would.reduce((sum, { took }) => sum + (took?.elapsedMs ?? 0), 0),
    unknown: would.filter(({ took }) => took === undefined).length,
  };
}

function predictionText({ stale, atMost, of, lastMs, unknown }: Prediction): string {
  const count = atMost === stale ? `${stale}` : `${stale} to ${atMost}`;
  const missing = unknown === 0 ? '' : ` (without ${unknown} that never ran to the end here)`;
  const time =
    unknown < atMost
      ? `; last time these took ${durationText(lastMs)}${missing}`
      : atMost === 0
        ? ''
        : `; none of these ever ran to the end here`;
  return `A repro would run ${count} of ${of} stages${time}.`;
}

/** Stages of one group that would run for the same kind of reasons are told of once. */
function foldAlike(
  project: Project,
  shown: readonly Explanation[],
  { inFull }: WhyOptions,
): readonly (readonly [Explanation, ...Explanation[]])[] {
  const folded = new Map<string, [Explanation, ...Explanation[]]>();
  for (const each of shown) {
    const label = project.labels.stage(each.stage);
    const key = each.stage.group === undefined || inFull(label) ? label : likeness(each);
    const alike = folded.get(key);
    if (alike === undefined) folded.set(key, [each]);
    else alike.push(each);
  }
  return [...folded.values()];
}

/** Equal for stages that are explained by the same words, but for names that differ from stage to stage. */
function likeness({ stage, state, isNew, reasons, upstream, cutOff }: Explanation): string {
  const origins = (stages: readonly Stage[]): readonly string[] => [...new Set(stages.map(originOf))];
  return JSON.stringify([
    originOf(stage),
    state,
    isNew,
    reasons.map(({ reason }) => (reason.kind === 'param' ? explain(reason) : kindOf(reason))),
    origins(upstream),
    origins(cutOff),
  ]);
}

function kindOf(reason: DetailedReason['reason']): string {
  return `${reason.kind} ${'change' in reason ? reason.change : ''}`;
}

function originOf({ file, name, group }: Stage): string {
  return JSON.stringify([file, group ?? name]);
}

const STATES: Readonly<Record<Explanation['state'], string>> = {
  fresh: 'is up to date',
  stale: 'would run',
  waits: 'would run if its inputs change',
  frozen: 'is frozen',
};

function explanationBlock(
  project: Project,
  alike: readonly [Explanation, ...Explanation[]],
  { predict, inFull }: WhyOptions,
): Block {
  const [{ stage, state, isNew, reasons, upstream, cutOff }, ...others] = alike;
  const name = project.labels.stage(stage);
  const more = others.length === 0 ? '' : `, and ${others.length} more of '${stage.group ?? ''}' likewise`;
  const first: Line = [
    { text: name, style: 'strong' },
    ' ',
    { text: `${STATES[state]}${more}${predict ? tookText(alike) : ''}`, style: 'dim' },
  ];
  const why = isNew
    ? ['it never ran']
    : reasons.map(reason => reasonText(reason, inFull(name) ? 'whole' : 'cut'));
  return {
    kind: 'lines',
    lines: [
      first,
      ...why.map((text): Line => [`  ${text}`]),
      ...makersText(project, upstream, () => 'will run'),
      ...makersText(
        project,
        cutOff,
        alone => `ran since, but ${alone ? 'its output is' : 'their outputs are'} byte-equal: cut off`,
      ),
    ],
  };
}

/** So many stages before one, or groups of them, are named each. */
const MOST_MAKERS = 5;

function makersText(
  project: Project,
  stages: readonly Stage[],
  what: (alone: boolean) => string,
): readonly Line[] {
  const makers = foldGroups(stages);
  const named = makers.slice(0, makers.length > MOST_MAKERS ? MOST_MAKERS - 1 : MOST_MAKERS);
  const left = makers.slice(named.length).reduce((sum, group) => sum + group.length, 0);
  return [
    ...named.map(([maker, ...others]): Line => {
      const more = others.length === 0 ? '' : ` and ${others.length} more of '${maker.group ?? ''}'`;
      return [`  upstream '${project.labels.stage(maker)}'${more} ${what(others.length === 0)}`];
    }),
    ...(left === 0 ? [] : [[`  and ${left} more upstream stages likewise`]]),
  ];
}

function foldGroups(stages: readonly Stage[]): readonly (readonly [Stage, ...Stage[]])[] {
  const groups = new Map<string, [Stage, ...Stage[]]>();
  for (const stage of stages) {
    const known = groups.get(originOf(stage));
    if (known === undefined) groups.set(originOf(stage), [stage]);
    else known.push(stage);
  }
  return [...groups.values()];
}

function tookText(alike: readonly Explanation[]): string {
  const known = alike.flatMap(({ state, took }) =>
    took !== undefined && (state === 'stale' || state === 'waits') ? [took.elapsedMs] : [],
  );
  if (known.length === 0) return '';
  const together = known.length === 1 ? '' : ' together';
  return `, last time ${durationText(known.reduce((sum, ms) => sum + ms, 0))}${together}`;
}

export function reasonText({ reason, files, lines }: DetailedReason, commands: 'whole' | 'cut'): string {
  if (files !== undefined && 'path' in reason) return `${reason.path}: ${treeChangeText(files)}`;
  const text = explain(reason);
  if (reason.kind === 'param') return `param ${text}`;
  if (reason.kind === 'command') {
    const [before, after] = [oneLine(reason.before), oneLine(reason.after)];
    const isWhole = commands === 'whole' && before !== after;
    return `${text}: ${isWhole ? `${before} → ${after}` : commandDifference(reason.before, reason.after)}`;
  }
  const isChange =
    reason.kind === 'dependency' && reason.change === 'modified' && reason.before !== undefined;
  if (!isChange) return text;
  return lines === undefined
    ? `${text} since lock`
    : `${text} since lock (+${lines.added} −${lines.deleted} lines since ${lines.commit.slice(0, 7)})`;
}
