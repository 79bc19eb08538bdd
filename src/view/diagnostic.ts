import type { Diagnostic } from '../model/diagnostic.ts';
import type { Paint } from './paint.ts';
import { widthOf } from './width.ts';

/** No more of a long line than this is shown, around the place. */
const WINDOW = 100;

/**
 * Shows a mistake at its place:
 *
 *     file:4:5  message
 *      4 |     the line
 *        |     ^~~
 *        = hint
 */
export function renderDiagnostic(diagnostic: Diagnostic, paint: Paint): string {
  const { file, line, column, message, hint } = diagnostic;
  const number = String(line);
  const margin = ' '.repeat(number.length + 1);
  const place = `${file}:${number}:${String(column)}`;
  const lines = [`${paint('strong', place)}  ${message}`];
  const excerpt = cutOut(diagnostic);
  if (excerpt !== undefined) {
    lines.push(
      `${paint('dim', ` ${number} |`)} ${excerpt.text}`,
      `${paint('dim', `${margin} |`)} ${excerpt.indent}${paint('bad', excerpt.squiggle)}`,
    );
  }
  if (hint !== undefined) lines.push(`${paint('dim', `${margin} =`)} ${hint}`);
  return lines.join('\n');
}

/** The line, or the part of it around the place, and what goes under it. Undefined for an empty line. */
function cutOut(diagnostic: Diagnostic): { text: string; indent: string; squiggle: string } | undefined {
  // What is no text would move the cursor of a terminal, or worse.
  const source = diagnostic.source.replace(/[\r\n]+$/, '').replace(/[\0-\x08\x0a-\x1f\x7f-\x9f]/g, '\ufffd');
  if (source.trim() === '') return undefined;
  const start = Math.min(Math.max(0, diagnostic.column - 1), source.length);
  const isLong = source.length > WINDOW;
  const from = isLong ? Math.max(0, Math.min(start - WINDOW / 4, source.length - WINDOW)) : 0;
  const to = isLong ? Math.min(source.length, from + WINDOW) : source.length;
  const head = `${from > 0 ? '…' : ''}${source.slice(from, start)}`;
  const marked = source.slice(start, Math.min(to, start + Math.max(1, diagnostic.length)));
  const text = head + source.slice(start, to) + (to < source.length ? '…' : '');
  // A tab stays a tab, so that both lines reach the same stop however wide it is.
  const indent = head.replace(/[^\t]+/g, part => ' '.repeat(widthOf(part)));
  return { text, indent, squiggle: `^${'~'.repeat(Math.max(0, widthOf(marked) - 1))}` };
}
