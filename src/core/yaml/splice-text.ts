import type { Entry, Node } from './node.ts';
import { declares } from './splice-anchors.ts';
import type { Use } from './splice-anchors.ts';

/** What stands from `start` to `end` is replaced. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Where a value is written: in brackets, or on lines that start in the column `indent`. */
export interface Place {
  readonly inFlow: boolean;
  readonly indent: number;
}

/** Anchors and tags before a value. */
const PROPERTIES = /(?:[&!][^\s,[\]{}]*(?:\s+(?:#[^\n]*\n\s*)*|$))*/y;

/** A text whose lines end with newlines, and what stands where in it. */
export class SourceText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  column(offset: number): number {
    return offset - this.#lineStart(offset);
  }

  /** Is it a collection in brackets? */
  isFlow(node: Node): boolean {
    const isCollection = node.kind === 'list' || node.kind === 'map';
    return isCollection && /[[{]/.test(this.#text.charAt(this.#contentStart(node)));
  }

  /** Behind the colon that follows a key. */
  colonAfter(key: Node): number {
    return this.#text.indexOf(':', key.end) + 1;
  }

  /** Where a value ends, without the comments and empty lines that follow; before the line end. */
  endOf(node: Node): number {
    if (node.kind === 'alias' || this.isFlow(node)) return node.end;
    if (node.kind === 'list' || node.kind === 'map') {
      const last = node.kind === 'list' ? node.items.at(-1) : node.entries.at(-1)?.[1];
      return last === undefined ? node.end : Math.max(this.endOf(last), this.#contentStart(node));
    }
    const start = this.#contentStart(node);
    if (node.style !== '|' && node.style !== '>') return Math.max(node.end, start);
    const text = this.#text.slice(start, node.end);
    const header = text.slice(0, text.indexOf('\n'));
    // What keeps its empty lines has them for a part of it.
    if (/^[|>]\d?\+/.test(header)) return start + Math.max(0, text.lastIndexOf('\n'));
    return start + text.trimEnd().length;
  }

  /**
   * The value that stands behind a colon, on its line or on those below.
   *
   * @returns where it ends, and the comment that stands on the line of the colon.
   */
  valueBehind(colon: number, node: Node): { readonly end: number; readonly remark: string } {
    const lineEnd = this.#lineEnd(colon);
    const end = Math.max(colon, this.endOf(node));
    if (end > lineEnd) {
      const line = this.#text.slice(colon, lineEnd);
      const isBelow = this.#contentStart(node) > lineEnd || /^[^"']*[|>][-+\d]*(?:\s|$)/.test(line);
      return { end, remark: isBelow ? (/\s+#.*$/.exec(line)?.[0] ?? '') : '' };
    }
    return { end: lineEnd, remark: this.#text.slice(end, lineEnd).trimEnd() };
  }

  /** Adds lines behind an entry and its comment. */
  linesBehind([key, value]: Entry, lines: string): Edit {
    const at = this.#lineEnd(Math.max(this.colonAfter(key), this.endOf(value)));
    return { start: at, end: at, text: `\n${lines}` };
  }

  /** The lines that an entry stands on, if nothing else does. */
  linesOf([key, value]: Entry): { readonly start: number; readonly end: number } | undefined {
    const start = this.#lineStart(key.start);
    if (this.#text.slice(start, key.start).trim() !== '') return undefined;
    const end = this.#lineEnd(Math.max(this.colonAfter(key), this.endOf(value)));
    return { start, end: Math.min(this.#text.length, end + 1) };
  }

  /** The column for lines of a value in place of an alias. */
  indentOf({ alias, key }: Use): number {
    return key === undefined ? this.column(alias.start) : this.column(key.start) + 2;
  }

  /** Takes the name of a value away. */
  withoutAnchor(node: Node): Edit {
    const text = declares(node) ? `&${node.anchor}` : '';
    const at = this.#text.indexOf(text, node.start);
    const isLast = /^[ ]*(?:\n|$)/.test(this.#text.slice(at + text.length, this.#lineEnd(at)));
    // The blank before it goes where nothing follows on the line.
    return isLast && this.#text.charAt(at - 1) === ' '
      ? { start: at - 1, end: at + text.length, text: '' }
      : { start: at, end: at + text.length + (isLast ? 0 : 1), text: '' };
  }

  /** A value as it is written, under another name or none; undefined where it cannot be copied to that place. */
  copied(
    node: Node,
    name: string,
    place: Place,
  ): { readonly head: string; readonly body: string | undefined } | undefined {
    const start = this.#contentStart(node);
    const end = this.endOf(node);
    const properties = this.#text
      .slice(node.start, start)
      .replace(/#[^\n]*/g, '')
      .trim();
    const rest = properties.split(/\s+/).filter(word => word !== '' && !word.startsWith('&'));
    const head = [...(name === '' ? [] : [name]), ...rest];
    const content = this.#text.slice(start, end);
    if (!content.includes('\n') && (node.kind === 'scalar' || this.isFlow(node)))
      return { head: [...head, content].join(' ').trimEnd(), body: undefined };
    const line = this.#lineStart(start);
    const isOnOwnLine = this.#text.slice(line, start).trim() === '';
    const isBlock = (node.kind === 'map' || node.kind === 'list') && !this.isFlow(node);
    if (!isBlock || !isOnOwnLine || place.inFlow) return undefined;
    const from = start - line;
    const body = this.#text
      .slice(line, this.#lineEnd(end))
      .split('\n')
      .map(each => shifted(each, from, place.indent));
    return { head: head.join(' '), body: body.join('\n') };
  }

  /** Puts a value where an alias stands: the head in its place, the body on the lines below. */
  inPlaceOf(alias: Node, head: string, body: string | undefined): readonly Edit[] {
    const { start, end } = alias;
    const blanks = /[ ]*$/.exec(this.#text.slice(0, start))?.[0].length ?? 0;
    const edit = head === '' ? { start: start - blanks, end, text: '' } : { start, end, text: head };
    if (body === undefined) return [edit];
    const at = this.#lineEnd(end);
    return [edit, { start: at, end: at, text: `\n${body}` }];
  }

  with(edits: readonly Edit[]): string {
    let text = '';
    let at = 0;
    for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
      if (edit.start < at) continue;
      text += this.#text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    text += this.#text.slice(at);
    return text.endsWith('\n') ? text : `${text}\n`;
  }

  #contentStart(node: Node): number {
    if (node.kind === 'alias') return node.start;
    if (node.anchor === undefined && node.tag === undefined) return node.start;
    PROPERTIES.lastIndex = node.start;
    return node.start + (PROPERTIES.exec(this.#text)?.[0].length ?? 0);
  }

  #lineStart(offset: number): number {
    return this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  #lineEnd(offset: number): number {
    const end = this.#text.indexOf('\n', offset);
    return end < 0 ? this.#text.length : end;
  }
}

function shifted(line: string, from: number, to: number): string {
  if (line.trim() === '') return line;
  const blanks = Math.min(from, line.length - line.trimStart().length);
  return ' '.repeat(Math.max(0, to - (from - blanks))) + line.slice(blanks);
}
