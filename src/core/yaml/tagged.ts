import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Scalar } from '../../model/value.ts';
import type { Scalar as ScalarNode } from './nodes.ts';
import { readAs, readPlain } from './plain.ts';

/** The value of a scalar node, by its tag if it has one; or what is wrong with it. */
export function scalarValue(node: ScalarNode.Parsed, text: string): Result<Scalar, string> {
  const content = contentOf(node, text);
  if (!content.ok) return content;
  const source = content.value;
  const tag = node.tag;
  // A lone `!` asks for what the text would mean without quotes.
  if (tag === undefined || tag === '!') {
    const value = node.type === 'PLAIN' || tag === '!' ? readPlain(source) : source;
    return value === undefined
      ? err(`\`${source}\` needs quotes: it is ${NEARLY[source] ?? 'no such number or date'}`)
      : ok(value);
  }
  const value = readTagged(tag, source);
  if (value !== undefined) return ok(value);
  return err(
    KNOWN_TAGS.has(tag)
      ? `\`${source}\` is not what its tag says`
      : `the tag \`${tag}\` is not understood here`,
  );
}

const NEARLY: Readonly<Record<string, string>> = { '<<': 'the merge key', '=': 'a key of its own kind' };

const PREFIX = 'tag:yaml.org,2002:';
const KNOWN_TAGS: ReadonlySet<string> = new Set(
  ['str', 'null', 'bool', 'int', 'float', 'timestamp'].map(name => PREFIX + name),
);
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'true', 'on'].map(word => [word, true] as const),
  ...['no', 'n', 'false', 'off'].map(word => [word, false] as const),
]);

function readTagged(tag: string, source: string): Scalar | undefined {
  switch (tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : tag) {
    case 'str':
      return source;
    case 'null':
      return null;
    case 'bool':
      return BOOLEANS.get(source.toLowerCase());
    case 'int':
      return readAs('integer', source);
    case 'float':
      return readAs('float', source);
    case 'timestamp':
      return readAs('timestamp', source);
    default:
      return undefined;
  }
}

/** The text as ruamel.yaml sees it where it differs from the standard. */
function contentOf(node: ScalarNode.Parsed, text: string): Result<string, string> {
  const { source } = node;
  switch (node.type) {
    case 'QUOTE_DOUBLE':
    case 'QUOTE_SINGLE': {
      const raw = text.slice(node.range[0], node.range[1]);
      // These two end a line and stay in the text; the blanks around them are layout.
      return ok(SEPARATORS.test(raw) ? source.replace(/ *([\u2028\u2029]+) */g, '$1') : source);
    }
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED': {
      if (SEPARATORS.test(source)) return err(SEPARATOR_MESSAGE);
      // A last line that the file ends without closing has no line end to keep.
      const isOpen = node.range[1] >= text.length && !text.endsWith('\n');
      return ok(isOpen && source.endsWith('\n') ? source.slice(0, -1) : source);
    }
    default:
      return SEPARATORS.test(source) ? err(SEPARATOR_MESSAGE) : ok(source);
  }
}

const SEPARATORS = /[\u2028\u2029]/;
const SEPARATOR_MESSAGE = 'U+2028 and U+2029 end a line; write them as `\\L` and `\\P` in double quotes';
