import { describe, expect, it } from 'vitest';
import { MarkedOutput } from '../../src/adapters/marked-output.ts';

/** Pushes a text in pieces; what was printed, with `<number>` for each mark. */
function seen(pieces: (marks: MarkedOutput) => readonly string[]): string {
  let shown = '';
  const output = new MarkedOutput(
    chunk => (shown += Buffer.from(chunk).toString()),
    number => (shown += `<${number}>`),
  );
  for (const piece of pieces(output)) output.push(Buffer.from(piece));
  output.end();
  return shown;
}

describe('marks in what a terminal prints', () => {
  it('are heard in their place, and not shown', () => {
    expect(seen(marks => [`one${marks.mark(1)}two`, `${marks.mark(2)}${marks.mark(2)}three`])).toBe(
      'one<1>two<2><2>three',
    );
  });

  it('may come letter by letter', () => {
    expect(seen(marks => `a\x1b[1mb${marks.mark(12)}c\x1b`.split(/(?:)/))).toBe('a\x1b[1mb<12>c\x1b');
  });

  it('are not those of anybody else', () => {
    const other = new MarkedOutput(
      () => undefined,
      () => undefined,
    ).mark(1);
    expect(seen(() => [other, other.slice(0, 9)])).toBe(other + other.slice(0, 9));
  });

  it('hold back nothing else', () => {
    let shown = '';
    const output = new MarkedOutput(
      chunk => (shown += Buffer.from(chunk).toString()),
      () => undefined,
    );
    output.push(Buffer.from('password: \x1b[0m'));
    expect(shown).toBe('password: \x1b[0m');
  });
});
