import { describe, expect, it } from 'vitest';
import { lastLines } from '../../../src/core/report/tail.ts';

describe('the last lines of a run', () => {
  it.each([
    ['a\nb\n\n\n', 'a\nb'],
    ['a\r\nb\r\n', 'a\nb'],
    ['10 %\r50 %\r100 %\ndone\n', '100 %\ndone'],
    ['\u001b[1;31mred\u001b[0m and \u009b32mgreen', 'red and green'],
    ['\u001b]0;a title\u0007text \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'text link'],
    ['\u001b7saved\u001b8 \u001b(Bplain\u001bc', 'saved plain'],
    ['an \u001b]unended one', 'an unended one'],
    ['bell\u0007 and \u0085 and tab\t', 'bell\ufffd and \ufffd and tab\t'],
    ['', ''],
  ])('of %j are %j', (output, shown) => {
    expect(lastLines(output)).toBe(shown);
  });

  it('are at most thirty, and 4000 characters', () => {
    expect(lastLines('x\n'.repeat(100))).toBe(Array<string>(30).fill('x').join('\n'));
    expect(lastLines('x'.repeat(5000))).toBe('x'.repeat(4000));
  });

  it.each(['x', '\n', '\r', ' ', '\u001b', '\u001b]', '\u001b[', '\u001b[1', '\u009d'])(
    'are found at once in megabytes of %j',
    piece => {
      expect(lastLines(`${piece.repeat(2_000_000)}x`).length).toBeLessThanOrEqual(4000);
    },
  );
});
