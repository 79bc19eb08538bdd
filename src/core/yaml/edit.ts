import { parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { Float, isList, isMap, Timestamp } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';

/** Sets one value in a text that people wrote, keeping everything else, comments included. */
export function editPath(text: string, path: readonly string[], value: Value): string {
  const document = parse(text);
  const [top = ''] = path;
  // An empty section (`stages:`) holds no collection to put anything into.
  if (path.length > 1 && !isCollection(document.get(top))) document.set(top, document.createNode({}));
  document.setIn(path, document.createNode(plain(value)));
  return written(document, text);
}

/** Takes one value out of such a text. */
export function removePath(text: string, path: readonly string[]): string {
  const document = parse(text);
  document.deleteIn(path);
  return written(document, text);
}

function parse(text: string): Document.Parsed {
  return parseDocument(text, { uniqueKeys: false, keepSourceTokens: true });
}

function written(document: Document.Parsed, before: string): string {
  return document.toString({
    lineWidth: 0,
    flowCollectionPadding: false,
    indentSeq: !/\n(\s*)[^\s#-][^\n]*:\n\1- /.test(`\n${before}`),
  });
}

function isCollection(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'items' in node;
}

/** As the library wants it: maps stay maps, so that the order of keys is kept. */
function plain(value: Value): unknown {
  if (isMap(value)) return new Map([...value].map(([key, item]) => [plain(key), plain(item)]));
  if (isList(value)) return value.map(plain);
  if (value instanceof Float) return value.value;
  return value instanceof Timestamp ? value.text : value;
}
