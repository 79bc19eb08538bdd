import { isList as isValueList, isMap as isValueMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity } from '../python/equal.ts';
import { pyStr } from '../python/text.ts';
import { isAlias, isMap, isScalar } from './nodes.ts';
import type { Alias, ParsedNode, Scalar as ScalarNode, YAMLMap } from './nodes.ts';
import { plainKind } from './plain.ts';
import { scalarValue } from './tagged.ts';

/** Told of every mistake; offsets into the text. */
export type Report = (message: string, start: number, end: number) => void;

/**
 * Turns a document's nodes into a value. What cannot be understood is reported and reads as null.
 *
 * @source ruamel.yaml 0.19 constructor.py: what a merge key brings comes first, in the order of the merged map,
 *         and where one brought anything, keys may come twice.
 */
export function toValue(root: ParsedNode, text: string, report: Report): Value {
  return new Composition(text, report).value(root);
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
  readonly #text: string;
  readonly #report: Report;
  readonly #anchors = new Map<string, Anchor>();
  #size = 0;

  constructor(text: string, report: Report) {
    this.#text = text;
    this.#report = report;
  }

  value(node: ParsedNode | null): Value {
    this.#size++;
    if (node === null) return null;
    if (isAlias(node)) return this.#alias(node);
    const name = node.anchor;
    if (name === undefined) return this.#content(node);
    const before = this.#size;
    const anchor: Anchor = { value: undefined, size: 1 };
    this.#anchors.set(name, anchor);
    anchor.value = this.#content(node);
    anchor.size = this.#size - before + 1;
    return anchor.value;
  }

  #refuse(node: ParsedNode, message: string): null {
    this.#report(message, node.range[0], node.range[1]);
    return null;
  }

  #alias(node: Alias.Parsed): Value {
    const anchor = this.#anchors.get(node.source);
    if (anchor === undefined) return this.#refuse(node, `there is no anchor \`&${node.source}\` before this`);
    if (anchor.value === undefined) return this.#refuse(node, `\`*${node.source}\` would hold itself`);
    const before = this.#size;
    this.#size += anchor.size;
    if (this.#size > MAX_VALUES && before <= MAX_VALUES) {
      return this.#refuse(node, `the aliases up to here stand for more than ${MAX_VALUES} values`);
    }
    return anchor.value;
  }

  #content(node: Exclude<ParsedNode, Alias.Parsed>): Value {
    if (isScalar(node)) return this.#scalar(node);
    const plainTag = isMap(node) ? 'tag:yaml.org,2002:map' : 'tag:yaml.org,2002:seq';
    if (node.tag !== undefined && node.tag !== plainTag) {
      return this.#refuse(node, `the tag \`${node.tag}\` is not understood here`);
    }
    return isMap(node) ? this.#map(node) : node.items.map(item => this.value(item));
  }

  #scalar(node: ScalarNode.Parsed): Scalar {
    const read = scalarValue(node, this.#text);
    return read.ok ? read.value : this.#refuse(node, read.error);
  }

  #map(node: YAMLMap.Parsed): Value {
    const own: [Scalar, Value, ParsedNode][] = [];
    const merged = new Entries();
    for (const pair of node.items) {
      if (isMergeKey(pair.key)) {
        if (merged.map.size > 0) this.#refuse(pair.key, 'a map can have only one merge key `<<`');
        else this.#merge(merged, pair.key, pair.value);
      } else {
        const key = this.#key(pair.key);
        const value = this.value(pair.value);
        if (key !== undefined) own.push([key, value, pair.key]);
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
  #key(node: ParsedNode): Scalar | undefined {
    if (isScalar(node) && node.tag === undefined && node.type === 'PLAIN' && node.source === '=') return '=';
    const key = this.value(node);
    if (!isValueList(key) && !isValueMap(key)) return key;
    this.#refuse(node, `a ${isValueList(key) ? 'list' : 'map'} cannot be a key`);
    return undefined;
  }

  /** Earlier maps of a list of maps win, and the last one's keys come first. */
  #merge(merged: Entries, key: ParsedNode, node: ParsedNode | null): void {
    const value = this.value(node);
    const maps = isValueList(value) ? value.toReversed() : [value];
    for (const map of maps) {
      if (isValueMap(map)) merged.setAll(map);
      else this.#refuse(node ?? key, 'a merge key needs a map, or a list of maps');
    }
  }
}

function isMergeKey(node: ParsedNode): boolean {
  return (
    isScalar(node) && node.type === 'PLAIN' && node.tag === undefined && plainKind(node.source) === 'merge'
  );
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
