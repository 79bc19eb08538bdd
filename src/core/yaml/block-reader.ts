import type { Scalar, Value } from '../../model/value.ts';
import { takeBlockScalar } from './block-scalar.ts';
import { BLANK, COLON, finishLine, HASH, hasLeft, isGap, isQuote, leave, MINUS, NEWLINE } from './cursor.ts';
import { skipBlanks, skipLine, startsPlain } from './cursor.ts';
import { addEntry, plainValue } from './entry.ts';
import { takeFlow } from './flow.ts';
import { takeQuoted } from './quoted.ts';

/**
 * Reads YAML of the shape that nearly every file has, dvc.lock above all: block maps and lists, texts plain or
 * quoted, `|` and `>`, `[…]` and `{…}` on one line. Anchors, tags, `?` keys and odd layouts are not part of it.
 *
 * @returns undefined for everything else, mistakes included: ask `readYaml`, which is slower and knows it all.
 *          Where there is an answer, it is that of ruamel.yaml's safe loader.
 */
export function readYamlFast(text: string): Value | undefined {
  if (UNCOMMON.test(text)) return undefined;
  try {
    return new BlockReader(text).document();
  } catch (error) {
    if (hasLeft(error)) return undefined;
    throw error;
  }
}

/** Tabs, carriage returns, what YAML forbids, and characters that some take for line ends. */
const UNCOMMON = /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const MAX_DEPTH = 64;
const PIPE = 0x7c;
const GREATER = 0x3e;

/**
 * Between two nodes it stands at the first character of a line's content: `at` is there and `#indent` is the
 * column, or -1 at the end.
 */
class BlockReader {
  readonly text: string;
  at = 0;
  #indent = -1;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  document(): Value {
    this.#toContent();
    if (this.#indent === 0 && this.text.startsWith('---', this.at) && isGap(this.text, this.at + 3)) {
      this.at += 3;
      finishLine(this);
      this.#toContent();
    }
    if (this.#indent < 0) return null;
    const value = this.#node(-1);
    return this.#indent < 0 ? value : leave();
  }

  /** From the start of a line over empty ones and comments to the next content. */
  #toContent(): void {
    const { text } = this;
    for (;;) {
      const start = this.at;
      skipBlanks(this);
      const unit = text.charCodeAt(this.at);
      if (unit === NEWLINE) this.at++;
      else if (unit === HASH) skipLine(this);
      else {
        this.#indent = this.at < text.length ? this.at - start : -1;
        return;
      }
    }
  }

  #isDash(): boolean {
    return this.text.charCodeAt(this.at) === MINUS && isGap(this.text, this.at + 1);
  }

  /** What stands at the current place, in a collection that is indented by `outer`. */
  #node(outer: number): Value {
    if (++this.#depth > MAX_DEPTH) leave();
    const value = this.#isDash() ? this.#list(this.#indent, false) : this.#mapOrScalar(outer);
    this.#depth--;
    return value;
  }

  #mapOrScalar(outer: number): Value {
    const start = this.at;
    const key = this.#key();
    if (key !== undefined) return this.#map(this.#indent, key);
    this.at = start;
    // Texts at the top of a file are rare enough, and special enough, to be left alone.
    return outer < 0 && !this.#isFlowStart() ? leave() : this.#scalar(outer);
  }

  #map(column: number, firstKey: Scalar): Value {
    const map = new Map<Scalar, Value>();
    let key: Scalar | undefined = firstKey;
    for (;;) {
      addEntry(map, key, this.#value(column));
      if (this.#indent < column) return map;
      if (this.#indent > column) leave();
      key = this.#key();
      if (key === undefined) leave();
    }
  }

  /** @param indentless is it a map's value in the column of the map's keys? */
  #list(column: number, indentless: boolean): Value {
    const items: Value[] = [];
    for (;;) {
      this.at++;
      items.push(this.#item(column));
      if (this.#indent < column) return items;
      if (this.#indent > column) leave();
      if (!this.#isDash()) return indentless ? items : leave();
    }
  }

  #item(column: number): Value {
    const start = this.at;
    skipBlanks(this);
    if (this.#atLineEnd()) return this.#below(column);
    this.#indent = column + 1 + this.at - start;
    return this.#node(column);
  }

  /** A map's value, from behind the colon. */
  #value(column: number): Value {
    skipBlanks(this);
    if (!this.#atLineEnd()) return this.#scalar(column);
    return this.#below(column, true);
  }

  #atLineEnd(): boolean {
    const unit = this.text.charCodeAt(this.at);
    return unit === NEWLINE || unit === HASH || this.at >= this.text.length;
  }

  /** The node on the lines below, or null when there is none. */
  #below(column: number, ofMap = false): Value {
    skipLine(this);
    this.#toContent();
    if (this.#indent > column) return this.#node(column);
    return ofMap && this.#indent === column && this.#isDash() ? this.#list(column, true) : null;
  }

  /** Takes a key and its colon; undefined when the line is none, with `at` anywhere. */
  #key(): Scalar | undefined {
    const { text } = this;
    const start = this.at;
    const first = text.charCodeAt(start);
    if (isQuote(first)) {
      const key = takeQuoted(this, 0);
      const end = this.at;
      skipBlanks(this);
      if (text.charCodeAt(this.at) !== COLON || !isGap(text, this.at + 1)) return undefined;
      if (text.slice(start, end).includes('\n')) leave();
      this.at++;
      return key;
    }
    if (this.#isFlowStart() || first === PIPE || first === GREATER) return undefined;
    let end = start;
    for (let at = start; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit === BLANK) continue;
      if (unit === NEWLINE || (unit === HASH && end < at)) return undefined;
      if (unit === COLON && isGap(text, at + 1)) {
        const key = text.slice(start, end);
        if (!startsPlain(text, start, false) || key.startsWith('---') || key.startsWith('...')) leave();
        this.at = at + 1;
        return plainValue(key);
      }
      end = at + 1;
    }
    return undefined;
  }

  #isFlowStart(): boolean {
    const unit = this.text.charCodeAt(this.at);
    return unit === 0x5b || unit === 0x7b;
  }

  /** Anything that is no block collection, with the rest of its line. */
  #scalar(outer: number): Value {
    const unit = this.text.charCodeAt(this.at);
    let value: Value;
    if (isQuote(unit)) {
      value = takeQuoted(this, outer + 1);
      finishLine(this);
    } else if (this.#isFlowStart()) {
      value = takeFlow(this);
      finishLine(this);
    } else if (unit === PIPE || unit === GREATER) value = takeBlockScalar(this, outer);
    else return this.#plain(outer);
    this.#toContent();
    return value;
  }

  /** An unquoted text with the lines that continue it: those indented more than what is around it. */
  #plain(outer: number): Scalar {
    const { text } = this;
    if (!startsPlain(text, this.at, false)) leave();
    let value = this.#plainLine();
    for (;;) {
      let breaks = 0;
      let line = this.at;
      while (text.charCodeAt(this.at) === NEWLINE) {
        breaks++;
        line = ++this.at;
        skipBlanks(this);
      }
      this.#indent = this.at < text.length ? this.at - line : -1;
      const unit = text.charCodeAt(this.at);
      if (unit === HASH) {
        // A comment ends the text; nothing may continue it behind that.
        skipLine(this);
        this.#toContent();
        if (this.#indent > outer) leave();
        return plainValue(value);
      }
      if (this.#indent <= outer) return plainValue(value);
      value += (breaks === 1 ? ' ' : '\n'.repeat(breaks - 1)) + this.#plainLine();
    }
  }

  /** One line of an unquoted text; `at` is left at the line end or at the comment. */
  #plainLine(): string {
    const { text } = this;
    const start = this.at;
    let end = start;
    let at = start;
    for (; ; at++) {
      const unit = text.charCodeAt(at);
      if (unit === BLANK) continue;
      if (unit === NEWLINE || at >= text.length) break;
      if (unit === HASH && end < at) break;
      if (unit === COLON && isGap(text, at + 1)) leave();
      end = at + 1;
    }
    this.at = at;
    return text.slice(start, end);
  }
}
