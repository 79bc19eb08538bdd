import { KeyCandidates } from './key-candidates.ts';
import { scanBlockScalar } from './scan-block.ts';
import { scanPlain } from './scan-plain.ts';
import { scanDirective, scanName, scanTag } from './scan-property.ts';
import { scanQuoted } from './scan-quoted.ts';
import { isGap, Source } from './source.ts';
import { token } from './tokens.ts';
import type { Token, TokenKind } from './tokens.ts';

/**
 * Cuts a text into tokens, one at a time, with the starts and ends of block collections that indentation stands for.
 *
 * @source ruamel.yaml 0.19 scanner.py: which texts it takes, and what for, its laxness in flows included. How far it
 *         looks ahead shows (`{a: :b}`), so it looks no further here.
 */
export class Scanner {
  readonly #source: Source;
  readonly #tokens: Token[] = [];
  #taken = 0;
  #done = false;
  #indent = -1;
  readonly #indents: number[] = [];
  readonly #flows: string[] = [];
  #keyAllowed = true;
  readonly #candidates: KeyCandidates;

  constructor(text: string) {
    this.#source = new Source(text);
    this.#candidates = new KeyCandidates(this.#source);
    if (text.startsWith('\ufeff')) this.#source.at = 1;
  }

  /** The next token, which stays. */
  peek(): Token {
    while (this.#needsMore()) this.#fetch();
    return this.#tokens[0] ?? END;
  }

  next(): Token {
    const first = this.peek();
    this.#tokens.shift();
    this.#taken++;
    return first;
  }

  #needsMore(): boolean {
    if (this.#done) return false;
    if (this.#tokens.length === 0) return true;
    this.#candidates.dropStale();
    return this.#candidates.first()?.index === this.#taken;
  }

  #put(kind: TokenKind, width = 0): void {
    const start = this.#source.at;
    this.#source.at += width;
    this.#tokens.push(token(kind, start, this.#source.at));
  }

  #fetch(): void {
    this.#toToken();
    this.#candidates.dropStale();
    const source = this.#source;
    const { column } = source;
    this.#unwind(column);
    const unit = source.unit();
    const character = source.text.charAt(source.at);
    const follows = isGap(source.unit(1));
    const inFlow = this.#flows.length > 0;
    if (unit === 0) this.#end();
    else if (column === 0 && character === '%') this.#directive();
    else if (column === 0 && source.isDocumentMark('---')) this.#documentMark('document-start');
    else if (column === 0 && source.isDocumentMark('...')) this.#documentMark('document-end');
    else if (character === '[' || character === '{') this.#openFlow(character);
    else if (character === ']' || character === '}') this.#closeFlow(character);
    else if (character === ',') this.#flowEntry();
    else if (character === '-' && follows) this.#item();
    else if (character === '?' && (inFlow || follows)) this.#explicitKey();
    else if (character === ':' && (follows || this.#isTightValue())) this.#value();
    else if (character === '*' || character === '&') this.#property(scanName);
    else if (character === '!') this.#property(scanTag);
    else if ((character === '|' || character === '>') && !inFlow) this.#blockScalar();
    else if (character === "'" || character === '"') this.#property(scanQuoted);
    else if (this.#startsPlain(unit, character)) this.#plain();
    else
      source.refuse(WRONG_START[character] ?? `a text cannot start with ${source.shown()}; it needs quotes`);
  }

  /** Over blanks, comments and line ends. Tabs are layout only in a flow. */
  #toToken(): void {
    const source = this.#source;
    const inFlow = this.#flows.length > 0;
    for (;;) {
      while (source.unit() === 0x20 || (inFlow && source.unit() === 0x09)) source.at++;
      if (source.unit() === 0x23) source.skipToEnd();
      if (source.takeBreak() === '') return;
      if (!inFlow) this.#keyAllowed = true;
    }
  }

  /** A colon in a map's flow needs nothing behind it, unless it would be a value's first character. */
  #isTightValue(): boolean {
    return this.#flows.at(-1) === '{' && this.#tokens.at(-1)?.kind !== 'value';
  }

  #startsPlain(unit: number, character: string): boolean {
    if (character !== '-' && character !== '?' && character !== ':') {
      return !isGap(unit) && !INDICATORS.includes(character);
    }
    const next = this.#source.unit(1);
    const inFlow = this.#flows.length > 0;
    if (character === ':' && inFlow) return next !== 0x20 && next !== 0x09;
    return !isGap(next) && (character === '-' || !inFlow);
  }

  // Keys

  #mayBeKey(): void {
    if (!this.#keyAllowed) return;
    this.#candidates.drop(this.#flows.length);
    const { at, lineStart, column } = this.#source;
    const level = this.#flows.length;
    const required = level === 0 && this.#indent === column;
    this.#candidates.add({
      level,
      index: this.#taken + this.#tokens.length,
      at,
      lineStart,
      column,
      required,
    });
  }

  // Indentation

  #unwind(column: number): void {
    if (this.#flows.length > 0) return;
    while (this.#indent > column) {
      this.#indent = this.#indents.pop() ?? -1;
      this.#put('block-end');
    }
  }

  #indentTo(column: number): boolean {
    if (this.#indent >= column) return false;
    this.#indents.push(this.#indent);
    this.#indent = column;
    return true;
  }

  // Tokens

  #end(): void {
    this.#unwind(-1);
    this.#candidates.drop(this.#flows.length);
    this.#candidates.clear();
    this.#put('stream-end');
    this.#done = true;
  }

  #directive(): void {
    this.#unwind(-1);
    this.#candidates.drop(this.#flows.length);
    this.#keyAllowed = false;
    this.#tokens.push(scanDirective(this.#source));
  }

  #documentMark(kind: TokenKind): void {
    this.#unwind(-1);
    this.#candidates.drop(this.#flows.length);
    this.#keyAllowed = false;
    this.#put(kind, 3);
  }

  #openFlow(character: '[' | '{'): void {
    this.#mayBeKey();
    this.#flows.push(character);
    this.#keyAllowed = true;
    this.#put(character, 1);
  }

  #closeFlow(character: ']' | '}'): void {
    this.#candidates.drop(this.#flows.length);
    this.#flows.pop();
    this.#keyAllowed = false;
    this.#put(character, 1);
  }

  #flowEntry(): void {
    this.#keyAllowed = true;
    this.#candidates.drop(this.#flows.length);
    this.#put(',', 1);
  }

  #item(): void {
    if (this.#flows.length === 0) {
      if (!this.#keyAllowed) this.#source.refuse('a list cannot start here; begin it on the next line');
      if (this.#indentTo(this.#source.column)) this.#put('block-list');
    }
    this.#keyAllowed = true;
    this.#candidates.drop(this.#flows.length);
    this.#put('block-item', 1);
  }

  #explicitKey(): void {
    const inBlock = this.#flows.length === 0;
    if (inBlock) {
      if (!this.#keyAllowed) this.#source.refuse('a key cannot start here');
      if (this.#indentTo(this.#source.column)) this.#put('block-map');
    }
    this.#keyAllowed = inBlock;
    this.#candidates.drop(this.#flows.length);
    this.#put('key', 1);
  }

  #value(): void {
    const inBlock = this.#flows.length === 0;
    const candidate = this.#candidates.take(this.#flows.length);
    if (candidate !== undefined) {
      const { at, index, column } = candidate;
      const inserted = [token('key', at, at)];
      if (inBlock && this.#indentTo(column)) inserted.unshift(token('block-map', at, at));
      this.#tokens.splice(index - this.#taken, 0, ...inserted);
      this.#keyAllowed = false;
    } else {
      if (inBlock) {
        if (!this.#keyAllowed) {
          this.#source.refuse('a `:` cannot stand here; a text that holds `: ` needs quotes');
        }
        if (this.#indentTo(this.#source.column)) this.#put('block-map');
      }
      this.#keyAllowed = inBlock;
      this.#candidates.drop(this.#flows.length);
    }
    this.#put('value', 1);
  }

  /** Takes a token of one line, or one in quotes. */
  #property(scan: (source: Source) => Token): void {
    this.#mayBeKey();
    this.#keyAllowed = false;
    this.#tokens.push(scan(this.#source));
  }

  #blockScalar(): void {
    this.#keyAllowed = true;
    this.#candidates.drop(this.#flows.length);
    this.#tokens.push(scanBlockScalar(this.#source, this.#indent));
  }

  #plain(): void {
    this.#mayBeKey();
    const { token: scanned, endsLine } = scanPlain(this.#source, this.#indent + 1, this.#flows.length > 0);
    this.#keyAllowed = endsLine;
    this.#tokens.push(scanned);
  }
}

const END = token('stream-end', 0, 0);
const INDICATORS = ',[]{}#&*!|>\'"%@`';
const WRONG_START: Readonly<Record<string, string>> = { '\t': 'indent with blanks, not with tabs' };
