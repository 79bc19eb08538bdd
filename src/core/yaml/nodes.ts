/** The `yaml` package as we use it: for the structure of a text alone, never for the meaning of its scalars. */
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Alias, Document, ParsedNode, Scalar, YAMLMap, YAMLParseError } from 'yaml';

export { isAlias, isMap, isScalar, isSeq };
export type { Alias, ParsedNode, Scalar, YAMLMap };

export interface ParsedText {
  /** What was parsed; offsets of nodes and errors count in it. It may differ from the source in its layout. */
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
  /** The source's lines, without a byte order mark. */
  readonly lines: readonly string[];
  /** Line and column of an offset in the source's lines, both from 1. */
  place(offset: number): { readonly line: number; readonly column: number };
}

/**
 * Parses a text, mistakes included. Lines that continue a quoted text, a `[` or a `{` may be indented by less than
 * the standard asks for, as ruamel.yaml allows: where that alone is wrong, they are moved to the right.
 */
export function parseNodes(source: string): ParsedText {
  const lines = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?|\x85/g, '\n')
    .split('\n');
  const first = parseLines(lines, lines, 0);
  const width = Math.max(...lines.map(line => line.search(/[^ ]|$/))) + 2;
  const moved = [...lines];
  let now = first;
  // Every round moves a line that was not moved before.
  for (let work = first.text.length; work < MAX_WORK; work += now.text.length) {
    const line = lineToMove(now);
    if (line === undefined) return now.documents.some(document => document.errors.length > 0) ? first : now;
    if (moved[line] !== lines[line]) break;
    moved[line] = ' '.repeat(width) + (lines[line] ?? '');
    now = parseLines(moved, lines, width);
  }
  return first;
}

/** Characters to parse before giving up. */
const MAX_WORK = 2_000_000;

function parseLines(shown: readonly string[], lines: readonly string[], width: number): ParsedText {
  const text = shown.join('\n');
  const counter = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: counter,
    schema: 'failsafe',
    resolveKnownTags: false,
    // Its own check takes quadratic time and does not know which keys Python takes for one.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  return {
    text,
    documents: Array.isArray(documents) ? documents : [],
    lines,
    place: offset => {
      const { line, col } = counter.linePos(offset);
      const shift = shown[line - 1] === lines[line - 1] ? 0 : width;
      return { line, column: Math.max(1, col - shift) };
    },
  };
}

/** The line, from 0, that the first mistake says is indented by too little; undefined when it says something else. */
function lineToMove({ text, documents }: ParsedText): number | undefined {
  const error = documents.find(document => document.errors.length > 0)?.errors[0];
  if (error === undefined || !isAboutLayout(error)) return undefined;
  const lineStart = text.lastIndexOf('\n', error.pos[0] - 1) + 1;
  const line = text.slice(0, lineStart).split('\n').length - 1;
  const startsLine = text.slice(lineStart, error.pos[0]).trim() === '' && text[error.pos[0]] !== '\n';
  if (startsLine) return line;
  const rest = text.slice(lineStart).split('\n').slice(1);
  const next = rest.findIndex(each => each.trim() !== '');
  return next < 0 ? undefined : line + 1 + next;
}

function isAboutLayout({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): boolean {
  return (
    (code === 'BAD_INDENT' && message.startsWith('Flow ')) ||
    (code === 'MISSING_CHAR' && message.startsWith('Missing closing '))
  );
}
