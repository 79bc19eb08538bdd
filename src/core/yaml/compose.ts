import { isList as isValueList, isMap as isValueMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';
import type { AliasNode, ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { plainKind } from './plain.ts';
import { scalarValue } from './tagged.ts';

/** Told of every mistake; offsets into the text. */
export type Report = (message: string, start: number, end: number) => void;

/**
 * Turns a document's nodes into a value. What cannot be understood is reported and reads as null, of a key that comes
 * twice the last one counts, and a tag that nobody knows as if it were not there: so that what is below is told, too.
 *
 * @source ruamel.yaml 0.19 constructor.py: what a merge key brings comes first, in the order of the merged map,
 *         and where one brought anything, keys may come twice.
 */
export function toValue(root: Node, report: Report): Value {
  return new Composition(report).value(root);
}

/** Few bytes of aliases of aliases can stand for a number of values that nobody can walk through. */
const MAX_VALUES = 1_000_000;

interface Anchor {
  /** Undefined as long as the node is being read. */
  value: Value | undefined;
  /** How many values it stands for, aliases inside counted in full. */
  size: number;
}

class Composition {
  readonly #report: Report;
  readonly #anchors = new Map<string, Anchor>();
  #size = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  value(node: Node): Value {
    this.#size++;
    if (node.kind === 'alias') return this.#alias(node);
    const name = node.anchor;
    if (name === undefined) return this.#content(node);
    const before = this.#size;
    const anchor: Anchor = { value: undefined, size: 1 };
    this.#anchors.set(name, anchor);
    anchor.value = this.#content(node);
    anchor.size = this.#size - before + 1;
    return anchor.value;
  }

  #refuse(node: Node, message: string): null {
    this.#report(message, node.start, node.end);
    return null;
  }

  #alias(node: AliasNode): Value {
    const anchor = this.#anchors.get(node.name);
    if (anchor === undefined) return this.#refuse(node, `there is no anchor \`&${node.name}\` before this`);
    if (anchor.value === undefined) return this.#refuse(node, `\`*${node.name}\` would hold itself`);
    const before = this.#size;
    this.#size += anchor.size;
    if (this.#size > MAX_VALUES && before <= MAX_VALUES) {
      return this.#refuse(node, `the aliases up to here stand for more than ${MAX_VALUES} values`);
    }
    return anchor.value;
  }

  #content(node: ScalarNode | ListNode | MapNode): Value {
    if (node.kind === 'scalar') return this.#scalar(node);
    const plainTag = node.kind === 'map' ? 'tag:yaml.org,2002:map' : 'tag:yaml.org,2002:seq';
    if (node.tag !== undefined && node.tag !== '!' && node.tag !== plainTag) {
      this.#refuse(node, `the tag \`${node.tag}\` is not understood here`);
    }
    return node.kind === 'map' ? this.#map(node) : node.items.map(item => this.value(item));
  }

  #scalar(node: ScalarNode): Scalar {
    const read = scalarValue(node);
    if (read.ok) return read.value;
    this.#refuse(node, read.error);
    return node.text;
  }

  #map(node: MapNode): Value {
    const own: [Scalar, Value, Node][] = [];
    const merged = new Entries();
    for (const [keyNode, valueNode] of node.entries) {
      if (isMergeKey(keyNode)) {
        if (merged.map.size > 0) this.#refuse(keyNode, 'a map can have only one merge key `<<`');
        else this.#merge(merged, valueNode);
      } else {
        const key = this.#key(keyNode);
        const value = this.value(valueNode);
        if (key !== undefined) own.push([key, value, keyNode]);
      }
    }
    const mayRepeat = merged.map.size > 0;
    for (const [key, value, keyNode] of own) {
      if (merged.has(key) && !mayRepeat)
        this.#refuse(keyNode, `the key \`${pyStr(key)}\` comes twice in this map`);
      merged.set(key, value);
    }
    return merged.map;
  }

  /** Undefined after a report. */
  #key(node: Node): Scalar | undefined {
    if (isPlain(node) && node.text === '=') return '=';
    const key = this.value(node);
    if (!isValueList(key) && !isValueMap(key)) return key;
    this.#refuse(node, `a ${isValueList(key) ? 'list' : 'map'} cannot be a key`);
    return undefined;
  }

  /** Earlier maps of a list of maps win, and the last one's keys come first. */
  #merge(merged: Entries, node: Node): void {
    const value = this.value(node);
    const maps = isValueList(value) ? value.toReversed() : [value];
    for (const map of maps) {
      if (isValueMap(map)) merged.setAll(map);
      else this.#refuse(node, 'a merge key needs a map, or a list of maps');
    }
  }
}

function isPlain(node: Node): node is ScalarNode {
  return node.kind === 'scalar' && node.style === 'plain' && node.tag === undefined;
}

function isMergeKey(node: Node): boolean {
  return isPlain(node) && plainKind(node.text) === 'merge';
}

/** A map whose keys are told apart as Python does. */
class Entries {
  readonly map = new Map<Scalar, Value>();
  readonly #keys = new Map<ReturnType<typeof keyIdentity>, Scalar>();

  has(key: Scalar): boolean {
    return this.#keys.has(keyIdentity(key));
  }

  /** A key that is there keeps its place. */
  set(key: Scalar, value: Value): void {
    const identity = keyIdentity(key);
    const known = this.#keys.get(identity);
    if (known === undefined) this.#keys.set(identity, key);
    this.map.set(known ?? key, value);
  }

  setAll(entries: ValueMap): void {
    for (const [key, value] of entries) this.set(key, value);
  }
}
