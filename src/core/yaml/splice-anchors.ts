import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import type { AliasNode, Content, Node } from './node.ts';

/** A place that says `*name`. */
export interface Use {
  readonly alias: AliasNode;
  readonly inFlow: boolean;
  /** Of the map entry that it is the value of. */
  readonly key: Node | undefined;
}

/** A value with a name, and who uses it, in the order of the text. */
export interface Anchor {
  readonly node: Node;
  /** Undefined where it stands in a place that shows no value of its own, such as behind `<<`. */
  readonly value: Value | undefined;
  readonly uses: readonly Use[];
}

export function declares(node: Node): node is Node & Content & { readonly anchor: string } {
  return node.kind !== 'alias' && node.anchor !== undefined;
}

/** All anchors of a text, in its order. A name may be given again; from there on it means the new value. */
export function anchorsOf(root: Node, value: Value, isFlow: (node: Node) => boolean): readonly Anchor[] {
  const anchors: (Anchor & { readonly uses: Use[] })[] = [];
  const latest = new Map<string, { readonly uses: Use[] }>();
  const walk = (node: Node, found: Value | undefined, outer: boolean, key?: Node): void => {
    if (node.kind === 'alias') {
      latest.get(node.name)?.uses.push({ alias: node, inFlow: outer, key });
      return;
    }
    if (declares(node)) {
      const anchor = { node, value: found, uses: [] };
      anchors.push(anchor);
      latest.set(node.anchor, anchor);
    }
    if (node.kind === 'scalar') return;
    const inFlow = outer || isFlow(node);
    if (node.kind === 'list')
      node.items.forEach((item, index) => walk(item, isList(found) ? found[index] : undefined, inFlow));
    else
      for (const [name, inner] of node.entries) {
        walk(name, undefined, inFlow);
        const isKnown = isMap(found) && name.kind === 'scalar';
        walk(inner, isKnown ? found.get(name.text) : undefined, inFlow, name);
      }
  };
  walk(root, value, false);
  return anchors;
}
