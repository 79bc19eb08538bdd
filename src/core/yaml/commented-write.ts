import type { Scalar } from '../../model/value.ts';
import type {
  Behind,
  BlockText,
  Commented,
  CommentedDocument,
  CommentedEntry,
  CommentedItem,
  CommentedList,
  CommentedMap,
  CommentedScalar,
} from './commented.ts';
import { emitKey, emitScalar } from './emit.ts';
import { foldDouble, foldSingle, widthOf } from './fold.ts';
import { styleOf } from './style.ts';

const INDENT = 2;
const WIDTH = 80;

/**
 * Writes a text with its comments back as DVC does: values laid out anew, block texts and brackets as such, comments
 * as they stood.
 *
 * @source ruamel.yaml 0.19 emitter.py (write_comment, write_pre_comment, write_indent).
 */
export function writeCommented(document: CommentedDocument): string {
  return new Writer().document(document);
}

/** Writes a value in brackets that starts in `column`; where it takes more lines they start in `indent`. */
export function writeFlow(value: Commented, column: number, indent: number): string {
  return new Writer().flow(value, column, indent);
}

class Writer {
  #out = '';
  #column = 0;

  flow(value: Commented, column: number, indent: number): string {
    if (value.is === 'scalar') return flowScalar(value.value, column, indent);
    this.#column = column;
    this.#flow(value, indent, false);
    return this.#out;
  }

  document({ root, tail }: CommentedDocument): string {
    root.before = root.before.replace(/^\n/, '');
    this.#map(root, 0, true);
    this.#before(tail);
    return this.#column === 0 ? this.#out : `${this.#out}\n`;
  }

  #write(text: string): void {
    this.#out += text;
    const newline = text.lastIndexOf('\n');
    this.#column = newline < 0 ? this.#column + widthOf(text) : widthOf(text.slice(newline + 1));
  }

  /** Goes to a column of a line of which nothing else is written yet. */
  #indent(column: number): void {
    if (this.#column !== 0) this.#write('\n');
    this.#write(' '.repeat(column));
  }

  #before(lines: string): void {
    if (lines === '') return;
    if (this.#column !== 0) this.#write('\n');
    this.#write(lines);
  }

  #behind(behind: Behind | undefined): void {
    if (behind === undefined) return;
    if (behind.column !== undefined) {
      const gap = behind.column - this.#column;
      this.#write(' '.repeat(this.#column === 0 ? gap : Math.max(1, gap)));
    }
    this.#write(behind.text);
  }

  /** @param starts the first entry goes where the text stands now. */
  #map(map: CommentedMap, indent: number, starts: boolean): void {
    this.#before(map.before);
    map.entries.forEach((entry, index) => {
      this.#before(entry.before);
      if (index > 0 || !starts || map.before !== '') this.#indent(indent);
      this.#entry(entry, indent);
    });
  }

  #entry({ key, behindColon, value, behind }: CommentedEntry, indent: number): void {
    this.#write(`${keyText(key)}:`);
    this.#behind(behindColon);
    if (value.is === 'scalar' || value.flow || isEmpty(value)) this.#leaf(value, indent, false);
    else if (value.is === 'map') this.#map(value, indent + INDENT, false);
    else this.#list(value, indent, false);
    this.#behind(behindOf(value, behind, indent + INDENT));
  }

  #list(list: CommentedList, indent: number, starts: boolean): void {
    this.#before(list.before);
    list.items.forEach((item, index) => {
      this.#before(item.before);
      if (index > 0 || !starts || list.before !== '') this.#indent(indent);
      this.#write('-');
      this.#item(item, indent);
    });
  }

  #item({ value, behind }: CommentedItem, indent: number): void {
    if (value.is === 'scalar' || value.flow || isEmpty(value)) this.#leaf(value, indent, true);
    else {
      if (value.before === '') this.#write(' ');
      if (value.is === 'map') this.#map(value, indent + INDENT, true);
      else this.#list(value, indent + INDENT, true);
    }
    this.#behind(behindOf(value, behind, indent + INDENT));
  }

  /** Behind an indicator: a scalar, or a collection in brackets. */
  #leaf(value: Commented, indent: number, inList: boolean): void {
    if (value.is !== 'scalar') {
      this.#write(' ');
      this.#flow(value, indent + INDENT, false);
    } else if (value.block !== undefined) {
      this.#block(value, value.block, indent + INDENT);
    } else if (value.value === null) {
      if (inList) this.#write(' ');
    } else {
      const text = value.source ?? emitScalar(value.value, this.#column + 1, indent + INDENT);
      this.#write(` ${text}`);
    }
  }

  #block({ value }: CommentedScalar, { indicator, lines }: BlockText, indent: number): void {
    const text = typeof value === 'string' ? value : '';
    const chomping = !text.endsWith('\n') ? '-' : /(?:^|\n)\n$/.test(text) ? '+' : '';
    const source = lines ?? newLines(text, indicator);
    const body = indicator === '|' ? source : source.flatMap(line => foldLine(line, indent));
    this.#write(` ${indicator}${chomping}\n`);
    this.#write(body.map(line => (line === '' ? '\n' : `${' '.repeat(indent)}${line}\n`)).join(''));
  }

  /** A map of one entry needs no braces in a list. */
  #flow(value: CommentedMap | CommentedList, indent: number, inList: boolean): void {
    const isPair = inList && value.is === 'map' && value.entries.length === 1;
    const [open, close] = isPair ? ['', ''] : value.is === 'map' ? ['{', '}'] : ['[', ']'];
    this.#write(open);
    const parts: readonly (CommentedEntry | CommentedItem)[] =
      value.is === 'map' ? value.entries : value.items;
    parts.forEach((part, index) => {
      if (index > 0) this.#write(',');
      if (this.#column > WIDTH) this.#indent(indent);
      else if (index > 0) this.#write(' ');
      if ('key' in part) {
        this.#write(flowScalar(part.key, this.#column, indent + INDENT));
        this.#write(': ');
      }
      if (part.value.is !== 'scalar') this.#flow(part.value, indent + INDENT, value.is === 'list');
      else this.#write(part.value.source ?? flowScalar(part.value.value, this.#column, indent + INDENT));
    });
    this.#write(close);
  }
}

/** Behind a block text only what stands further left than its lines is no part of it. */
function behindOf(value: Commented, behind: Behind | undefined, indent: number): Behind | undefined {
  if (behind === undefined || value.is !== 'scalar' || value.block === undefined) return behind;
  const lines = behind.text
    .split('\n')
    .map(line => line.replace(/^ +(?=#)/, blanks => blanks.slice(0, indent - 1)));
  return { text: lines.join('\n') };
}

function isEmpty(value: CommentedMap | CommentedList): boolean {
  return (value.is === 'map' ? value.entries : value.items).length === 0;
}

function keyText(key: Scalar): string {
  return emitKey(key) ?? JSON.stringify(key);
}

/** Inside brackets their signs need quotes as well. */
function flowScalar(value: Scalar, column: number, indent: number): string {
  if (typeof value !== 'string' || !/[,[\]{}]|^[?:]$/.test(value)) return emitScalar(value, column, indent);
  const style = styleOf(value);
  if (style !== 'plain') return emitScalar(value, column, indent);
  return value.includes("'") ? foldDouble(value, column, indent) : foldSingle(value, column, indent);
}

/** The lines that a new text has behind its indicator; behind `>` every line end is written as two. */
function newLines(text: string, indicator: string): readonly string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return indicator === '|' ? lines : lines.flatMap((line, index) => (index > 0 ? ['', line] : [line]));
}

/** A line behind `>`: past the width it is continued on the next one, at a single blank. */
function foldLine(line: string, indent: number): string[] {
  const folded: string[] = [];
  let from = 0;
  for (const { index } of line.matchAll(/(?<=[^ ]) (?=[^ ])/g)) {
    if (indent + widthOf(line.slice(from, index)) <= WIDTH) continue;
    folded.push(line.slice(from, index));
    from = index + 1;
  }
  return [...folded, line.slice(from)];
}
