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
  tailText,
  unreadableText,
  valuesText,
  watchingText,
  type Output,
} from './plain-events.ts';
import { joinWords } from './quantity.ts';

/** What a run has come to so far. */
interface Tally {
  unchanged: number;
  ran: number;
  restored: number;
  failed: number;
  elapsedMs: number;
}

type Paints = Readonly<Record<Output['stream'], Paint>>;

/** For people at a terminal: a mark for the state of each stage, why it runs, and how long it took. */
export function terminalOutput(paints: Paints): (event: Event, layout: Layout) => readonly Output[] {
  let tally = newTally();
  return (event, layout) => {
    // What comes behind it is another run.
    if (event.type === 'watching') tally = newTally();
    count(tally, event);
    return outputOf(event, tally, paints, layout);
  };
}

function newTally(): Tally {
  return { unchanged: 0, ran: 0, restored: 0, failed: 0, elapsedMs: 0 };
}

function count(tally: Tally, event: Event): void {
  if (event.type === 'stage-skipped') tally.unchanged++;
  if (event.type === 'stage-restored') tally.restored++;
  if (event.type === 'stage-failed') tally.failed++;
  if (event.type === 'stage-finished') {
    tally.ran++;
    tally.elapsedMs += event.elapsedMs;
  }
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
    case 'command-started':
      return info(
        event.command
          .split('\n')
          .map(line => `  ${dim('>')} ${line}`)
          .join('\n'),
      );
    case 'stage-output':
      return [
        {
          stream: event.stream,
          text: prefixed(`${paints[event.stream]('name', event.stage)} ${dim('│')} `, event.lines),
        },
      ];
    case 'stage-tail':
      return [{ stream: 'stderr', text: tailText(event) }];
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
    case 'repro-finished':
      return event.ran ? summary(tally) : info(dim(UP_TO_DATE));
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
    case 'progress':
    case 'progress-ended':
      return [];
    default:
      return unreachable(event);
  }
}

/** Such as `2 ran, 1 restored, 3 unchanged in 1.2 s`; nothing where nothing happened. */
function summary({ ran, restored, unchanged, failed, elapsedMs }: Tally): readonly Output[] {
  const parts = [
    [ran, 'ran'],
    [restored, 'restored'],
    [unchanged, 'unchanged'],
    [failed, 'failed'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, what]) => `${String(number)} ${what}`);
  if (ran + restored + failed === 0) return [];
  const time = ran > 0 ? ` in ${durationText(elapsedMs)}` : '';
  return [{ stream: 'stdout', text: said.join(', ') + time }];
}
