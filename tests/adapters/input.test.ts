import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createInput } from '../../src/adapters/input.ts';

function piped(
  text: string,
  isTerminal: boolean,
): { input: ReturnType<typeof createInput>; shown: string[] } {
  const stream = Object.assign(new PassThrough(), { isTTY: isTerminal });
  const shown: string[] = [];
  stream.end(text);
  return {
    input: createInput(
      () => stream,
      each => shown.push(each),
    ),
    shown,
  };
}

it('lines come without their ends, the last one with or without any', async () => {
  const lines: string[] = [];
  for await (const line of piped('a\r\nb\n\nc', false).input.lines()) lines.push(line);
  expect(lines).toEqual(['a', 'b', '', 'c']);
});

it('a question is answered by the next line of whoever is there', async () => {
  const there = piped('yes\n', true);
  expect(await there.input.ask('Sure? ')).toBe('yes');
  expect(there.shown).toEqual(['Sure? ']);
  expect(await piped('', true).input.ask('Sure? ')).toBeUndefined();
});

it('nobody is asked where nobody is there', async () => {
  const nobody = piped('yes\n', false);
  expect(await nobody.input.ask('Sure? ')).toBeUndefined();
  expect(nobody.shown).toEqual([]);
});
