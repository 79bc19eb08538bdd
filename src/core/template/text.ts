import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';

/** How a map becomes options of a command; from the project's settings (`parsing.bool`, `parsing.list`). */
export interface OptionStyle {
  readonly bool: 'store_true' | 'boolean_optional';
  readonly list: 'nargs' | 'append';
}

/** What a value looks like inside a longer text. */
export function templateText(value: Value): string {
  return typeof value === 'boolean' ? String(value) : pyStr(value);
}

/**
 * A map as options of a command: `--lr 0.1 --layers 1 2 --verbose`; nested maps are joined by dots.
 *
 * @returns undefined and the option's name when its value is a list that holds more than single values.
 * @source iterative/dvc dvc/parsing/interpolate.py (to_str of a dict).
 */
export function optionsText(
  options: ValueMap,
  style: OptionStyle,
): { readonly text: string } | { readonly nestedIn: string } {
  const words: string[] = [];
  for (const [name, value] of flattened(options)) {
    const option = `--${name}`;
    if (typeof value === 'boolean') {
      if (value) words.push(option);
      else if (style.bool === 'boolean_optional') words.push(`--no-${name}`);
    } else if (isList(value)) {
      if (value.some(item => isList(item) || isMap(item))) return { nestedIn: name };
      value.forEach((item, index) => {
        if (index === 0 || style.list === 'append') words.push(option);
        words.push(typeof item === 'string' ? shellQuote(item) : pyStr(item));
      });
    } else words.push(option, typeof value === 'string' ? shellQuote(value) : pyStr(value));
  }
  return { text: words.join(' ').trimEnd() };
}

function* flattened(map: ValueMap, prefix = ''): Iterable<[string, Value]> {
  for (const [key, value] of map) {
    const name = `${prefix}${pyStr(key)}`;
    // An empty map has nothing to say.
    if (isMap(value)) yield* flattened(value, `${name}.`);
    else yield [name, value];
  }
}

/** Quoted for a POSIX shell, where it has to be. @source Python's shlex.quote */
function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}
