import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Content, Entry, MapNode, Node, Placed, ScalarNode } from './node.ts';
import { Directives, refuse } from './directives.ts';
import { Scanner } from './scanner.ts';
import { Refused } from './source.ts';
import type { Mistake } from './source.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Deeper ones are refused by Python, too, which reads 493 levels at best. */
const MAX_DEPTH = 500;

/**
 * Parses a text of one document; line ends must be newlines. The root is undefined for a text that holds nothing.
 *
 * @source ruamel.yaml 0.19 parser.py, composer.py: what it takes for a node.
 */
export function parseYaml(text: string): Result<Node | undefined, Mistake> {
  try {
    return ok(new Parser(text).document());
  } catch (error) {
    if (error instanceof Refused) return err(error.mistake);
    throw error;
  }
}

type Properties = Pick<Content, 'anchor' | 'tag'>;

class Parser {
  readonly #scanner: Scanner;
  readonly #directives = new Directives();
  #depth = 0;
  /** Every `[` and `{` that is open. */
  readonly #openings: Token[] = [];

  constructor(text: string) {
    this.#scanner = new Scanner(text);
  }

  document(): Node | undefined {
    if (this.#is('stream-end')) return undefined;
    if (!this.#is('directive', 'document-start')) return this.#end(this.#node(true));
    while (this.#is('directive')) this.#directives.add(this.#scanner.next());
    if (!this.#is('document-start')) refuse(this.#scanner.peek(), 'a line of `---` must stand before this');
    const { end } = this.#scanner.next();
    const isEmpty = this.#is('directive', 'document-start', 'document-end', 'stream-end');
    return this.#end(isEmpty ? this.#empty(end) : this.#node(true));
  }

  #end(root: Node): Node {
    const isMarked = this.#is('document-end');
    if (isMarked) this.#scanner.next();
    const found = this.#scanner.peek();
    if (found.kind === 'stream-end') return root;
    const isAnother = isMarked || found.kind === 'document-start' || found.kind === 'directive';
    return refuse(
      found,
      isAnother ? 'only one document may stand in a file' : 'this is no part of the value before it',
    );
  }

  #is(...kinds: readonly TokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  #empty(at: number): ScalarNode {
    return {
      kind: 'scalar',
      text: '',
      style: 'plain',
      start: at,
      end: at,
      anchor: undefined,
      tag: undefined,
    };
  }

  /** @param indentless may it be a list in the column of the keys around it? */
  #node(inBlock: boolean, indentless = false): Node {
    if (this.#is('alias')) {
      const { text, start, end } = this.#take();
      return { kind: 'alias', name: text, start, end };
    }
    const { start } = this.#scanner.peek();
    const properties = this.#properties();
    const first = this.#scanner.peek();
    if (++this.#depth > MAX_DEPTH) refuse(first, `more than ${MAX_DEPTH} levels are not understood`);
    const node = this.#content(first, { inBlock, indentless, start, properties });
    this.#depth--;
    return node;
  }

  #content(
    first: Token,
    where: { inBlock: boolean; indentless: boolean; start: number; properties: Properties },
  ): Node {
    const { inBlock, start, properties } = where;
    const place = (): Placed & Properties => ({ ...properties, start, end: Math.max(start, this.#lastEnd) });
    if (where.indentless && first.kind === 'block-item') {
      const items = this.#indentlessItems();
      return { kind: 'list', items, ...place() };
    }
    if (first.kind === 'scalar') {
      const { text, style, end } = this.#take();
      return { kind: 'scalar', text, style, ...properties, start, end };
    }
    if (first.kind === '[') return { kind: 'list', items: this.#flowItems(), ...place() };
    if (first.kind === '{') return { kind: 'map', entries: this.#flowEntries(), ...place() };
    if (inBlock && first.kind === 'block-list')
      return { kind: 'list', items: this.#blockItems(), ...place() };
    if (inBlock && first.kind === 'block-map')
      return { kind: 'map', entries: this.#blockEntries(), ...place() };
    if (properties.anchor === undefined && properties.tag === undefined) this.#unexpected(first);
    return { ...this.#empty(start), ...properties };
  }

  /** End of the last token that stands for characters. */
  #lastEnd = 0;

  #take(): Token {
    const taken = this.#scanner.next();
    this.#lastEnd = Math.max(this.#lastEnd, taken.kind === 'block-end' ? 0 : taken.end);
    return taken;
  }

  #unexpected(found: Token): never {
    if (found.kind === 'stream-end') this.#neverClosed();
    return refuse(found, UNEXPECTED[found.kind] ?? 'a value is missing before this', this.#openings.at(-1));
  }

  #properties(): Properties {
    let anchor: string | undefined;
    let tag: Token | undefined;
    if (this.#is('anchor')) {
      anchor = this.#take().text;
      if (this.#is('tag')) tag = this.#take();
    } else if (this.#is('tag')) {
      tag = this.#take();
      if (this.#is('anchor')) anchor = this.#take().text;
    }
    return { anchor, tag: tag === undefined ? undefined : this.#directives.fullTag(tag) };
  }

  // Block collections

  #blockItems(): readonly Node[] {
    const items: Node[] = [];
    this.#take();
    while (this.#is('block-item')) {
      const { end } = this.#take();
      items.push(this.#is('block-item', 'block-end') ? this.#empty(end) : this.#node(true));
    }
    this.#blockEnd('list');
    return items;
  }

  #indentlessItems(): readonly Node[] {
    const items: Node[] = [];
    while (this.#is('block-item')) {
      const { end } = this.#take();
      const isEmpty = this.#is('block-item', 'key', 'value', 'block-end');
      items.push(isEmpty ? this.#empty(end) : this.#node(true));
    }
    return items;
  }

  #blockEntries(): readonly Entry[] {
    const entries: Entry[] = [];
    this.#take();
    for (;;) {
      let key: Node;
      if (this.#is('key')) key = this.#blockPart(this.#take().end);
      else if (this.#is('value')) key = this.#empty(this.#scanner.peek().start);
      else break;
      const value = this.#is('value')
        ? this.#blockPart(this.#take().end)
        : this.#empty(this.#scanner.peek().start);
      entries.push([key, value]);
    }
    this.#blockEnd('map');
    return entries;
  }

  #blockPart(at: number): Node {
    return this.#is('key', 'value', 'block-end') ? this.#empty(at) : this.#node(true, true);
  }

  #blockEnd(what: 'list' | 'map'): void {
    const found = this.#scanner.peek();
    if (found.kind !== 'block-end') {
      refuse(found, `this is no part of the ${what} before it; check its indentation`);
    }
    this.#take();
  }

  // Flows

  #flowItems(): readonly Node[] {
    const items: Node[] = [];
    this.#openings.push(this.#take());
    while (!this.#is(']')) {
      if (items.length > 0) this.#comma(']');
      if (this.#is(']')) break;
      items.push(this.#is('key') ? this.#pair() : this.#node(false));
    }
    this.#take();
    this.#openings.pop();
    return items;
  }

  /** `a: 1` in a list: a map of its own. */
  #pair(): MapNode {
    const { start, end } = this.#take();
    const key = this.#flowPart(end, ']');
    const value = this.#is('value')
      ? this.#flowPart(this.#take().end, ']')
      : this.#empty(this.#scanner.peek().start);
    return {
      kind: 'map',
      entries: [[key, value]],
      anchor: undefined,
      tag: undefined,
      start,
      end: this.#lastEnd,
    };
  }

  #flowEntries(): readonly Entry[] {
    const entries: Entry[] = [];
    this.#openings.push(this.#take());
    while (!this.#is('}')) {
      if (entries.length > 0) this.#comma('}');
      if (this.#is('}')) break;
      const isKey = this.#is('key');
      let key: Node;
      if (isKey) key = this.#flowPart(this.#take().end, '}');
      else if (this.#is('value')) key = this.#empty(this.#scanner.peek().end);
      else {
        key = this.#node(false);
        entries.push([key, this.#empty(this.#scanner.peek().start)]);
        continue;
      }
      const value = this.#is('value')
        ? this.#flowPart(this.#take().end, '}')
        : this.#empty(this.#scanner.peek().start);
      entries.push([key, value]);
    }
    this.#take();
    this.#openings.pop();
    return entries;
  }

  #flowPart(at: number, closing: ']' | '}'): Node {
    return this.#is('value', ',', closing) ? this.#empty(at) : this.#node(false);
  }

  #neverClosed(): void {
    const opening = this.#openings.at(-1);
    if (opening !== undefined) refuse(opening, `this \`${opening.kind}\` is never closed`);
  }

  #comma(closing: ']' | '}'): void {
    if (this.#is(',')) this.#take();
    else {
      if (this.#is('stream-end')) this.#neverClosed();
      refuse(this.#scanner.peek(), `a \`,\` or \`${closing}\` is missing before this`, this.#openings.at(-1));
    }
  }
}

const UNEXPECTED: Partial<Record<TokenKind, string>> = {
  ',': 'a value is missing before this `,`',
  ']': 'this `]` closes nothing',
  '}': 'this `}` closes nothing',
  'block-item': 'a list cannot start here; begin it on the next line',
  'block-list': 'a list with dashes cannot stand in `[]` or `{}`',
  'stream-end': 'a value is missing at the end of the file',
};
