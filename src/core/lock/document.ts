import type { LockEntry } from '../../model/stage.ts';
import { Float, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import { check } from '../schema/shape.ts';
import type { Problem } from '../schema/shape.ts';
import { nameAnchors, NodesSeen } from '../yaml/anchors.ts';
import { emitEntry, emitYaml } from '../yaml/emit.ts';
import { lockEntryValue, readLockEntry } from './entry.ts';
import { LOCK_SHAPE } from './shapes.ts';

/** What other stages hold keeps its text, down to how a float is written. */
const KEEP = { keepFloatText: true };

/**
 * A lock file as a value: every stage's entry in file order, and what else stands at the top.
 * Replacing one stage makes a new document; the text of the others is made once and kept.
 */
export class LockDocument {
  readonly #top: ReadonlyMap<string, Value>;
  readonly #stages: ReadonlyMap<string, Value>;
  readonly #entries = new Map<string, LockEntry>();
  readonly #texts: Map<string, string>;
  /** Handed on to the documents that come of this one; made when a text is first asked for. */
  #nodes: NodesSeen | undefined;
  /** Asked for once when it is written and once when the next entry is, which of a long file takes its time. */
  #text: string | undefined;

  private constructor(
    top: ReadonlyMap<string, Value>,
    stages: ReadonlyMap<string, Value>,
    texts: Map<string, string>,
    nodes?: NodesSeen,
  ) {
    this.#nodes = nodes;
    this.#top = top;
    this.#stages = stages;
    this.#texts = texts;
  }

  static readonly EMPTY = new LockDocument(new Map([['schema', '2.0']]), new Map(), new Map());

  /** @returns the mistakes instead when the content is not a lock file of the known schema. */
  static read(content: Value): LockDocument | readonly Problem[] {
    const top = content ?? new Map<string, Value>();
    const problems = check(top, LOCK_SHAPE);
    if (problems.length > 0 || !isMap(top)) return problems;
    const stages = top.get('stages');
    return new LockDocument(
      top as ReadonlyMap<string, Value>,
      (isMap(stages) ? stages : new Map()) as ReadonlyMap<string, Value>,
      new Map(),
    );
  }

  /** Is the content that {@link read} refused a lock file of another version, as DVC wrote them in the past? */
  static isOld(content: Value): boolean {
    if (!isMap(content) || content.size === 0) return false;
    const schema = content.get('schema');
    // Of the number no more than its quotes are missing.
    return schema !== '2.0' && !(schema instanceof Float && schema.text === '2.0');
  }

  entry(name: string): LockEntry | undefined {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const value = this.#stages.get(name);
    if (!isMap(value)) return undefined;
    const entry = readLockEntry(value);
    this.#entries.set(name, entry);
    return entry;
  }

  /**
   * The document with this stage's entry replaced in its place, or added.
   *
   * @param follower the entry before which a new one belongs; at the end where there is none of that name.
   */
  with(
    name: string,
    entry: LockEntry,
    follower?: string,
  ): { readonly document: LockDocument; readonly changed: boolean } {
    const value = lockEntryValue(entry);
    const before = this.#stages.get(name);
    const changed = before === undefined || !valuesEqual(before, value);
    const isMoved = before === undefined && follower !== undefined && this.#stages.has(follower);
    const stages = isMoved
      ? inserted(this.#stages, name, value, follower)
      : new Map(this.#stages).set(name, value);
    const texts = new Map(this.#texts);
    texts.delete(name);
    this.#nodes?.add(value);
    return { document: new LockDocument(this.#top, stages, texts, this.#nodes), changed };
  }

  /** The document without this stage's entry. */
  without(name: string): LockDocument {
    const stages = new Map(this.#stages);
    stages.delete(name);
    const texts = new Map(this.#texts);
    texts.delete(name);
    return new LockDocument(this.#top, stages, texts);
  }

  /** What it records of datasets, as it stands there. */
  get datasets(): Value | undefined {
    return this.#top.get('datasets');
  }

  /** Does it hold the entry of no stage? */
  get isEmpty(): boolean {
    return this.#stages.size === 0;
  }

  has(name: string): boolean {
    return this.#stages.has(name);
  }

  /** The new value of a stage, as {@link text} writes it. */
  value(name: string): Value {
    return this.#stages.get(name) ?? null;
  }

  /** The file's text, byte for byte as DVC writes it. */
  text(): string {
    return (this.#text ??= this.#made());
  }

  #made(): string {
    const document = new Map(this.#top).set('stages', this.#stages);
    if (this.#nodes === undefined) {
      this.#nodes = new NodesSeen();
      this.#nodes.add(document);
    }
    // Anchors are numbered through the whole of the text.
    if (this.#nodes.mayRepeat && nameAnchors(document).size > 0) return emitYaml(document, KEEP);
    const parts: string[] = [];
    for (const [key, value] of document)
      parts.push(key === 'stages' ? this.#stagesText() : emitEntry(key, value, 0, KEEP));
    return parts.join('');
  }

  #stagesText(): string {
    if (this.#stages.size === 0) return 'stages: {}\n';
    const parts = ['stages:\n'];
    for (const [name, value] of this.#stages) {
      let text = this.#texts.get(name);
      if (text === undefined) this.#texts.set(name, (text = emitEntry(name, value, 1, KEEP)));
      parts.push(text);
    }
    return parts.join('');
  }
}

function inserted<T>(map: ReadonlyMap<string, T>, key: string, value: T, follower: string): Map<string, T> {
  const entries: [string, T][] = [];
  for (const entry of map) {
    if (entry[0] === follower) entries.push([key, value]);
    entries.push(entry);
  }
  return new Map(entries);
}
