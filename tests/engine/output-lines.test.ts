import { expect, it } from 'vitest';
import { OutputLines } from '../../src/engine/output-lines.ts';

it('what a command prints comes as whole lines, each stream by itself', () => {
  const lines: string[] = [];
  const printed = new OutputLines(({ stream, lines: all }) =>
    lines.push(...all.map(text => `${stream}: ${text}`)),
  );
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  printed.output.stdout(bytes('one\ntw'));
  printed.output.stderr(bytes('bad\n'));
  printed.output.stdout(bytes('o\r\n\n'));
  // A letter of two bytes that comes in two pieces.
  printed.output.stdout(bytes('é').subarray(0, 1));
  printed.output.stdout(bytes('é').subarray(1));
  // A bar that is drawn over and over.
  printed.output.stderr(bytes('10 %\r50 %\r'));
  printed.output.stderr(bytes('100 %\n'));
  expect(lines).toEqual(['stdout: one', 'stderr: bad', 'stdout: two', 'stdout: ', 'stderr: 100 %']);
  printed.end();
  expect(lines.slice(5)).toEqual(['stdout: é']);
  printed.end();
  expect(lines).toHaveLength(6);
});
