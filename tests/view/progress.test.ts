import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/model/event.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import { createEventPrinter } from '../../src/view/events.ts';
import { progressText } from '../../src/view/progress.ts';
import { durationText } from '../../src/model/duration.ts';
import { bytesText } from '../../src/model/size.ts';
import { countText } from '../../src/model/count-text.ts';
import { joinWords } from '../../src/view/quantity.ts';

const CLEAR = '\r\x1b[2K';

/** Sends each event at its time and returns what stderr got. */
function stderrOf(timeline: readonly [atMs: number, event: Event][], columns = 80): string[] {
  let time = 0;
  const written: string[] = [];
  const emit = createEventPrinter({
    terminal: true,
    quiet: false,
    layout: () => LAYOUTS.mltrack,
    stdout: text => written.push(`out: ${text}`),
    stderr: text => written.push(text),
    stderrTerminal: true,
    now: () => time,
    columns,
  });
  for (const [atMs, event] of timeline) {
    time = atMs;
    emit(event);
  }
  return written;
}

function hashed(done: number): Event {
  return { type: 'progress', task: 'Hashing', done, total: 1000, unit: 'files' };
}

describe('the progress line', () => {
  it('does not show for what takes less than a second', () => {
    expect(
      stderrOf([
        [0, hashed(0)],
        [999, hashed(999)],
        [1000, { type: 'progress-ended' }],
      ]),
    ).toEqual([]);
  });

  it('shows after a second, and goes away at the end', () => {
    expect(
      stderrOf([
        [0, hashed(0)],
        [1000, hashed(500)],
        [1200, { type: 'progress-ended' }],
      ]),
    ).toEqual([`${CLEAR}Hashing  ██████████░░░░░░░░░░ 50 %  500 of 1,000 files`, CLEAR]);
  });

  it('is drawn ten times a second at most', () => {
    const drawn = stderrOf([
      [0, hashed(0)],
      [1000, hashed(1)],
      [1050, hashed(2)],
      [1100, hashed(3)],
    ]);
    expect(drawn.map(text => /(\d+) of/.exec(text)?.[1])).toEqual(['1', '3']);
  });

  it('makes way for what is printed meanwhile', () => {
    const printed = stderrOf([
      [0, hashed(0)],
      [1000, hashed(1)],
      [1001, { type: 'notice', message: 'hello' }],
    ]);
    expect(printed.slice(1)).toEqual([CLEAR, 'out: hello\n']);
  });

  it('starts to count anew for another task', () => {
    const other: Event = { type: 'progress', task: 'Copying', done: 1, total: undefined, unit: 'bytes' };
    expect(
      stderrOf([
        [0, hashed(0)],
        [1000, other],
        [1999, other],
      ]),
    ).toEqual([]);
  });

  it('never wraps', () => {
    const [line] = stderrOf(
      [
        [0, hashed(0)],
        [1000, hashed(1)],
      ],
      12,
    );
    expect(line).toBe(`${CLEAR}Hashing  ░░`);
  });
});

describe('the line of what runs side by side', () => {
  const running = (done: number, elapsedMs: number, failed = 0): Event => ({
    type: 'stages-running',
    stages: ['train', 'evaluate'],
    done,
    failed,
    total: 8,
    elapsedMs,
  });

  it('tells what is done, what failed and how long it takes, and ends in dots where it is cut', () => {
    expect(stderrOf([[0, running(3, 12_000, 1)]])).toEqual([
      '3 of 8 stages done, 1 failed, 12.0 s, running: train, evaluate',
    ]);
    expect(stderrOf([[0, running(3, 12_000)]], 40)).toEqual(['3 of 8 stages done, 12.0 s, running: t…']);
  });

  it('comes back after a burst of lines, and not when nothing runs any more', () => {
    let time = 0;
    const waiting: (() => void)[] = [];
    const written: string[] = [];
    const emit = createEventPrinter({
      terminal: true,
      quiet: false,
      layout: () => LAYOUTS.mltrack,
      stdout: text => written.push(`out: ${text}`),
      stderr: text => written.push(text),
      stderrTerminal: true,
      now: () => time,
      later: (_, work) => waiting.push(work),
    });
    const said: Event = { type: 'notice', message: 'hello' };
    emit(running(0, 0));
    for (let count = 0; count < 100; count++) emit(said);
    const line = '0 of 8 stages done, 0.0 s, running: train, evaluate';
    expect(written.filter(text => text === line)).toHaveLength(20);
    expect([written.at(-1), waiting.length]).toEqual(['out: hello\n', 1]);
    time = 100;
    waiting.pop()?.();
    expect(written.at(-1)).toBe(line);
    written.length = 0;
    emit(said);
    emit({ type: 'stages-running', stages: [], done: 8, failed: 0, total: 8, elapsedMs: 100 });
    time = 200;
    waiting.pop()?.();
    expect(written).toEqual([CLEAR, 'out: hello\n', line, CLEAR]);
  });

  it('makes way for what is printed, and stands below it at once', () => {
    const said: Event = { type: 'notice', message: 'hello' };
    const line = '0 of 8 stages done, 0.0 s, running: train, evaluate';
    expect(
      stderrOf([
        [0, running(0, 0)],
        [1, said],
        [2, running(1, 30)],
      ]),
    ).toEqual([line, CLEAR, 'out: hello\n', line, CLEAR, line.replace('0 of', '1 of')]);
  });
});

it('progress without a known end tells how much is done', () => {
  expect(progressText({ task: 'Copying', done: 1536, total: undefined, unit: 'bytes' })).toBe(
    'Copying  1.5 KiB',
  );
  expect(progressText({ task: 'Running', done: 2, total: 0, unit: 'stages' })).toBe('Running  2 stages');
});

describe('quantities', () => {
  it.each([
    [0, '0.0 s'],
    [59_900, '59.9 s'],
    [59_960, '1 min 0 s'],
    [3_599_000, '59 min 59 s'],
    [7_320_000, '2 h 2 min'],
  ])('%d ms is %s', (milliseconds, text) => expect(durationText(milliseconds)).toBe(text));

  it.each([
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%d reads %s', (count, text) => expect(countText(count)).toBe(text));

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [5 * 1024 ** 3, '5.0 GiB'],
    [9999 * 1024 ** 4, '9999.0 TiB'],
  ])('%d bytes read %s', (bytes, text) => expect(bytesText(bytes)).toBe(text));

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('%j join to %j', (words, text) => expect(joinWords(words)).toBe(text));
});
