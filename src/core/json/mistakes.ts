/** What is wrong with a JSON text behind its first mistake. Slow: for a text that was refused. */
import { readJson } from './read.ts';
import type { JsonProblem } from './read.ts';

/** In longer texts the search for further mistakes takes longer than they are worth. */
const MAX_LENGTH = 100_000;
/** So often a text is read again. */
const MOST = 50;

/**
 * All mistakes, one a line: what a mistake spoils is blanked out, and the text is read again. The search ends where
 * what follows might be wrong only because of what came before.
 */
export function jsonMistakes(source: string): readonly JsonProblem[] {
  const found: JsonProblem[] = [];
  let text: string | undefined = source;
  for (let times = 0; text !== undefined && times < MOST; times++) {
    const read = readJson(text);
    if (read.ok) break;
    const last = found.at(-1);
    // Of one mistake often comes another one on its line.
    if (last === undefined || read.error.line > last.line) found.push(read.error);
    text = text.length > MAX_LENGTH ? undefined : withoutMistake(text, offsetOf(text, read.error));
  }
  return found;
}

function offsetOf(text: string, { line, column }: JsonProblem): number {
  let start = 0;
  for (let above = 1; above < line; above++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

const COMMENT = /(?:#|\/\/).*|\/\*[^]*?\*\//y;
const TEXT = String.raw`"(?:[^"\\\r\n]|\\.)*"`;
const VALUE = String.raw`(?:${TEXT}|-?[0-9][0-9.eE+-]*|null|true|false|NaN|-?Infinity)`;
/** What can only be the start of the next entry of a map or list, or the end of it. */
const NEXT_ENTRY = {
  '{': new RegExp(String.raw`\s*(?:${TEXT}\s*:|\})`, 'y'),
  '[': new RegExp(String.raw`\s*(?:${VALUE}\s*[,\]]|[[{\]])`, 'y'),
};

/** The text with blanks in place of what is wrong at `at`; undefined when it is not clear how far that reaches. */
function withoutMistake(text: string, at: number): string | undefined {
  const comment = matchAt(COMMENT, text, at);
  if (comment !== '') return blanked(text, at, at + comment.length);
  const place = placeIn(text, at);
  if (place === undefined) return undefined;
  const { opening, start, isCut, behind } = place;
  const goesOn = (from: number): boolean => matchAt(NEXT_ENTRY[opening], text, from) !== '';
  // A text without its closing quote ends with its line, if the next one leaves no doubt of that.
  if (isCut) return goesOn(behind) ? blanked(text, start, behind) : undefined;
  // Only a comma is missing.
  if (text.slice(start, at).trim() !== '' && /\s[^}\]]/.test(text.slice(at - 1, at + 1)) && goesOn(at))
    return blanked(text, start, at);
  const end = endOfEntry(text, start, opening);
  if (end === undefined || end < at) return undefined;
  if (text[end] === ',') return blanked(text, start, end + 1);
  return blanked(text, Math.max(0, text[start - 1] === ',' ? start - 1 : start), end);
}

interface Place {
  readonly opening: '{' | '[';
  /** Where the entry begins, behind the bracket or comma. */
  readonly start: number;
  /** Is a text there that its line ends? */
  readonly isCut: boolean;
  /** Where the entry's part that is in question ends. */
  readonly behind: number;
}

/** The map or list that `at` lies in. All before it is sound. */
function placeIn(text: string, at: number): Place | undefined {
  const open: { readonly opening: '{' | '['; start: number }[] = [];
  for (let from = 0; from < text.length; ) {
    const token = tokenAt(text, from);
    const inner = open.at(-1);
    const behind = from + token.length;
    const isCut = isCutText(token);
    if (behind > at || (isCut && behind === at))
      return inner === undefined ? undefined : { ...inner, isCut, behind };
    if (token === '{' || token === '[') open.push({ opening: token, start: behind });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inner !== undefined) inner.start = behind;
    from = behind;
  }
  return undefined;
}

/** Where the comma or bracket stands that ends an entry. Undefined when brackets or quotes do not match up. */
function endOfEntry(text: string, start: number, opening: '{' | '['): number | undefined {
  const open: string[] = [opening];
  for (let from = start; from < text.length; ) {
    const token = tokenAt(text, from);
    if (isCutText(token)) return undefined;
    if (token === ',' && open.length === 1) return from;
    if (token === '{' || token === '[') open.push(token);
    else if (token === '}' || token === ']') {
      if (open.at(-1) !== (token === '}' ? '{' : '[')) return undefined;
      if (open.length === 1) return from;
      open.pop();
    }
    from += token.length;
  }
  return undefined;
}

const TOKEN = /"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'|[^"'[\]{},]+|[^]/y;

/** A text in quotes (if need be up to the end of its line), a bracket, a comma, or what stands between those. */
function tokenAt(text: string, at: number): string {
  return matchAt(TOKEN, text, at);
}

function isCutText(token: string): boolean {
  return token.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/.test(token);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

/** Lines stay where they are. */
function blanked(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to);
}
