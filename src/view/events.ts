import { durationText } from '../model/duration.ts';
import type { Event } from '../model/event.ts';
import type { Layout } from '../model/layout.ts';
import { noPaint, type Paint } from './paint.ts';
import { plainOutput, type Output } from './plain-events.ts';
import { printable } from './printable.ts';
import { progressLine } from './progress.ts';
import { countText } from '../model/count-text.ts';
import { terminalOutput } from './terminal-events.ts';

export interface EventPrinterOptions {
  /** Is stdout a terminal? Otherwise lines equal DVC's. */
  readonly terminal: boolean;
  /** Prints nothing. */
  readonly quiet: boolean;
  /** Prints what only those want to know who look for a cause. */
  readonly verbose?: boolean;
  /** The names that messages use; asked at each event, as the project is opened later than the first of them. */
  readonly layout: () => Layout;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Is stderr a terminal? Progress shows only there. */
  readonly stderrTerminal: boolean;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  /** Does something after so many milliseconds, if the program still runs then. */
  readonly later?: (ms: number, work: () => void) => void;
  /** Of the terminal; 80 unless told. */
  readonly columns?: number;
  /** Used on a terminal only. */
  readonly paint?: Paint;
  /** For what goes to stderr, which may be no terminal when stdout is one. As `paint` unless told. */
  readonly stderrPaint?: Paint;
}

/** A subscriber that prints what happens while a command works. */
export function createEventPrinter(options: EventPrinterOptions): (event: Event) => void {
  if (options.quiet) return () => undefined;
  const { terminal, layout, stdout, stderr, now, paint = noPaint } = options;
  const { stderrPaint = paint, verbose = false } = options;
  const toOutput: (event: Event, layout: Layout) => readonly Output[] = terminal
    ? terminalOutput({ stdout: paint, stderr: stderrPaint }, verbose)
    : plainOutput;
  let progress: ReturnType<typeof progressLine> | undefined;
  const line = (): ReturnType<typeof progressLine> =>
    (progress ??= progressLine(stderr, { now, columns: options.columns ?? 80, later: options.later }));
  return raw => {
    const event = withoutControls(raw);
    // Asked when there is something to show: looking at a stream makes Node set it up.
    if (event.type === 'progress' && options.stderrTerminal) {
      line().show(event);
    }
    if (event.type === 'stages-running' && options.stderrTerminal) line().keep(runningText(event));
    if (event.type === 'seeds-running' && options.stderrTerminal) line().keep(seedText(event));
    if (event.type === 'progress-ended') progress?.end();
    if (event.type === 'notice' && event.level === 'debug' && verbose) stderr(`${event.message}\n`);
    for (const { stream, text } of toOutput(event, layout())) {
      progress?.clear();
      (stream === 'stdout' ? stdout : stderr)(`${text}\n`);
    }
    progress?.redraw();
  };
}

/** What commands print is theirs, colours and all. */
function withoutControls(event: Event): Event {
  if (event.type === 'progress') return event;
  const safe = printable(event);
  return 'lines' in event && 'lines' in safe ? { ...safe, lines: event.lines } : safe;
}

/** Such as `3 of 8 stages done, 1 failed, 12.0 s, running: train, evaluate`; undefined when none is. */
function runningText({
  stages,
  done,
  failed,
  total,
  elapsedMs,
}: Extract<Event, { type: 'stages-running' }>): string | undefined {
  if (stages.length === 0) return undefined;
  const failures = failed === 0 ? '' : `${countText(failed)} failed, `;
  const time = durationText(elapsedMs);
  return `${countText(done)} of ${countText(total)} stages done, ${failures}${time}, running: ${stages.join(', ')}`;
}

/** Such as `seed 2 of 5, base, 12.0 s: 42`; undefined when none runs. */
function seedText({ run, elapsedMs = 0 }: Extract<Event, { type: 'seeds-running' }>): string | undefined {
  if (run === undefined) return undefined;
  return `seed ${countText(run.index)} of ${countText(run.of)}, ${run.side}, ${durationText(elapsedMs)}: ${run.seed}`;
}
