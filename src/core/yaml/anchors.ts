import { isList, isMap, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

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
    if (typeof node !== 'object' || node === null) return;
    const listOrMap = isList(node) || isMap(node);
    if (!listOrMap && !(node instanceof Timestamp)) return;
    if (seen.has(node)) {
      if (!anchors.has(node)) anchors.set(node, `id${String(anchors.size + 1).padStart(3, '0')}`);
      return;
    }
    seen.add(node);
    if (listOrMap) for (const item of node.values()) visit(item);
  };
  visit(value);
  return anchors;
}
