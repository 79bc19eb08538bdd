import { isAlias, isMap, isScalar, isSeq, parseNodes } from './nodes.ts';
import type { ParsedNode, ParsedText, YAMLMap } from './nodes.ts';

/** A way down from the top of a document, by keys and indexes, and which end of its last step is meant. */
export interface WantedPlace {
  readonly path: readonly (string | number)[];
  readonly at: 'key' | 'value';
}

/** `line` and `column` start at 1, `length` is in characters of that line, `source` is the line itself. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly source: string;
}

/**
 * Finds where in a text things stand that were found wrong in its value: one place for each path. A path that
 * cannot be followed to its end is answered by the place where it was lost; through aliases it can.
 */
export function locatePaths(text: string, wanted: readonly WantedPlace[]): readonly Place[] {
  const parsed = parseNodes(text);
  const root = parsed.documents[0]?.contents ?? null;
  return wanted.map(({ path, at }) => placeOf(find(root, path, at), parsed));
}

function find(
  root: ParsedNode | null,
  path: readonly (string | number)[],
  at: 'key' | 'value',
): ParsedNode | null {
  const anchors = new Map<string, ParsedNode>();
  collectAnchors(root, anchors);
  let key: ParsedNode | null = null;
  let node = root;
  for (const step of path) {
    const target: ParsedNode | null =
      node !== null && isAlias(node) ? (anchors.get(node.source) ?? null) : node;
    if (isSeq(target)) {
      const item = typeof step === 'number' ? target.items[step] : undefined;
      if (item === undefined) break;
      key = node = item;
    } else {
      const pair = isMap<ParsedNode, ParsedNode | null>(target) ? pairOf(target, String(step)) : undefined;
      if (pair === undefined) break;
      key = pair.key;
      node = pair.value;
    }
  }
  const isEmpty = node === null || node.range[0] === node.range[1];
  return at === 'value' && !isEmpty ? node : (key ?? node);
}

function pairOf(map: YAMLMap.Parsed, name: string): YAMLMap.Parsed['items'][number] | undefined {
  return map.items.find(pair => isScalar(pair.key) && pair.key.source === name);
}

function collectAnchors(node: ParsedNode | null, anchors: Map<string, ParsedNode>): void {
  if (node === null || isAlias(node)) return;
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
  if (isSeq(node)) for (const item of node.items as readonly ParsedNode[]) collectAnchors(item, anchors);
  if (isMap(node)) for (const pair of node.items) collectAnchors(pair.value, anchors);
}

/** Marks what stands on the first line. */
function placeOf(node: ParsedNode | null, parsed: ParsedText): Place {
  const [start, end] = node?.range ?? [0, 0];
  const { line, column } = parsed.place(start);
  const source = parsed.lines[line - 1] ?? '';
  const marked = source.slice(column - 1, column - 1 + end - start).trimEnd();
  return { line, column, length: Math.max(1, marked.length), source };
}
