import { Lines } from './lines.ts';
import { parseYaml } from './parse.ts';
import type { Entry, Node } from './node.ts';

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
  const lines = new Lines(text);
  const parsed = parseYaml(lines.text);
  const root = parsed.ok ? parsed.value : undefined;
  return wanted.map(({ path, at }) => placeOf(find(root, path, at), lines));
}

function find(
  root: Node | undefined,
  path: readonly (string | number)[],
  at: 'key' | 'value',
): Node | undefined {
  const anchors = new Map<string, Node>();
  collectAnchors(root, anchors);
  let key: Node | undefined;
  let node = root;
  for (const step of path) {
    const target = node?.kind === 'alias' ? anchors.get(node.name) : node;
    if (target?.kind === 'list') {
      const item = typeof step === 'number' ? target.items[step] : undefined;
      if (item === undefined) break;
      key = node = item;
    } else {
      const entry = target?.kind === 'map' ? entryOf(target.entries, String(step)) : undefined;
      if (entry === undefined) break;
      [key, node] = entry;
    }
  }
  const isEmpty = node === undefined || node.start === node.end;
  return at === 'value' && !isEmpty ? node : (key ?? node);
}

function entryOf(entries: readonly Entry[], name: string): Entry | undefined {
  return entries.find(([key]) => key.kind === 'scalar' && key.text === name);
}

function collectAnchors(node: Node | undefined, anchors: Map<string, Node>): void {
  if (node === undefined || node.kind === 'alias') return;
  if (node.anchor !== undefined) anchors.set(node.anchor, node);
  if (node.kind === 'list') for (const item of node.items) collectAnchors(item, anchors);
  if (node.kind === 'map') for (const [, value] of node.entries) collectAnchors(value, anchors);
}

/** Marks what stands on the first line. */
function placeOf(node: Node | undefined, lines: Lines): Place {
  const { start, end } = node ?? { start: 0, end: 0 };
  const { line, column } = lines.place(start);
  const source = lines.lines[line - 1] ?? '';
  const marked = source.slice(column - 1, column - 1 + end - start).trimEnd();
  return { line, column, length: Math.max(1, marked.length), source };
}
