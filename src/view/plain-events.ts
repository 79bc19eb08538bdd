import type { Diagnostic } from '../model/diagnostic.ts';
import type { Event } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS, type Layout } from '../model/layout.ts';
import { unreachable } from '../model/result.ts';
import { damagedText, undeclaredText } from './failure-texts.ts';
import { describeFailure, renderFailure } from './failure.ts';
import { noPaint } from './paint.ts';
import { countText } from '../model/count-text.ts';
import { joinSome } from './quantity.ts';
import { shellQuoted } from './shell-quoted.ts';

/** Whole lines for one of the streams, without the last line's end. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

export const UP_TO_DATE = 'Data and pipelines are up to date.';

/** What DVC prints at such a moment when nobody watches. */
export function plainOutput(event: Event, layout: Layout): readonly Output[] {
  switch (event.type) {
    case 'lock-awaited':
      return [{ stream: 'stderr', text: awaitedText(event) }];
    case 'stage-skipped':
      return [info(`${event.data ? '' : 'Stage '}'${event.stage}' didn't change, skipping`)];
    case 'stage-separated':
      return [info('')];
    case 'stage-frozen':
      return [warning(frozenText(event.stage, event.hides === 'status'))];
    case 'stage-verifying':
      return [info(`Verifying ${event.what} in ${event.frozen ? 'frozen ' : ''}stage: '${event.stage}'`)];
    case 'stage-started':
      return [info(`Running stage '${event.stage}':`)];
    case 'stage-restored':
      return [info(`Stage '${event.stage}' is cached - skipping run, checking out outputs`)];
    case 'objects-damaged':
      return [warning(damagedText(event.paths, event.stage))];
    case 'command-started':
      return [info(`${event.sideBySide === true ? `[${event.stage}] ` : ''}> ${event.command}`)];
    case 'stage-output':
      return [{ stream: event.stream, text: prefixed(`[${event.stage}] `, event.lines) }];
    case 'stage-tail':
      return [{ stream: 'stderr', text: tailText(event) }];
    case 'tails-left-out':
      return [{ stream: 'stderr', text: tailsLeftOutText(event, layout) }];
    case 'stage-retried':
      return [warning(retriedText(event, layout))];
    case 'stage-ended':
      return [warning(`stage '${event.stage}' was ended, as another one had failed`)];
    case 'stage-failed':
      return [warning(messageWithPlaces(event.failure, layout, event.ignored ? ' (ignored)' : ''))];
    case 'stages-dropped':
      return event.stages.length === 0 ? [] : [warning(droppedText(event.stages))];
    case 'lock-written':
      return [info(`${event.created ? 'Generating' : 'Updating'} lock file '${event.file}'`)];
    case 'pipeline-written':
      return [
        ...(event.created ? [info(`Creating '${event.file}'`)] : []),
        info(`${event.replaced ? 'Modifying' : 'Adding'} stage '${event.stage}' in '${event.file}'`),
      ];
    case 'stage-added':
      return [info(`Added stage '${event.stage}' in '${event.file}'`)];
    case 'repro-finished':
      return finished(event.ran, layout).map(info);
    case 'files-undeclared':
      return [warning(undeclaredText(event))];
    case 'watching':
      return [info(watchingText(event.files))];
    case 'git-hint':
      return event.autostage || event.paths.length === 0 ? [] : [info(gitHintText(event.paths, layout))];
    case 'output-empty':
      return [warning(`'${event.path}' is empty.`)];
    case 'target-failed':
      return [{ stream: 'stderr', text: renderFailure(event.failure, layout, noPaint).trimEnd() }];
    case 'revision-unreadable':
      return [warning(unreadableText(event, layout))];
    case 'file-left-out':
      return [warning(leftOutText(event.failure, layout))];
    case 'values-unreadable':
      return [warning(valuesText(event))];
    case 'revisions-troubled':
      return [{ stream: 'stderr', text: troubledText(event) }];
    case 'warning':
      return [warning(event.hint === undefined ? event.message : `${event.message}\n${event.hint}`)];
    case 'notice':
      if (event.level === 'debug') return [];
      return [event.level === 'detail' ? { stream: 'stderr', text: event.message } : info(event.message)];
    case 'stage-finished':
    case 'stages-running':
    case 'repro-stopped':
    case 'project-opened':
    case 'seeds-running':
    case 'progress':
    case 'progress-ended':
      return [];
    default:
      return unreachable(event);
  }
}

/** Many lines at once, as a stage that prints a lot must not wait for each of them. */
export function prefixed(prefix: string, lines: readonly string[]): string {
  return prefix + lines.join(`\n${prefix}`);
}

export function awaitedText({ holder, path }: Extract<Event, { type: 'lock-awaited' }>): string {
  return path === undefined
    ? `Waiting for the lock of the project, which ${holder} holds`
    : `Waiting for '${path}', on which ${holder} works`;
}

export function tailText({ stage, lines, alike }: Extract<Event, { type: 'stage-tail' }>): string {
  const others =
    alike === 0 ? '' : `, and of ${countText(alike)} more ${alike === 1 ? 'stage' : 'stages'} that failed`;
  return [`Last lines of '${stage}'${others}:`, ...lines.map(line => `  ${line}`)].join('\n');
}

export function tailsLeftOutText(
  { stages }: Extract<Event, { type: 'tails-left-out' }>,
  { program }: Layout,
): string {
  return `What ${countText(stages)} more failed ${stages === 1 ? 'stage' : 'stages'} printed: \`${program} log <stage>\``;
}

export function retriedText(event: Extract<Event, { type: 'stage-retried' }>, layout: Layout): string {
  const { message } = describeFailure(event.failure, layout);
  return `stage '${event.stage}': ${message}; trying again (${event.attempt} of ${event.of})`;
}

function frozenText(stage: string, inStatus: boolean): string {
  const what = inStatus ? 'shown in the status output' : 'reproduced';
  return `stage: '${stage}' is frozen. Its dependencies are not going to be ${what}.`;
}

export function leftOutText(failure: Failure, layout: Layout): string {
  return `left out, as it cannot be read: ${messageWithPlaces(failure, layout)}`;
}

/** @param mark what stands behind the message. */
export function messageWithPlaces(failure: Failure, layout: Layout, mark = ''): string {
  const { message, diagnostics, besides = [] } = describeFailure(failure, layout);
  return [
    message + mark + placesText(diagnostics),
    ...besides.map(each => each.message + placesText(each.diagnostics)),
  ].join('\n');
}

function placesText(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ file, line, column, message }) => `\n  ${file}:${line}:${column}  ${message}`)
    .join('');
}

export function unreadableText(
  event: Extract<Event, { type: 'revision-unreadable' }>,
  layout: Layout,
): string {
  return `failed to load ${event.kind} in revision '${event.revision}', ${messageWithPlaces(event.failure, layout)}`;
}

export function valuesText(event: Extract<Event, { type: 'values-unreadable' }>): string {
  const where = event.revision === '' ? '' : ` in '${event.revision}'`;
  const [first, second] = event.diagnostics;
  const why = first === undefined || second === undefined ? ` ${event.why}` : placesText(event.diagnostics);
  return `no values from '${event.file}'${where}:${why}`;
}

function troubledText({ what, revisions }: Extract<Event, { type: 'revisions-troubled' }>): string {
  return `DVC failed to load some ${what} for following revisions: '${revisions.join(', ')}'.`;
}

/** Where DVC is at home, its hints hold, also those on commands that only DVC has. */
function finished(ran: boolean, { kind }: Layout): readonly string[] {
  if (!ran) return [UP_TO_DATE];
  return kind === 'dvc'
    ? [`Use \`${LAYOUTS.dvc.program} push\` to send your updates to remote storage.`]
    : [];
}

export function watchingText(files: number): string {
  return `watching ${countText(files)} ${files === 1 ? 'file' : 'files'}; edit one or press Ctrl-C`;
}

export function gitAdd(paths: readonly string[]): string {
  return `git add ${paths.map(shellQuoted).join(' ')}`;
}

/** DVC's sentence to the letter, as programs may look for it: here it names itself. */
function gitHintText(paths: readonly string[], { kind }: Layout): string {
  const add = `\nTo track the changes with git, run:\n\n\t${gitAdd(paths)}`;
  return kind !== 'dvc'
    ? add
    : `${add}\n\nTo enable auto staging, run:\n\n\t${LAYOUTS.dvc.program} config core.autostage true`;
}

export function droppedText(stages: readonly string[]): string {
  const names = joinSome(stages.map(stage => `'${stage}'`));
  return `Stage${stages.length === 1 ? '' : 's'} ${names} will be skipped due to this failure`;
}

function info(text: string): Output {
  return { stream: 'stdout', text };
}

function warning(text: string): Output {
  return { stream: 'stderr', text: `WARNING: ${text}` };
}
