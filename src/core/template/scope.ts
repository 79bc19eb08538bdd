import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';

/** Where a value comes from. */
export interface Origin {
  /** As messages call it: a file, or the section it is written in. */
  readonly source: string;
  /** The parameters file that it was read from; absent for values of the pipeline file itself. */
  readonly file?: string;
  readonly path: readonly string[];
}

/** What is written where it is used, with no name of its own. */
const INLINE: Origin = { source: 'the pipeline file', path: [] };

/** A value with its origin: what templates may name. Map keys that are no text cannot be named, and are left out. */
export type Node = Leaf | ListNode | MapNode;

export class Leaf {
  readonly value: Scalar;
  readonly origin: Origin;
  constructor(value: Scalar, origin: Origin = INLINE) {
    this.value = value;
    this.origin = origin;
  }
  /** Written in place, not taken from somewhere by a template. */
  get isInline(): boolean {
    return this.origin === INLINE;
  }
}

export class ListNode {
  readonly items: readonly Node[];
  readonly origin: Origin;
  constructor(items: readonly Node[], origin: Origin = INLINE) {
    this.items = items;
    this.origin = origin;
  }
}

export class MapNode {
  readonly entries: Map<string, Node>;
  readonly origin: Origin;
  constructor(entries: Iterable<readonly [string, Node]>, origin: Origin = INLINE) {
    this.entries = new Map(entries);
    this.origin = origin;
  }
}

export function nodeOf(value: Value, origin: Origin): Node {
  const below = (key: string): Origin => ({ ...origin, path: [...origin.path, key] });
  if (isList(value))
    return new ListNode(
      value.map((item, index) => nodeOf(item, below(String(index)))),
      origin,
    );
  return isMap(value) ? mapNodeOf(value, origin) : new Leaf(value, origin);
}

export function mapNodeOf(value: ValueMap, origin: Origin): MapNode {
  const entries: [string, Node][] = [];
  for (const [key, item] of value) {
    if (typeof key === 'string')
      entries.push([key, nodeOf(item, { ...origin, path: [...origin.path, key] })]);
  }
  return new MapNode(entries, origin);
}

export function valueOf(node: Node): Value {
  if (node instanceof Leaf) return node.value;
  if (node instanceof ListNode) return node.items.map(valueOf);
  return new Map([...node.entries].map(([key, item]) => [key, valueOf(item)]));
}

/** A name that is there already. */
export interface Redefinition {
  readonly path: string;
  readonly source: string;
  readonly existing: string;
}

/** Nothing goes by this name: the last part that was found, and what there is below it. */
export interface NotFound {
  readonly found: readonly string[];
  readonly candidates: readonly string[];
}

/**
 * The values that templates of one pipeline file, or of one stage, may use.
 *
 * @source iterative/dvc dvc/parsing/context.py
 */
export class Scope {
  #root = new MapNode([]);
  /** File → the keys that were taken, or all of them. */
  readonly loaded = new Map<string, readonly string[] | 'whole'>();
  /** Names that nobody may give while they mean a stage's own item. */
  readonly reserved = new Set<string>();

  clone(): Scope {
    const copy = new Scope();
    copy.#root = copied(this.#root);
    for (const [file, keys] of this.loaded) copy.loaded.set(file, keys);
    for (const name of this.reserved) copy.reserved.add(name);
    return copy;
  }

  has(name: string): boolean {
    return this.#root.entries.has(name);
  }

  /** Adds to what is there; the first leaf that has a value already is the answer. */
  merge(other: MapNode): Redefinition | undefined {
    return mergeInto(this.#root, other);
  }

  /** Sets names for as long as `work` takes. */
  async with<T>(names: ReadonlyMap<string, Node>, work: () => Promise<T>): Promise<T> {
    const { entries } = this.#root;
    const before = new Map([...names.keys()].map(name => [name, entries.get(name)]));
    for (const [name, node] of names) {
      entries.set(name, node);
      this.reserved.add(name);
    }
    try {
      return await work();
    } finally {
      for (const [name, node] of before) {
        this.reserved.delete(name);
        if (node === undefined) entries.delete(name);
        else entries.set(name, node);
      }
    }
  }

  select(parts: readonly string[]): Node | NotFound {
    let node: Node = this.#root;
    for (const [at, part] of parts.entries()) {
      const next = child(node, part);
      if (next === undefined) return { found: parts.slice(0, at), candidates: keysOf(node) };
      node = next;
    }
    return node;
  }
}

export function isNode(selected: Node | NotFound): selected is Node {
  return selected instanceof Leaf || selected instanceof ListNode || selected instanceof MapNode;
}

/** Lists are indexed as in Python, from the end too. */
function child(node: Node, part: string): Node | undefined {
  if (node instanceof MapNode) return node.entries.get(part);
  return node instanceof ListNode && /^[+-]?\d+$/.test(part) ? node.items.at(Number(part)) : undefined;
}

function keysOf(node: Node): readonly string[] {
  if (node instanceof MapNode) return [...node.entries.keys()];
  return node instanceof ListNode ? node.items.map((_, index) => String(index)) : [];
}

function copied(node: MapNode): MapNode {
  const entries = [...node.entries].map(
    ([key, item]) => [key, item instanceof MapNode ? copied(item) : item] as const,
  );
  return new MapNode(entries, node.origin);
}

function mergeInto(into: MapNode, other: MapNode): Redefinition | undefined {
  for (const [key, node] of other.entries) {
    const there = into.entries.get(key);
    if (there instanceof MapNode && node instanceof MapNode) {
      const twice = mergeInto(there, node);
      if (twice !== undefined) return twice;
    } else if (there !== undefined) {
      const { path, source } = node.origin;
      return { path: path.join('.'), source, existing: there.origin.source };
    } else into.entries.set(key, node);
  }
  return undefined;
}
