import { isList, isMap, Timestamp } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';

/** Names of the nodes that are written once and then referred to: `&id001`, `*id001`. */
export type Anchors = ReadonlyMap<Value, string>;

/**
 * Finds the lists, maps and dates that occur more than once in a value, as the same object. DVC writes them that
 * way when a parameters file uses aliases.
 *
 * @source ruamel.yaml 0.19 serializer.py: names are given in the order in which second occurrences are met.
 */
export function nameAnchors(value: Value): Anchors {
  const anchors = new Map<Value, string>();
  const seen = new Set<Value>();
  const visit = (node: Value): void => {
    if (!canBeNamed(node)) return;
    if (seen.has(node)) {
      if (!anchors.has(node)) anchors.set(node, `id${String(anchors.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(node);
    if (isList(node) || isMap(node)) for (const item of node.values()) visit(item);
  };
  visit(value);
  return anchors;
}

function canBeNamed(node: Value): node is readonly Value[] | ValueMap | Timestamp {
  return isList(node) || isMap(node) || node instanceof Timestamp;
}

/** Tells of a document that grows part by part whether anything in it may have to be named, without a look at all. */
export class NodesSeen {
  readonly #seen = new Set<Value>();
  /** Something came twice, or comes again after it went. */
  mayRepeat = false;

  add(node: Value): void {
    if (!canBeNamed(node)) return;
    if (this.#seen.has(node)) {
      this.mayRepeat = true;
      return;
    }
    this.#seen.add(node);
    if (isList(node) || isMap(node)) for (const item of node.values()) this.add(item);
  }
}
