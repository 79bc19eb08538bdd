import { isEnd } from './source.ts';
import type { Source } from './source.ts';
import { token } from './tokens.ts';
import type { Token } from './tokens.ts';

const NUL = 0;
const BLANK = 0x20;
const HASH = 0x23;
const TAB = 0x09;

/**
 * Takes a `|` or `>` text.
 *
 * @param outer the indentation of the collection around it, -1 at the top.
 */
export function scanBlockScalar(source: Source, outer: number): Token {
  const start = source.at;
  const folded = source.text[source.at++] === '>';
  const { chomping, increment } = takeHeader(source);
  let breaks: string;
  let indent: number;
  if (increment === undefined) {
    const found = takeIndentation(source);
    breaks = found.breaks;
    indent = Math.max(outer + 1, found.indent);
  } else {
    indent = Math.max(outer + 1, 1) + increment - 1;
    breaks = takeEmptyLines(source, indent);
  }
  const read = takeLines(source, { indent, folded, atTop: increment === undefined && outer < 0 }, breaks);
  const text =
    chomping === '-' ? read.text : read.text + read.lastBreak + (chomping === '+' ? read.breaks : '');
  return token('scalar', start, source.at, { text, style: folded ? '>' : '|' });
}

interface Layout {
  readonly indent: number;
  readonly folded: boolean;
  /** Does it stand in no collection, where a mark of a document can end it? */
  readonly atTop: boolean;
}

/** `breaks` are the empty lines in front, then those behind what was taken. */
function takeLines(
  source: Source,
  { indent, folded, atTop }: Layout,
  breaks: string,
): { readonly text: string; readonly lastBreak: string; readonly breaks: string } {
  let text = '';
  let lastBreak = '';
  const isLine = (): boolean => source.column === indent && source.unit() !== NUL;
  while (isLine()) {
    text += breaks;
    const isPlainLine = !isIndentation(source.unit());
    const start = source.at;
    source.skipToEnd();
    text += source.text.slice(start, source.at);
    lastBreak = source.takeBreak();
    breaks = takeEmptyLines(source, indent);
    if ((atTop && source.column === 0 && source.isDocumentMark()) || !isLine()) break;
    if (!folded || lastBreak !== '\n' || !isPlainLine || isIndentation(source.unit())) text += lastBreak;
    else if (breaks === '') text += ' ';
  }
  return { text, lastBreak, breaks };
}

function isIndentation(unit: number): boolean {
  return unit === BLANK || unit === TAB;
}

const HEADER = /([+-]?)([0-9]?)([+-]?)/y;

function takeHeader(source: Source): { readonly chomping: string; readonly increment: number | undefined } {
  HEADER.lastIndex = source.at;
  const [all = '', before = '', digit = '', after = ''] = HEADER.exec(source.text) ?? [];
  if (digit === '0') source.refuse('a text cannot be indented by 0');
  source.at += before === '' || after === '' ? all.length : all.length - 1;
  const isDone = source.unit() === BLANK || isEnd(source.unit());
  source.skip(BLANK);
  if (isDone && source.unit() === HASH) source.skipToEnd();
  if (!isDone || !isEnd(source.unit())) {
    source.refuse(`the text must start on the next line, not with ${source.shown()} here`);
  }
  source.takeBreak();
  return { chomping: before || after, increment: digit === '' ? undefined : Number(digit) };
}

/** Goes to the first line that is not empty; the widest line of blanks before it counts, too. */
function takeIndentation(source: Source): { readonly breaks: string; readonly indent: number } {
  let breaks = '';
  let indent = 0;
  let firstIndent = -1;
  for (;;) {
    source.skip(BLANK);
    indent = Math.max(indent, source.column);
    if (source.unit() === NUL || !isEnd(source.unit())) break;
    if (firstIndent < 0) firstIndent = source.column;
    breaks += source.takeBreak();
  }
  if (firstIndent > 0 && indent > firstIndent) {
    source.refuse('this line is indented further than the blank line before it');
  }
  return { breaks, indent };
}

/** Takes lines that hold nothing but their indentation, and the indentation of the next one. */
function takeEmptyLines(source: Source, indent: number): string {
  for (let breaks = ''; ; ) {
    while (source.unit() === BLANK && source.column < indent) source.at++;
    const next = source.takeBreak();
    if (next === '') return breaks;
    breaks += next;
  }
}
