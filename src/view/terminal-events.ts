import { durationText } from '../model/duration.ts';
import type { Event } from '../model/event.ts';
import type { Layout } from '../model/layout.ts';
import { unreachable } from '../model/result.ts';
import { damagedText, undeclaredText } from './failure-texts.ts';
import { renderFailure } from './failure.ts';
import type { Paint } from './paint.ts';
import {
  awaitedText,
  droppedText,
  UP_TO_DATE,
  gitAdd,
  leftOutText,
  messageWithPlaces,
  prefixed,
  retriedText,
  tailsLeftOutText,
  tailText,
  unreadableText,
  valuesText,
  watchingText,
  type Output,
} from './plain-events.ts';
import { countText } from '../model/count-text.ts';
import { joinWords } from './quantity.ts';

/** What a run has come to so far. */
interface Tally {
  unchanged: number;
  /** Of these, some may not have come to their end; in a dry run none has. */
  started: number;
  ran: number;
  restored: number;
  failed: number;
}

/** Of stages in a row to which the same happened, so many are named. */
const MOST_ALIKE = 10;

/** Stages in a row of which the same is said. */
interface Row {
  readonly what: 'unchanged' | 'restored';
  length: number;
}

type StageStarted = Extract<Event, { type: 'stage-started' }>;

type Paints = Readonly<Record<Output['stream'], Paint>>;

/**
 * For people at a terminal: a mark for the state of each stage, why it runs, and how long it took.
 *
 * @param inFull names every stage, of however many the same is said.
 */
export function terminalOutput(
  paints: Paints,
  inFull = false,
): (event: Event, layout: Layout) => readonly Output[] {
  let tally = newTally();
  let row: Row | undefined;
  let before: StageStarted | undefined;
  return (event, layout) => {
    // What comes behind it is another run.
    if (event.type === 'watching') {
      tally = newTally();
      before = undefined;
    }
    count(tally, event);
    const what = rowKind(event);
    if (what !== undefined && !inFull) {
      const ended = what === row?.what ? [] : restOfRow(row, paints);
      row = what === row?.what ? row : { what, length: 0 };
      row.length++;
      return row.length > MOST_ALIKE ? [] : [...ended, ...outputOf(event, tally, paints, layout)];
    }
    const output =
      isAlike(event, before) && !inFull ? likewise(event, paints) : outputOf(event, tally, paints, layout);
    if (event.type === 'stage-started') before = event;
    if (output.length === 0 && event.type !== 'repro-stopped') return output;
    const ended = restOfRow(row, paints);
    row = undefined;
    return [...ended, ...output];
  };
}

function newTally(): Tally {
  return { unchanged: 0, started: 0, ran: 0, restored: 0, failed: 0 };
}

function rowKind(event: Event): Row['what'] | undefined {
  if (event.type === 'stage-skipped') return 'unchanged';
  return event.type === 'stage-restored' ? 'restored' : undefined;
}

/** What was not said of the stages of a row one by one. */
function restOfRow(row: Row | undefined, { stdout: paint }: Paints): readonly Output[] {
  if (row === undefined || row.length <= MOST_ALIKE) return [];
  const more = `and ${countText(row.length - MOST_ALIKE)} more likewise`;
  return [{ stream: 'stdout', text: paint('dim', `  ${more}`) }];
}

/** A stage of the same group that runs for the same reasons as the one that began before it. */
function isAlike(event: Event, before: StageStarted | undefined): event is StageStarted {
  return (
    event.type === 'stage-started' &&
    before !== undefined &&
    event.reasons.length > 0 &&
    event.stage.includes(GROUP_MARK) &&
    groupOf(event.stage) === groupOf(before.stage) &&
    event.reasons.join('\n') === before.reasons.join('\n')
  );
}

const GROUP_MARK = '@';

function groupOf(stage: string): string {
  return stage.slice(0, stage.indexOf(GROUP_MARK));
}

function likewise({ stage }: StageStarted, { stdout: paint }: Paints): readonly Output[] {
  return [
    {
      stream: 'stdout',
      text: `${paint('name', '▶')} ${paint('strong', stage)}  ${paint('dim', 'likewise')}`,
    },
  ];
}

function count(tally: Tally, event: Event): void {
  if (event.type === 'stage-skipped') tally.unchanged++;
  if (event.type === 'stage-restored') tally.restored++;
  if (event.type === 'stage-failed') tally.failed++;
  if (event.type === 'stage-started') tally.started++;
  if (event.type === 'stage-finished') tally.ran++;
}

function outputOf(event: Event, tally: Tally, paints: Paints, layout: Layout): readonly Output[] {
  const paint = paints.stdout;
  const info = (text: string): Output[] => [{ stream: 'stdout', text }];
  const warn = (text: string): Output[] => [
    { stream: 'stderr', text: `${paints.stderr('warn', 'WARNING')}: ${text}` },
  ];
  const dim = (text: string): string => paint('dim', text);
  switch (event.type) {
    case 'lock-awaited':
      return [{ stream: 'stderr', text: paints.stderr('dim', awaitedText(event)) }];
    case 'stage-skipped':
      return info(dim(`✔ ${event.stage}  unchanged`));
    case 'stage-started': {
      const reasons = event.reasons.map(reason => `\n    ${dim(reason)}`).join('');
      return info(`${paint('name', '▶')} ${paint('strong', event.stage)}${reasons}`);
    }
    case 'command-started': {
      // Side by side it may stand below the name of another stage.
      const lead = event.sideBySide === true ? `${paint('name', event.stage)} ` : '  ';
      return info(
        event.command
          .split('\n')
          .map(line => `${lead}${dim('>')} ${line}`)
          .join('\n'),
      );
    }
    case 'stage-output':
      return [
        {
          stream: event.stream,
          text: prefixed(`${paints[event.stream]('name', event.stage)} ${dim('│')} `, event.lines),
        },
      ];
    case 'stage-tail':
      return [{ stream: 'stderr', text: tailText(event) }];
    case 'tails-left-out':
      return [{ stream: 'stderr', text: paints.stderr('dim', tailsLeftOutText(event, layout)) }];
    case 'stage-retried':
      return warn(retriedText(event, layout));
    case 'stage-ended':
      return warn(`stage '${event.stage}' was ended, as another one had failed`);
    case 'stage-finished':
      return info(`${paint('good', '✔')} ${event.stage}  ${dim(durationText(event.elapsedMs))}`);
    case 'stage-restored':
      return info(`${paint('good', '↺')} ${event.stage}  ${dim('restored from the cache, not run')}`);
    case 'objects-damaged':
      return warn(damagedText(event.paths, event.stage));
    case 'stage-verifying':
      return info(`${paint('name', '◆')} ${event.stage}  ${dim(`verifying ${event.what}`)}`);
    case 'stage-frozen':
      return warn(`stage '${event.stage}' is frozen: its dependencies are not looked at`);
    case 'stage-failed': {
      const ignored = event.ignored ? paints.stderr('dim', ' (ignored)') : '';
      return [
        {
          stream: 'stderr',
          text: `${paints.stderr('bad', '✖')} ${event.stage}  ${messageWithPlaces(event.failure, layout, ignored)}`,
        },
      ];
    }
    case 'stages-dropped':
      return event.stages.length === 0 ? [] : warn(droppedText(event.stages));
    case 'lock-written':
      return event.created ? info(dim(`  wrote ${event.file}`)) : [];
    case 'pipeline-written':
      return info(
        `${event.replaced ? 'Changed' : 'Added'} stage ${paint('strong', event.stage)} in ${paint('path', event.file)}`,
      );
    case 'stage-added':
      return info(`Added stage ${paint('strong', event.stage)} in ${paint('path', event.file)}`);
    case 'repro-finished': {
      const { ran, dry = false, elapsedMs } = event;
      if (!ran) return info(dim(UP_TO_DATE));
      if (dry) return info(dim(wouldText(tally)));
      // Where nothing but data was looked at, there is nothing to sum up.
      return tally.ran + tally.restored + tally.failed === 0 ? [] : info(summary(counts(tally), elapsedMs));
    }
    case 'repro-stopped': {
      const { failed, ended, left, elapsedMs } = event;
      const all = counts({ ...tally, failed }, { ended, left });
      // Where one stage was all there was, its failure says everything.
      return all.length < 2 ? [] : info(summary(all, elapsedMs));
    }
    case 'files-undeclared':
      return warn(undeclaredText(event));
    case 'watching':
      return info(dim(watchingText(event.files)));
    case 'git-hint':
      return event.autostage || event.paths.length === 0
        ? []
        : info(`${dim('To track the changes with git:')} ${gitAdd(event.paths)}`);
    case 'output-empty':
      return warn(`'${event.path}' is empty.`);
    case 'target-failed':
      return [{ stream: 'stderr', text: renderFailure(event.failure, layout, paints.stderr).trimEnd() }];
    case 'revision-unreadable':
      return warn(unreadableText(event, layout));
    case 'file-left-out':
      return warn(leftOutText(event.failure, layout));
    case 'values-unreadable':
      return warn(valuesText(event));
    case 'revisions-troubled':
      return warn(`some files could not be read in ${joinWords(event.revisions)}`);
    case 'warning':
      return warn(
        event.hint === undefined ? event.message : `${event.message}\n  ${paints.stderr('dim', event.hint)}`,
      );
    case 'notice':
      return event.level === 'debug' ? [] : info(event.message);
    case 'stage-separated':
    case 'stages-running':
    case 'project-opened':
    case 'seeds-running':
    case 'progress':
    case 'progress-ended':
      return [];
    default:
      return unreachable(event);
  }
}

/** Such as `2 ran`, `1 restored`, `3 unchanged`: only what there is. */
function counts(
  { ran, restored, unchanged, failed }: Tally,
  { ended, left }: { readonly ended: number; readonly left: number } = { ended: 0, left: 0 },
): readonly string[] {
  return counted([
    [ran, 'ran'],
    [restored, 'restored'],
    [unchanged, 'unchanged'],
    [failed, 'failed'],
    [ended, 'ended'],
    [left, 'not run'],
  ]);
}

/** What a dry run has told, in which a stage that would be restored is said to begin as well. */
function wouldText({ started, restored, unchanged }: Tally): string {
  const parts = [
    [started - restored, 'would run'],
    [restored, 'would be restored'],
    [unchanged, 'unchanged'],
  ] as const;
  return `Nothing was run: ${counted(parts).join(', ')}`;
}

function counted(parts: readonly (readonly [count: number, what: string])[]): readonly string[] {
  return parts.filter(([count]) => count > 0).map(([count, what]) => `${countText(count)} ${what}`);
}

/** Such as `2 ran, 1 restored, 3 unchanged in 1.2 s`. */
function summary(parts: readonly string[], elapsedMs: number): string {
  return `${parts.join(', ')} in ${durationText(elapsedMs)}`;
}
