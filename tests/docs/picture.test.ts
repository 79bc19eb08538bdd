import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { recordDemo, withoutTimes } from '../../scripts/demo.ts';
import { terminalPicture, textOfPicture } from '../../scripts/terminal-picture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('docs/demo.svg shows what the commands print today, apart from times', () => {
  const shown = recordDemo(root);
  const printed = shown.map(({ command, printed: text }) =>
    `$ ${command}\n${text.replace(/\x1b\[\d*m/g, '').trimEnd()}`.trimEnd(),
  );
  expect(
    withoutTimes(textOfPicture(readFileSync(`${root}/docs/demo.svg`, 'utf8'))),
    'docs/demo.svg is out of date: run `npm run build && npm run docs`',
  ).toBe(withoutTimes(printed.join('\n\n')));
});

describe('a picture of a terminal', () => {
  it('keeps text, spaces and colours, and what looks like markup', () => {
    const printed = 'a  <b> & "c"\n  \x1b[2mdim \x1b[31mboth\x1b[39m\x1b[22m plain\n';
    const picture = terminalPicture([{ command: 'x', printed }], 'title');
    expect(textOfPicture(picture)).toBe('$ x\na  <b> & "c"\n  dim both plain');
    expect(picture).toContain(
      '<tspan class="dim">dim </tspan><tspan class="dim red">both</tspan> plain</text>',
    );
  });

  it('has no looks for what it does not know', () => {
    expect(() => terminalPicture([{ command: 'x', printed: '\x1b[5mblink\n' }], 'title')).toThrow(
      '\\u001b[5m',
    );
  });
});
