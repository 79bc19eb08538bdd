import type { ExprNode } from 'py-ast';
import { Float, isList, isMap, PythonObject, Tuple } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity } from '../python/equal.ts';
import { compareCodePoints } from '../python/order.ts';
import { pyRepr } from '../python/text.ts';
import { pyTypeName } from '../python/type-name.ts';
import { bytesObject, isComplex, negated, numberValue, readNumber } from './objects.ts';
import type { Complex, PyNumber } from './objects.ts';
import { Refusal, Unhashable } from './refusal.ts';
import { SourceLines } from './source-lines.ts';

/** What is no literal, and is left out. */
export class Malformed extends Error {}

/** As many brackets as CPython takes inside of one another. */
const MAX_DEPTH = 200;

type Node<Type extends ExprNode['nodeType']> = Extract<ExprNode, { nodeType: Type }>;

/**
 * The values of literals in a syntax tree.
 *
 * @source CPython 3.11 ast.literal_eval: signs stand before numbers only, `1 + 2j` is one, `set()` is the only call.
 */
export class Literals {
  readonly #lines: SourceLines;
  #depth = 0;

  constructor(text: string) {
    this.#lines = new SourceLines(text);
  }

  /** What stands behind `=`. There DVC takes sets and maps apart itself, and meets what is no literal earlier. */
  assigned(node: ExprNode): Value {
    if (node.nodeType === 'Dict') return this.#map(node, true);
    if (node.nodeType === 'Set') return this.#set(node, Array.from(this.#each(node.elts)));
    return this.#value(node);
  }

  #value(node: ExprNode): Value {
    if (++this.#depth > MAX_DEPTH) this.#refuse(node, `more than ${MAX_DEPTH} levels deep`);
    try {
      return this.#evaluated(node);
    } finally {
      this.#depth--;
    }
  }

  #evaluated(node: ExprNode): Value {
    switch (node.nodeType) {
      case 'Constant':
        return this.#constant(node);
      case 'Tuple':
        return Tuple.from(node.elts, item => this.#value(item));
      case 'List':
        return node.elts.map(item => this.#value(item));
      case 'Set':
        return this.#set(node, this.#each(node.elts));
      case 'Dict':
        return this.#map(node, false);
      case 'Call':
        if (!isEmptySet(node)) throw new Malformed();
        return new PythonObject('set', 'set()');
      case 'BinOp':
        return numberValue(this.#sum(node));
      case 'UnaryOp':
        return numberValue(this.#signed(node));
      default:
        throw new Malformed();
    }
  }

  *#each(nodes: readonly ExprNode[]): Iterable<Value> {
    for (const node of nodes) yield this.#value(node);
  }

  #constant(node: Node<'Constant'>): Scalar {
    const value: unknown = node.value;
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value !== 'string') return numberValue(this.#number(node));
    if (node.quote_style === undefined) return new PythonObject('ellipsis', 'Ellipsis');
    if (!/b/i.test(node.quote_style)) return this.#text(node, node.quote_style, value);
    if (/[^\0-\x7f]/.test(this.#lines.slice(node)))
      this.#refuse(node, 'bytes can only contain ASCII literal characters');
    return bytesObject(value);
  }

  /** Which character a name means, only the tables of the Unicode standard tell. */
  #text(node: ExprNode, quotes: string, value: string): string {
    const isNamed = value.includes('\\N{') && !/r/i.test(quotes);
    if (isNamed && /(?<!\\)(?:\\\\)*\\N\{/.test(this.#lines.slice(node)))
      this.#refuse(node, 'characters by name, as in `\\N{BULLET}`, are not understood');
    return value;
  }

  #number(node: ExprNode): PyNumber {
    const isNumber =
      node.nodeType === 'Constant' &&
      node.value !== null &&
      ['number', 'bigint', 'object'].includes(typeof node.value);
    if (!isNumber) throw new Malformed();
    const number = readNumber(this.#lines.slice(node));
    return number ?? this.#refuse(node, 'no such number');
  }

  #signed(node: ExprNode): PyNumber {
    if (node.nodeType !== 'UnaryOp') return this.#number(node);
    const { nodeType } = node.op;
    if (nodeType !== 'UAdd' && nodeType !== 'USub') throw new Malformed();
    const number = this.#number(node.operand);
    return nodeType === 'UAdd' ? number : negated(number);
  }

  #sum(node: Node<'BinOp'>): Complex {
    const { nodeType } = node.op;
    if (nodeType !== 'Add' && nodeType !== 'Sub') throw new Malformed();
    const left = this.#signed(node.left);
    const right = this.#number(node.right);
    if (isComplex(left) || !isComplex(right)) throw new Malformed();
    const real = left instanceof Float ? left.value : Number(left);
    return nodeType === 'Add'
      ? { real: real + right.real, imag: 0 + right.imag }
      : { real: real - right.real, imag: 0 - right.imag };
  }

  #map(node: Node<'Dict'>, valueFirst: boolean): ValueMap {
    const map = new Map<Scalar, Value>();
    const known = new Map<ReturnType<typeof keyIdentity>, Scalar>();
    for (const [index, written] of node.keys.entries()) {
      const value = node.values[index];
      if (written === null || value === undefined) throw new Malformed();
      const early = valueFirst ? this.#value(value) : undefined;
      const keyValue = this.#value(written);
      const item = early ?? this.#value(value);
      const key = this.#key(written, keyValue);
      const identity = keyIdentity(key);
      // Of keys that are equal, as 1 and True are, the first one stays with the last value.
      if (!known.has(identity)) known.set(identity, key);
      map.set(known.get(identity) ?? null, item);
    }
    return map;
  }

  /** Shown in an order of our own: Python's is another one each time. */
  #set(node: ExprNode, items: Iterable<Value>): PythonObject {
    const texts = new Map<ReturnType<typeof keyIdentity>, string>();
    for (const item of items) {
      const identity = keyIdentity(this.#key(node, item));
      if (!texts.has(identity)) texts.set(identity, pyRepr(item));
    }
    return new PythonObject('set', `{${[...texts.values()].sort(compareCodePoints).join(', ')}}`);
  }

  /** A value that can be a key. */
  #key(node: ExprNode, value: Value): Scalar {
    if (value instanceof Tuple) {
      for (const item of value) this.#key(node, item);
      return new PythonObject('tuple', pyRepr(value));
    }
    if (isList(value) || isMap(value) || (value instanceof PythonObject && value.type === 'set')) {
      const { line, column } = this.#lines.placeOf(node);
      throw new Unhashable(`unhashable type: '${pyTypeName(value)}'`, line, column);
    }
    return value;
  }

  #refuse(node: ExprNode, message: string): never {
    const { line, column } = this.#lines.placeOf(node);
    throw new Refusal(message, line, column);
  }
}

/** `set()`, which is the only way to write it. */
function isEmptySet({ func, args, keywords }: Node<'Call'>): boolean {
  return func.nodeType === 'Name' && func.id === 'set' && args.length + keywords.length === 0;
}
