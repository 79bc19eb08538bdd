import { describe, expect, it } from 'vitest';
import { renderDoc } from '../../src/view/doc.ts';
import { createEventPrinter } from '../../src/view/events.ts';
import { renderFailure } from '../../src/view/failure.ts';
import { noPaint } from '../../src/view/paint.ts';
import { printable } from '../../src/view/printable.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { Event } from '../../src/model/event.ts';

const EVIL = 'a\0b\x1b]0;title\x07\x9b2J\rc';
const SHOWN = String.raw`a\x00b\x1b]0;title\x07\x9b2J\x0dc`;

describe('what a terminal would obey', () => {
  it('is shown as escapes, at any depth, and line ends and tabs stay', () => {
    expect(printable({ a: [EVIL, 1, null], b: { c: 'x\n\ty é' } })).toEqual({
      a: [SHOWN, 1, null],
      b: { c: 'x\n\ty é' },
    });
  });

  it('does not get there in a failure', () => {
    expect(renderFailure({ code: 'path-missing', path: EVIL }, LAYOUTS.dvc, noPaint)).toContain(SHOWN);
  });

  it('does not get there in what happens, but what commands print is theirs', () => {
    let text = '';
    const print = createEventPrinter({
      terminal: true,
      quiet: false,
      layout: () => LAYOUTS.dvc,
      stdout: more => (text += more),
      stderr: more => (text += more),
      stderrTerminal: false,
      now: () => 0,
    });
    const told = (event: Event): string => {
      text = '';
      print(event);
      return text;
    };
    expect(told({ type: 'stage-skipped', stage: EVIL, data: false })).toContain(SHOWN);
    expect(told({ type: 'target-failed', failure: { code: 'path-missing', path: EVIL } })).toContain(SHOWN);
    expect(
      told({ type: 'stage-output', stage: 's', stream: 'stdout', lines: ['\x1b[31mred\x1b[m'] }),
    ).toContain('\x1b[31mred\x1b[m');
    expect(told({ type: 'stage-output', stage: EVIL, stream: 'stdout', lines: [] })).toContain(SHOWN);
  });

  it('does not get there in lists and tables, and a program that reads them gets each name as it is', () => {
    const doc = [
      { kind: 'lines' as const, lines: [[EVIL, { text: EVIL, style: 'path' as const }]] },
      { kind: 'table' as const, header: ['name'], rows: [[EVIL]] },
      { kind: 'remark' as const, text: EVIL },
    ];
    const terminal = renderDoc(doc, { form: 'terminal', columns: 80 });
    expect(terminal.split(SHOWN)).toHaveLength(5);
    expect(terminal).not.toMatch(/\p{Cc}(?<!\n)/u);
    expect(renderDoc(doc.slice(0, 1), { form: 'plain', columns: 80 })).toBe(`${EVIL}${EVIL}\n`);
  });
});
