import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity, valuesSame } from '../python/equal.ts';
import { commented } from './commented-edit.ts';
import { writeFlow } from './commented-write.ts';
import { emitBlock, emitScalar } from './emit.ts';
import { Lines } from './lines.ts';
import type { Entry, MapNode, Node } from './node.ts';
import { parseYaml } from './parse.ts';
import { readPlain } from './plain.ts';
import { readYaml } from './read.ts';
import { anchorsOf, declares } from './splice-anchors.ts';
import type { Anchor, Use } from './splice-anchors.ts';
import { SourceText } from './splice-text.ts';
import type { Edit, Place } from './splice-text.ts';

/**
 * A text with another value, changed only where the values differ: whatever stands elsewhere is kept to the letter. A
 * value that is named by an anchor, goes or changes, and is used elsewhere, moves to the first place that uses it.
 *
 * @param depth how many maps deep the values may differ; at that depth a whole value may be written anew.
 * @returns undefined where the text cannot be changed that way. What is returned has been read again.
 */
export async function spliced(source: string, after: Value, depth: number): Promise<string | undefined> {
  const { text } = new Lines(source);
  const read = await readYaml(text);
  const parsed = parseYaml(text);
  if (!read.ok || !parsed.ok || parsed.value === undefined) return undefined;
  for (const manner of MANNERS) {
    const next = new Splice(text, manner, depth).text(parsed.value, read.value, after);
    const again = next === undefined ? undefined : await readYaml(next);
    if (again?.ok === true && valuesSame(again.value, after)) return next;
  }
  return undefined;
}

/** How a text is changed: from what keeps most to what works in most cases. */
interface Manner {
  /** What others use as well is left to them, and written anew here. */
  readonly apart: boolean;
  /** What moves does so as it is written. */
  readonly bySource: boolean;
  /** At the given depth all of the value is written anew. */
  readonly whole: boolean;
}

const MANNERS: readonly Manner[] = [
  { apart: false, bySource: true, whole: false },
  { apart: true, bySource: true, whole: false },
  { apart: true, bySource: false, whole: false },
  { apart: true, bySource: true, whole: true },
  { apart: true, bySource: false, whole: true },
];

class Splice {
  readonly #source: SourceText;
  readonly #manner: Manner;
  readonly #depth: number;
  readonly #edits: Edit[] = [];
  readonly #gone: Edit[] = [];
  readonly #leavesAnchor = new Set<Node>();

  constructor(text: string, manner: Manner, depth: number) {
    this.#source = new SourceText(text);
    this.#manner = manner;
    this.#depth = depth;
  }

  text(root: Node, before: Value, after: Value): string | undefined {
    const place: Place = { inFlow: this.#source.isFlow(root), indent: 0 };
    if (!this.#inside(root, before, after, place, 0)) return undefined;
    const anchors = anchorsOf(root, before, node => this.#source.isFlow(node));
    const moves = anchors.flatMap(anchor => this.#move(anchor, anchors));
    return this.#source.with([...moves, ...this.#edits]);
  }

  /** False where only writing all of the value anew will do. */
  #inside(node: Node, before: Value, after: Value, place: Place, level: number): boolean {
    if (node.kind === 'map' && isMap(before) && isMap(after) && before.size > 0 && after.size > 0)
      return this.#entries(node, before, after, place, level);
    if (node.kind !== 'list' || !isList(before) || !isList(after) || before.length !== after.length)
      return false;
    node.items.forEach((item, index) => {
      const [old, next] = [before[index] ?? null, after[index] ?? null];
      const inner = { ...place, indent: this.#source.column(item.start) };
      if (!this.#stays(item, old, next, inner, level)) this.#replaceItem(item, next, inner);
    });
    return true;
  }

  #entries(node: MapNode, before: ValueMap, after: ValueMap, place: Place, level: number): boolean {
    const [first] = node.entries;
    if (first === undefined) return false;
    const inner: Place = { ...place, indent: this.#source.column(first[0].start) + 2 };
    const own = new Map(node.entries.map(entry => [identityOf(entry[0]), entry]));
    const gone = node.entries.filter(([key]) => isGone(key, after));
    const inherited = [...before.keys()].some(key => !own.has(keyIdentity(key)) && !has(after, key));
    if (inherited || gone.length === node.entries.length) return false;
    for (const entry of gone) if (!this.#remove(node, entry, place)) return false;
    for (const [key, value] of after) {
      const entry = own.get(keyIdentity(key));
      const old = before.get(key);
      if (entry === undefined) {
        if (old === undefined || !valuesSame(old, value)) this.#insert(node, key, value, inner);
        continue;
      }
      const inFlow = place.inFlow || this.#source.isFlow(entry[1]);
      const below = { ...inner, inFlow };
      if (!this.#stays(entry[1], old ?? null, value, below, level + 1))
        this.#replaceEntry(entry, value, inner);
    }
    return true;
  }

  /** Is the value there as it should be, with changes inside at most? */
  #stays(node: Node, before: Value, after: Value, place: Place, level: number): boolean {
    if (valuesSame(before, after)) return true;
    const isWhole = this.#manner.whole && level >= this.#depth;
    const edits = this.#edits.length;
    const gone = this.#gone.length;
    if (!isWhole && this.#inside(node, before, after, place, level)) {
      if (this.#manner.apart) this.#leavesAnchor.add(node);
      return true;
    }
    this.#edits.length = edits;
    this.#gone.length = gone;
    return false;
  }

  #edit(edit: Edit): void {
    this.#edits.push(edit);
    if (edit.end > edit.start) this.#gone.push(edit);
  }

  #replaceItem(node: Node, value: Value, { inFlow, indent }: Place): void {
    const { start } = node;
    const end = this.#source.endOf(node);
    const text = isCollection(value) && !inFlow ? emitBlock(value, indent).trimStart() : undefined;
    const isEmpty = start === end;
    this.#edit({ start, end, text: (isEmpty ? ' ' : '') + (text ?? flowText(value, indent)) });
  }

  #replaceEntry([key, node]: Entry, value: Value, { inFlow, indent }: Place): void {
    const source = this.#source;
    const colon = source.colonAfter(key);
    if (inFlow) {
      this.#edit({
        start: colon,
        end: Math.max(colon, source.endOf(node)),
        text: ` ${flowText(value, indent)}`,
      });
      return;
    }
    const { end, remark } = source.valueBehind(colon, node);
    if (isFilled(value)) {
      const column = isList(value) ? indent - 2 : indent;
      this.#edit({ start: colon, end, text: `${remark}\n${emitBlock(value, column)}` });
      return;
    }
    const text = isCollection(value) ? flowText(value, indent) : scalarText(value, colon, indent, source);
    this.#edit({ start: colon, end, text: `${text === '' ? '' : ' '}${text}${remark}` });
  }

  #insert(node: MapNode, key: Scalar, value: Value, { inFlow, indent }: Place): void {
    const source = this.#source;
    const last = node.entries.at(-1);
    if (last === undefined) return;
    if (inFlow) {
      const at = Math.max(source.endOf(last[1]), last[0].end);
      const [inner] = [writeFlow(inBrackets(new Map([[key, value]])), 0, indent)];
      this.#edit({ start: at, end: at, text: `, ${inner.slice(1, -1)}` });
      return;
    }
    this.#edit(source.linesBehind(last, emitBlock(new Map([[key, value]]), indent - 2)));
  }

  #remove(node: MapNode, entry: Entry, { inFlow }: Place): boolean {
    const source = this.#source;
    if (!inFlow) {
      const lines = source.linesOf(entry);
      if (lines !== undefined) this.#edit({ ...lines, text: '' });
      return lines !== undefined;
    }
    const index = node.entries.indexOf(entry);
    const next = node.entries[index + 1];
    const previous = node.entries[index - 1];
    if (next !== undefined) this.#edit({ start: entry[0].start, end: next[0].start, text: '' });
    else if (previous !== undefined)
      this.#edit({ start: source.endOf(previous[1]), end: source.endOf(entry[1]), text: '' });
    return true;
  }

  /** Gives an anchor that is lost here to the first of those who use it. */
  #move({ node, uses, value }: Anchor, anchors: readonly Anchor[]): readonly Edit[] {
    const isLeft = this.#leavesAnchor.has(node) && !this.#goes(node);
    if (!isLeft && !this.#goes(node)) return [];
    const isLost = ({ alias }: Use): boolean => this.#goes(alias);
    const [first, ...more] = uses.filter(use => !isLost(use));
    if (first === undefined) return [];
    // A copy must not give a name again that stays, or that moves elsewhere.
    const isUnique = anchors.every(
      inner => inner.node === node || !isWithin(inner.node, node) || (!isLeft && inner.uses.every(isLost)),
    );
    const moved = this.#moved(node, isUnique, value, first, more.length > 0);
    return isLeft ? [...moved, this.#source.withoutAnchor(node)] : moved;
  }

  #goes({ start }: Node): boolean {
    return this.#gone.some(edit => start >= edit.start && start < edit.end);
  }

  #moved(
    node: Node,
    isCopied: boolean,
    value: Value | undefined,
    use: Use,
    isNamed: boolean,
  ): readonly Edit[] {
    const source = this.#source;
    const place: Place = { inFlow: use.inFlow, indent: source.indentOf(use) };
    const name = isNamed && declares(node) ? `&${node.anchor}` : '';
    const asWritten = isCopied && this.#manner.bySource ? source.copied(node, name, place) : undefined;
    if (asWritten !== undefined) return source.inPlaceOf(use.alias, asWritten.head, asWritten.body);
    if (value === undefined) return [];
    if (isFilled(value) && !place.inFlow)
      return source.inPlaceOf(use.alias, name, emitBlock(value, place.indent));
    const text = flowText(value, place.indent);
    return source.inPlaceOf(use.alias, `${name}${name === '' || text === '' ? '' : ' '}${text}`, undefined);
  }
}

function isWithin(inner: Node, outer: Node): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

function identityOf(key: Node): ReturnType<typeof keyIdentity> | undefined {
  const known = keyOf(key);
  return known === undefined ? undefined : keyIdentity(known);
}

/** Undefined for `<<`, and for what is no scalar. */
function keyOf(key: Node): Scalar | undefined {
  if (key.kind !== 'scalar') return undefined;
  return key.style === 'plain' && key.tag === undefined ? readPlain(key.text) : key.text;
}

function isGone(key: Node, after: ValueMap): boolean {
  const known = keyOf(key);
  return known !== undefined && !has(after, known);
}

function has(map: ValueMap, key: Scalar): boolean {
  return [...map.keys()].some(each => keyIdentity(each) === keyIdentity(key));
}

function isCollection(value: Value): value is ValueMap | readonly Value[] {
  return isMap(value) || isList(value);
}

function isFilled(value: Value): value is ValueMap | readonly Value[] {
  return isMap(value) ? value.size > 0 : isList(value) && value.length > 0;
}

function flowText(value: Value, indent: number): string {
  return writeFlow(inBrackets(value), indent, indent);
}

function inBrackets(value: Value): ReturnType<typeof commented> {
  const written = commented(value);
  return written.is === 'scalar' ? written : { ...written, flow: true };
}

function scalarText(value: Scalar, at: number, indent: number, source: SourceText): string {
  return value === null ? '' : emitScalar(value, source.column(at) + 1, indent);
}
