import { Float, isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { floatText } from '../python/float.ts';
import { valuesSame } from '../python/equal.ts';
import { dataFormat, readData } from '../reading/by-suffix.ts';

/**
 * The text of a parameters file with another value at one place, and everything else to the letter. Whatever is
 * returned has been read again, and holds that value and nothing else that is new.
 *
 * @param content what `text` holds.
 * @param at the keys and list indexes that lead to a scalar.
 * @returns undefined where the value stands in a way that nobody here can write.
 */
export async function changedParam(
  path: string,
  text: string,
  content: Value,
  at: readonly Scalar[],
  value: Scalar,
): Promise<string | undefined> {
  const wanted = withValue(content, at, value);
  const isRight = async (changed: string | undefined): Promise<boolean> => {
    if (changed === undefined) return false;
    const read = await readData(path, changed);
    return read.ok && valuesSame(read.value, wanted);
  };
  for (const changed of candidates(text, at.at(-1), value)) if (await isRight(changed)) return changed;
  if (dataFormat(path) !== 'yaml') return undefined;
  const { spliced } = await import('../yaml/splice.ts');
  const changed = await spliced(text, wanted, at.length);
  return (await isRight(changed)) ? changed : undefined;
}

function withValue(content: Value, [key, ...rest]: readonly Scalar[], value: Scalar): Value {
  if (key === undefined) return value;
  if (isList(content))
    return content.map((item, index) => (index === Number(key) ? withValue(item, rest, value) : item));
  if (!isMap(content)) return content;
  return new Map(
    [...content].map(([name, item]) => [name, name === key ? withValue(item, rest, value) : item]),
  );
}

/**
 * The texts in which one value that stands behind the key is another: `seed: 1`, `"seed": 1`, `seed = 1`,
 * `self.seed: int = 1`. One language is read as the other here; which of the texts is right, if any, is found by reading.
 */
function* candidates(text: string, key: Scalar | undefined, value: Scalar): Iterable<string> {
  const written = literal(value);
  if (typeof key !== 'string' || written === undefined) return;
  const name = key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const before = `(?<![\\w-])(["']?)${name}\\1[ \\t]*(?::[ \\t]*[\\w.]+[ \\t]*=|[:=])[ \\t]*`;
  const scalar = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|[^\\s,#"'}\\])]+`;
  for (const found of text.matchAll(new RegExp(`${before}(${scalar})`, 'g'))) {
    const old = found[2] ?? '';
    const end = found.index + found[0].length;
    yield text.slice(0, end - old.length) + written + text.slice(end);
  }
}

/** As YAML, JSON, TOML and Python all write it. */
function literal(value: Scalar): string | undefined {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Float) return value.text ?? floatText(value.value);
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}
