import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { closest } from '../schema/closest.ts';
import type { Problem } from '../schema/shape.ts';
import { findTemplates, parseExpression, unescape } from './expression.ts';
import { unreadable } from './raised.ts';
import type { Said, TemplateProblem } from './raised.ts';
import { isNode, Leaf, ListNode, MapNode, valueOf } from './scope.ts';
import type { Node, NotFound, Scope } from './scope.ts';
import { optionsText, templateText } from './text.ts';
import type { OptionStyle } from './text.ts';

type Path = Problem['path'];

/** File → dotted key → value: what templates took from parameters files. */
export type UsedParams = Map<string, Map<string, Value>>;

/**
 * Where a text stands, which decides what it may become: `command` unpacks maps, `stage` takes single values only,
 * `free` (lists to iterate over, sections at the top) takes everything.
 */
export type Place = 'command' | 'stage' | 'free';

/** Puts values in the place of templates. What is wrong is reported, and stays as it is written. */
export class Interpolation {
  readonly #scope: Scope;
  readonly #style: OptionStyle;
  readonly #report: (problem: TemplateProblem) => void;
  /** Is this the body of a group of stages? */
  readonly #isShared: boolean;
  readonly used: UsedParams = new Map();

  constructor(
    scope: Scope,
    style: OptionStyle,
    report: (problem: TemplateProblem) => void,
    isShared = false,
  ) {
    this.#isShared = isShared;
    this.#scope = scope;
    this.#style = style;
    this.#report = report;
  }

  /** Resolves all texts in a value, keys of maps included. */
  value(value: Value, path: Path, place: Place): Value {
    if (typeof value === 'string') return this.text(value, path, place);
    if (isList(value)) return value.map((item, index) => this.value(item, [...path, index], place));
    if (!isMap(value)) return value;
    return new Map(
      [...value].map(([key, item]): [Scalar, Value] => [
        this.#key(key, path, place),
        this.value(item, typeof key === 'string' ? [...path, key] : path, place),
      ]),
    );
  }

  /** @param wrapper what the names of types begin with in DVC, for values that keep where they are from. */
  #key(key: Scalar, path: Path, place: Place, wrapper?: 'Ctx'): Scalar {
    if (typeof key !== 'string') return key;
    const resolved = this.text(key, [...path, key], place, 'key');
    if (!isList(resolved) && !isMap(resolved)) return resolved;
    const type = isList(resolved) ? 'list' : 'dict';
    const found = wrapper === undefined ? type : `${wrapper}${type === 'list' ? 'List' : 'Dict'}`;
    const said = { type: 'TypeError', message: `unhashable type: '${found}'` };
    this.#wrong([...path, key], 'key', 'a key must be a single value', said);
    return key;
  }

  /** A text that is one template takes the value as it is; in a longer one values become text. */
  text(text: string, path: Path, place: Place, at: Problem['at'] = 'value'): Value {
    const node = this.node(text, path, place, at);
    return typeof node === 'string' ? node : valueOf(node);
  }

  /** As {@link text}, but a value that is taken whole keeps where it is from. */
  node(text: string, path: Path, place: Place, at: Problem['at'] = 'value'): Node | string {
    const templates = findTemplates(text);
    const [first] = templates;
    if (first === undefined) return unescape(text);
    if (first.start === 0 && first.end === text.length) {
      const node = this.#select(first.inner, path, at);
      return node === undefined || !this.#fits(node, path, place, at) ? text : node;
    }
    let result = '';
    let from = 0;
    for (const { start, end, inner } of templates) {
      const node = this.#select(inner, path, at);
      const piece = node === undefined ? undefined : this.#piece(node, path, place, at);
      result += text.slice(from, start) + (piece ?? text.slice(start, end));
      from = end;
    }
    return unescape(result + text.slice(from));
  }

  /** What a group of stages is made from: maps and lists whose items know where they are from. */
  iterable(value: Value, path: Path): Node {
    if (typeof value === 'string') {
      const node = this.node(value, path, 'free');
      return typeof node === 'string' ? new Leaf(node) : node;
    }
    if (isList(value)) return new ListNode(value.map((item, index) => this.iterable(item, [...path, index])));
    if (!isMap(value)) return new Leaf(value);
    return new MapNode(
      [...value].map(([key, item]) => {
        const resolved = this.#key(key, path, 'free', 'Ctx');
        return [templateText(resolved), this.iterable(item, [...path, templateText(key)])];
      }),
    );
  }

  #piece(node: Node, path: Path, place: Place, at: Problem['at']): string | undefined {
    if (!this.#fits(node, path, place, at)) return undefined;
    const value = valueOf(node);
    if (!isMap(value)) return templateText(value);
    const options = optionsText(value, this.#style);
    if ('text' in options) return options.text;
    this.#wrong(path, at, `cannot interpolate the nested list in '${options.nestedIn}'`, {
      words: `Cannot interpolate nested iterable in '${options.nestedIn}'`,
      isBelow: true,
    });
    return undefined;
  }

  #fits(node: Node, path: Path, place: Place, at: Problem['at']): boolean {
    if (node instanceof Leaf || place === 'free' || (place === 'command' && node instanceof MapNode))
      return true;
    const found = node instanceof MapNode ? 'dict' : 'list';
    const hint =
      found === 'dict'
        ? 'only `cmd` unpacks a mapping into options'
        : 'take one item, as in `${list.0}`, or put the list into a mapping and unpack that in `cmd`';
    const said: Said = { words: `Cannot interpolate data of type '${found}'`, isBelow: true };
    this.#wrong(path, at, `cannot interpolate data of type '${found}'`, said, hint);
    return false;
  }

  #select(inner: string, path: Path, at: Problem['at']): Node | undefined {
    const expression = parseExpression(inner);
    if ('failedAt' in expression) {
      this.#wrong(
        path,
        at,
        `\`\${${inner}}\` cannot be read`,
        unreadable(inner, expression.failedAt),
        'a template names a value: `${train.lr}`, `${layers[0]}`; there are no operators',
      );
      return undefined;
    }
    const { parts, dotted } = expression;
    const node = this.#scope.select(parts);
    if (!isNode(node)) {
      // What a group of stages shares is not read anew for each, and stays as it is written.
      const said = { words: `Could not find '${this.#isShared ? inner : dotted}'` };
      this.#wrong(path, at, `could not find '${inner}'`, said, nearest(parts, node));
      return undefined;
    }
    this.#track(node);
    return node;
  }

  /** Whole maps are used key by key, and nobody can tell which. @source dvc/parsing/context.py get_sources */
  #track(node: Node): void {
    const { file, path } = node.origin;
    if (file === undefined || node instanceof MapNode) return;
    const keys = this.used.get(file) ?? new Map<string, Value>();
    this.used.set(file, keys);
    keys.set(path.join('.'), valueOf(node));
  }

  #wrong(path: Path, at: Problem['at'], message: string, said: Said, hint?: string): void {
    this.#report({ path, at, message, ...(hint === undefined ? {} : { hint }), said });
  }
}

function nearest(parts: readonly string[], { found, candidates }: NotFound): string {
  const wanted = parts[found.length] ?? '';
  const near = closest(wanted, candidates);
  const name = (last: string): string => [...found, last].join('.');
  if (near !== undefined) return `did you mean \`${name(near)}\`?`;
  const place = found.length === 0 ? 'here' : `in \`${found.join('.')}\``;
  if (candidates.length === 0)
    return found.length === 0
      ? 'no values are loaded: put them into params.yaml beside this file, or name a file in `vars`'
      : `\`${found.join('.')}\` is a single value`;
  const shown = candidates.slice(0, 8).join(', ');
  return `known ${place}: ${shown}${candidates.length > 8 ? ', …' : ''}`;
}
