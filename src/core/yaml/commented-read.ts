import { isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { CST, ParsedNode, Scalar as ScalarNode, YAMLMap, YAMLSeq } from 'yaml';
import type { Scalar } from '../../model/value.ts';
import type {
  Behind,
  BlockText,
  Commented,
  CommentedDocument,
  CommentedEntry,
  CommentedItem,
  CommentedList,
  CommentedMap,
  CommentedScalar,
} from './commented.ts';
import { shareGaps } from './commented-gaps.ts';
import type { Piece } from './commented-gaps.ts';
import { readPlain } from './plain.ts';

/**
 * Reads a text with its comments. Undefined where it holds what this form cannot: anchors, tags, several documents,
 * `? ` keys, tabs, comments within `[…]`, and whatever is no YAML.
 */
export function readCommented(source: string): CommentedDocument | undefined {
  const text = source.replace(/\r\n/g, '\n');
  if (/[\t\r\x85\u2028\u2029\ufeff]|^(?:---|\.\.\.|%)/m.test(text)) return undefined;
  try {
    return new Reader(text).document();
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** Leaves the recursion; never seen outside of this file. */
class Unknown extends Error {}

class Reader {
  readonly #text: string;
  readonly #pieces: Piece[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  document(): CommentedDocument {
    const document = parseDocument(this.#text, {
      keepSourceTokens: true,
      schema: 'failsafe',
      resolveKnownTags: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
    });
    if (document.errors.length > 0 || !isMap(document.contents) || isFlow(document.contents)) leave();
    const root = this.#map(document.contents);
    const read: CommentedDocument = { root, tail: '' };
    this.#pieces.push({
      start: this.#text.length,
      end: this.#text.length,
      before: lines => (read.tail = lines),
    });
    if (!shareGaps(this.#text, this.#pieces)) leave();
    return read;
  }

  #node(node: ParsedNode | null, owner: { behind?: Behind }): Commented {
    if (node === null) return { is: 'scalar', value: null };
    if (isScalar(node)) return this.#scalar(node, owner);
    if (isMap(node)) return isFlow(node) ? this.#flow(node, owner) : this.#map(node);
    if (isSeq(node)) return isFlow(node) ? this.#flow(node, owner) : this.#list(node);
    return leave();
  }

  #map(node: YAMLMap.Parsed): CommentedMap {
    refuseProperties(node);
    const map: CommentedMap = { is: 'map', flow: false, before: '', entries: [] };
    for (const pair of node.items) {
      const token = (pair as { srcToken?: CST.CollectionItem }).srcToken;
      const colon = token?.sep?.find(({ type }) => type === 'map-value-ind')?.offset;
      if (
        colon === undefined ||
        !isScalar(pair.key) ||
        token?.start.some(({ type }) => type === 'explicit-key-ind')
      )
        leave();
      const key = scalarOf(pair.key, this.#text);
      const entry: CommentedEntry = { key, before: '', value: { is: 'scalar', value: null } };
      const isFirst = map.entries.length === 0;
      const [start, end] = pair.key.range;
      this.#pieces.push({
        start,
        end,
        before: lines => (isFirst ? (map.before = lines) : (entry.before = lines)),
      });
      const isScalarValue = pair.value === null || isScalar(pair.value) || isFlow(pair.value);
      this.#pieces.push({
        start: colon,
        end: colon + 1,
        ...(isEmpty(pair.value)
          ? { sameLine: behind => (entry.behind = behind), laterLine: behind => (entry.behind = behind) }
          : isScalarValue
            ? {}
            : { sameLine: behind => (entry.behindColon = behind) }),
      });
      entry.value = isEmpty(pair.value) ? { is: 'scalar', value: null } : this.#node(pair.value, entry);
      map.entries.push(entry);
    }
    return map;
  }

  #list(node: YAMLSeq.Parsed): CommentedList {
    refuseProperties(node);
    const token = node.srcToken as CST.BlockSequence | undefined;
    const list: CommentedList = { is: 'list', flow: false, before: '', items: [] };
    const dashes = (token?.items ?? []).flatMap(
      item => item.start.find(({ type }) => type === 'seq-item-ind')?.offset ?? [],
    );
    if (dashes.length !== node.items.length) leave();
    node.items.forEach((each, index) => {
      const item: CommentedItem = { before: '', value: { is: 'scalar', value: null } };
      const dash = dashes[index] ?? leave();
      this.#pieces.push({
        start: dash,
        end: dash + 1,
        before: lines => (index === 0 ? (list.before = lines) : (item.before = lines)),
        ...(isEmpty(each)
          ? { sameLine: behind => (item.behind = behind), laterLine: behind => (item.behind = behind) }
          : {}),
      });
      if (!isEmpty(each)) item.value = this.#node(each, item);
      list.items.push(item);
    });
    return list;
  }

  /** A collection in brackets is one piece: comments inside are not understood. */
  #flow(node: YAMLMap.Parsed | YAMLSeq.Parsed, owner: { behind?: Behind }): Commented {
    const [start, end] = node.range;
    if (holdsComment(node.srcToken as CST.FlowCollection | undefined)) leave();
    this.#pieces.push({ start, end, sameLine: behind => (owner.behind = behind) });
    return this.#inFlow(node);
  }

  #inFlow(node: ParsedNode | null): Commented {
    if (node === null) return { is: 'scalar', value: null };
    if (isScalar(node)) return plainScalar(node, this.#text);
    if (!isMap(node) && !isSeq(node)) return leave();
    refuseProperties(node);
    if (isSeq(node)) {
      const items = node.items.map((item): CommentedItem => ({ before: '', value: this.#inFlow(item) }));
      return { is: 'list', flow: true, before: '', items };
    }
    const entries = node.items.map((pair): CommentedEntry => {
      if (!isScalar(pair.key)) return leave();
      return { key: scalarOf(pair.key, this.#text), before: '', value: this.#inFlow(pair.value) };
    });
    return { is: 'map', flow: true, before: '', entries };
  }

  #scalar(node: ScalarNode.Parsed, owner: { behind?: Behind }): CommentedScalar {
    const token = node.srcToken;
    const [start, valueEnd] = node.range;
    const take = (behind: Behind): void => void (owner.behind = behind);
    if (token?.type !== 'block-scalar') {
      this.#pieces.push({ start, end: valueEnd, sameLine: take, laterLine: take });
      return plainScalar(node, this.#text);
    }
    if (token.props.some(({ type }) => !/^(block-scalar-header|space|newline)$/.test(type))) leave();
    const header = token.props.find(({ type }) => type === 'block-scalar-header');
    if (header?.type !== 'block-scalar-header' || !/^[|>][-+]?$/.test(header.source)) return leave();
    const keeps = header.source.endsWith('+');
    const source = keeps ? token.source : token.source.replace(/\n[ \n]*$/, '\n');
    const bodyStart = this.#text.indexOf('\n', header.offset) + 1;
    const end = bodyStart + source.length;
    this.#pieces.push({ start, end, sameLine: take, laterLine: take });
    const body = source.replace(/\n$/, '').split('\n');
    const indent = Math.min(...body.filter(line => line.trim() !== '').map(line => line.search(/[^ ]/)));
    if (!Number.isFinite(indent) || (body[0]?.search(/[^ ]/) ?? 0) !== indent) leave();
    const block: BlockText = {
      indicator: header.source.charAt(0),
      lines: body.map(line => line.slice(indent)),
    };
    return { is: 'scalar', value: scalarOf(node, this.#text), block };
  }
}

function plainScalar(node: ScalarNode.Parsed, text: string): CommentedScalar {
  refuseProperties(node);
  const value = scalarOf(node, text);
  const isNumber =
    node.type === 'PLAIN' && typeof value !== 'string' && typeof value !== 'boolean' && value !== null;
  return { is: 'scalar', value, ...(isNumber ? { source: node.source } : {}) };
}

function scalarOf(node: ScalarNode.Parsed, text: string): Scalar {
  refuseProperties(node);
  const { source, type } = node;
  if (type === 'PLAIN') {
    const value = readPlain(source);
    return value === undefined ? leave() : value;
  }
  // A last line that the file ends without closing has no line end to keep.
  const isOpen = type?.startsWith('BLOCK_') === true && node.range[1] >= text.length && !text.endsWith('\n');
  return isOpen && source.endsWith('\n') ? source.slice(0, -1) : source;
}

function refuseProperties(node: { anchor?: string; tag?: string }): void {
  if (node.anchor !== undefined || node.tag !== undefined) leave();
}

function isFlow(node: ParsedNode | null): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

/** Is there a comment between the brackets? */
function holdsComment(token: CST.FlowCollection | undefined): boolean {
  return (token?.items ?? []).some(
    ({ start, key, sep, value }) =>
      [...start, ...(sep ?? [])].some(isComment) || [key, value].some(isFollowedByComment),
  );
}

function isFollowedByComment(token: CST.Token | null | undefined): boolean {
  if (token === null || token === undefined) return false;
  if (token.type === 'flow-collection') return token.end.some(isComment) || holdsComment(token);
  return 'end' in token && (token.end ?? []).some(isComment);
}

function isComment({ type }: CST.SourceToken): boolean {
  return type === 'comment';
}

/** Nothing stands there at all, not even `~`. */
function isEmpty(node: ParsedNode | null): boolean {
  return node === null || (isScalar(node) && node.type === 'PLAIN' && node.range[0] === node.range[1]);
}

function leave(): never {
  throw new Unknown();
}
