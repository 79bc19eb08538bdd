import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Scalar } from '../../model/value.ts';
import type { ScalarNode } from './node.ts';
import { readAs, readPlain } from './plain.ts';

/** The value of a scalar node, by its tag if it has one; or what is wrong with it. */
export function scalarValue({ tag, style, text }: ScalarNode): Result<Scalar, string> {
  // A lone `!` asks for what the text would mean without quotes.
  if (tag === undefined || tag === '!') {
    const value = style === 'plain' || tag === '!' ? readPlain(text) : text;
    return value === undefined
      ? err(`\`${text}\` needs quotes: it is ${NEARLY[text] ?? 'no such number or date'}`)
      : ok(value);
  }
  const value = readTagged(tag, text);
  if (value !== undefined) return ok(value);
  return err(
    KNOWN_TAGS.has(tag)
      ? `\`${text}\` is not what its tag says`
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
  switch (tag.startsWith(PREFIX) ? tag.slice(PREFIX.length) : '') {
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
