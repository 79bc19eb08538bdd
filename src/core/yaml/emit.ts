import { Float, isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { floatText } from '../python/float.ts';
import { nameAnchors } from './anchors.ts';
import type { Anchors } from './anchors.ts';
import { foldDouble, foldPlain, foldSingle, quoteDouble, widthOf } from './fold.ts';
import { hasBreak, styleOf } from './style.ts';

export interface EmitOptions {
  /** Writes floats that came from a file as they stood there, instead of Python's `repr` of them. */
  readonly keepFloatText?: boolean;
}

/**
 * Writes a file's content byte for byte as DVC does, with a line end behind it: block style, lists in the column
 * of their key, folded past column 80, objects that occur twice as anchor and alias.
 *
 * One thing is better than in ruamel.yaml 0.19: that one folds long keys with blanks too, and such a file cannot
 * be read again.
 */
export function emitYaml(value: ValueMap | readonly Value[], options: EmitOptions = {}): string {
  return new Emitter(value, options).document(value);
}

/**
 * Writes one entry of a map `level` maps deep, with its line end. The entries of a map joined make its text, where
 * no object occurs twice in it.
 */
export function emitEntry(key: string, value: Value, level: number, options: EmitOptions = {}): string {
  return new Emitter(value, options).entry(key, value, level * INDENT);
}

/** Writes a collection whose lines start in the column `indent`, without the last line end. Floats keep their text. */
export function emitBlock(value: ValueMap | readonly Value[], indent: number): string {
  return new Emitter(value, { keepFloatText: true }).block(value, indent);
}

/** Writes a scalar that starts in `column`; further lines start in `indent`. Floats keep their text. */
export function emitScalar(value: Scalar, column: number, indent: number): string {
  return new Emitter(null, { keepFloatText: true }).scalar(value, column, indent);
}

/** Writes a key that fits before a colon on one line; undefined for one that does not. */
export function emitKey(key: Scalar): string | undefined {
  return new Emitter(null, {}).simpleKey(key);
}

const INDENT = 2;
/** Counted with the tag that ruamel.yaml has in mind for the key, such as `!!str`. */
const MAX_SIMPLE_KEY = 128;

class Emitter {
  readonly #keepFloatText: boolean;
  readonly #anchors: Anchors;
  readonly #named = new Set<Value>();
  readonly #simpleKeys = new Map<Scalar, string | undefined>();
  #out = '';

  constructor(value: Value, options: EmitOptions) {
    this.#keepFloatText = options.keepFloatText === true;
    this.#anchors = nameAnchors(value);
  }

  document(value: ValueMap | readonly Value[]): string {
    this.#collection(value, 0);
    return `${this.#out}\n`;
  }

  entry(key: string, value: Value, indent: number): string {
    this.#out = ' '.repeat(indent);
    this.#entry(key, value, indent);
    return `${this.#out}\n`;
  }

  block(value: ValueMap | readonly Value[], indent: number): string {
    this.#out = ' '.repeat(indent);
    this.#collection(value, indent);
    return this.#out;
  }

  #newLine(indent: number): void {
    this.#out += `\n${' '.repeat(indent)}`;
  }

  /** Writes from the current place, which is the column `indent`, and leaves the last line open. */
  #collection(value: ValueMap | readonly Value[], indent: number): void {
    let first = true;
    if (isMap(value)) {
      if (value.size === 0) this.#out += '{}';
      for (const [key, item] of value) {
        if (!first) this.#newLine(indent);
        first = false;
        this.#entry(key, item, indent);
      }
      return;
    }
    if (value.length === 0) this.#out += '[]';
    for (const item of value) {
      if (!first) this.#newLine(indent);
      first = false;
      this.#out += '-';
      if (item === null) this.#out += ' ';
      else this.#value(item, indent + 1, indent, false);
    }
  }

  #entry(key: Scalar, value: Value, indent: number): void {
    const simple = this.simpleKey(key);
    if (simple !== undefined) {
      this.#out += `${simple}:`;
      this.#value(value, indent + widthOf(simple) + 1, indent, true);
      return;
    }
    this.#out += `? ${this.scalar(key, indent + INDENT, indent + INDENT)}`;
    this.#newLine(indent);
    this.#out += ':';
    this.#value(value, indent + 1, indent, false);
  }

  /**
   * Writes a value behind the indicator that announces it.
   *
   * @param column behind the indicator; @param indent of the collection around it.
   * @param below a key announces it, so that a collection starts on the next line.
   */
  #value(value: Value, column: number, indent: number, below: boolean): void {
    if (value === null) return;
    let at = column + 1;
    let startsBelow = below;
    const anchor = this.#anchors.get(value);
    if (anchor !== undefined) {
      if (this.#named.has(value)) {
        this.#out += ` *${anchor}`;
        return;
      }
      this.#named.add(value);
      this.#out += ` &${anchor}`;
      at += anchor.length + 2;
      startsBelow = true;
    }
    if (!isList(value) && !isMap(value)) {
      this.#out += ` ${this.scalar(value, at, indent + INDENT)}`;
    } else if (!startsBelow || (isMap(value) ? value.size : value.length) === 0) {
      this.#out += ' ';
      this.#collection(value, indent + INDENT);
    } else {
      const inner = below && isList(value) ? indent : indent + INDENT;
      this.#newLine(inner);
      this.#collection(value, inner);
    }
  }

  scalar(value: Scalar, column: number, indent: number): string {
    if (typeof value !== 'string') return foldPlain(this.#plainText(value), column, indent);
    switch (styleOf(value)) {
      case 'plain':
        return foldPlain(value, column, indent);
      case 'single':
        return foldSingle(value, column, indent);
      case 'double':
        return foldDouble(value, column, indent);
    }
  }

  #plainText(value: Exclude<Scalar, string>): string {
    if (value instanceof Float) return this.#floatText(value);
    if (value instanceof Timestamp || value instanceof PythonObject) return value.text;
    if (value === null) return 'null';
    return typeof value === 'number' && !Number.isInteger(value) ? floatText(value) : value.toString();
  }

  #floatText(float: Float): string {
    if (!Number.isFinite(float.value)) {
      return Number.isNaN(float.value) ? '.nan' : float.value > 0 ? '.inf' : '-.inf';
    }
    return this.#keepFloatText && float.text !== undefined ? float.text : floatText(float.value);
  }

  /** A key that fits before a colon on one line; undefined for one that needs `? ` before it. */
  simpleKey(key: Scalar): string | undefined {
    if (this.#simpleKeys.has(key)) return this.#simpleKeys.get(key);
    const text = typeof key === 'string' ? key : this.#plainText(key);
    const isSimple = widthOf(text) + tagWidth(key) < MAX_SIMPLE_KEY && !hasBreak(text);
    const simple = isSimple ? (typeof key === 'string' ? keyText(key) : text) : undefined;
    this.#simpleKeys.set(key, simple);
    return simple;
  }
}

function keyText(key: string): string {
  switch (styleOf(key)) {
    case 'plain':
      return key;
    case 'single':
      return `'${key}'`;
    case 'double':
      return quoteDouble(key);
  }
}

/** Only texts can be long enough for it to matter. */
function tagWidth(key: Scalar): number {
  return typeof key === 'string' ? '!!str'.length : '!!int'.length;
}
