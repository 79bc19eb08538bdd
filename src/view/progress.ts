import { bytesText } from '../model/size.ts';
import { countText } from '../model/count-text.ts';
import { widthOf } from './width.ts';

export interface Progress {
  readonly task: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly unit: 'files' | 'bytes' | 'stages';
}

export interface ProgressLine {
  show(progress: Progress): void;
  /** A line that stays, below whatever is printed, until another text or none takes its place. */
  keep(text: string | undefined): void;
  /** Draws the line that stays again, after something else was printed. */
  redraw(): void;
  /** Takes the line away, before something else is printed; the task goes on. */
  clear(): void;
  end(): void;
}

/** Work that is done sooner shows nothing. */
const QUIET_MS = 1000;
const REDRAW_MS = 100;
/** A line that stays is drawn so often in that time at most, however much is printed. */
const MOST_DRAWS = 20;
const BAR_WIDTH = 20;

export interface ProgressOptions {
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
  readonly columns: number;
  /** Does something after so many milliseconds, if the program still runs then. */
  readonly later?: ((ms: number, work: () => void) => void) | undefined;
}

/** One line at the bottom of a terminal that tells how far a task is. */
export function progressLine(
  write: (text: string) => void,
  { now, columns, later }: ProgressOptions,
): ProgressLine {
  let task: string | undefined;
  let startedAt = 0;
  let drawnAt = -Infinity;
  let isDrawn = false;
  let kept: string | undefined;
  /** What is drawn of it is no longer true. */
  let isOld = false;
  let isAwaited = false;
  /** Of the line that stays, since `drawsFrom`. */
  let draws = 0;
  let drawsFrom = -Infinity;
  const clear = (): void => {
    if (isDrawn) write('\r\x1b[2K');
    isDrawn = false;
  };
  const redraw = (): void => {
    const time = now();
    if (kept === undefined || (isDrawn && !isOld)) return;
    // What prints thousands of lines would have it drawn for each: it comes back when a moment has passed.
    if (time - drawsFrom >= REDRAW_MS) {
      drawsFrom = time;
      draws = 0;
    }
    if (draws >= MOST_DRAWS) {
      if (isAwaited || later === undefined) return;
      isAwaited = true;
      later(REDRAW_MS, () => {
        isAwaited = false;
        redraw();
      });
      return;
    }
    clear();
    isDrawn = true;
    isOld = false;
    draws++;
    write(cutText(kept, columns - 1));
  };
  return {
    show(progress) {
      const time = now();
      if (progress.task !== task) {
        task = progress.task;
        startedAt = time;
      }
      if (time - startedAt < QUIET_MS || time - drawnAt < REDRAW_MS) return;
      drawnAt = time;
      isDrawn = true;
      write(`\r\x1b[2K${clip(progressText(progress), columns - 1)}`);
    },
    keep(text) {
      kept = text;
      if (kept === undefined) clear();
      else isOld = true;
    },
    redraw,
    clear,
    end() {
      clear();
      task = undefined;
    },
  };
}

export function progressText({ task, done, total, unit }: Progress): string {
  const amount = (value: number): string => (unit === 'bytes' ? bytesText(value) : countText(value));
  const name = unit === 'bytes' ? '' : ` ${unit}`;
  if (total === undefined || total <= 0) return `${task}  ${amount(done)}${name}`;
  const part = Math.min(1, done / total);
  const full = Math.floor(part * BAR_WIDTH);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_WIDTH - full);
  return `${task}  ${bar} ${String(Math.floor(part * 100))} %  ${amount(done)} of ${amount(total)}${name}`;
}

function cutText(text: string, columns: number): string {
  const whole = clip(text, columns);
  return whole === text ? text : `${clip(text, columns - 1)}…`;
}

/** A line that wraps could not be taken away again. */
function clip(text: string, columns: number): string {
  let width = 0;
  let kept = '';
  for (const letter of text) {
    width += widthOf(letter);
    if (width > columns) return kept;
    kept += letter;
  }
  return kept;
}
