import type { ConfigValue } from './config.ts';

/**
 * Reads what stands after the `=` of one line: a bare or quoted text, or a list of them with commas, then
 * perhaps a comment. Undefined when it is none of these.
 */
export function scanValue(text: string): ConfigValue | undefined {
  if (isRest(text)) return '';
  if (text.startsWith(',')) return isRest(text.slice(1)) ? [] : undefined;
  return scanItems(text, []);
}

/** Goes on with the item at the start of `text`; `before` holds those already read. */
function scanItems(text: string, before: readonly string[]): ConfigValue | undefined {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") {
    const item = /^[^,#]+/.exec(text)?.[0];
    return item === undefined ? undefined : scanAfter(item.trimEnd(), text.slice(item.length), before);
  }
  // A quote ends the item only where something sensible follows it: `'it's'` reads as it's.
  for (let end = text.indexOf(quote, 1); end > 0; end = text.indexOf(quote, end + 1)) {
    const value = scanAfter(text.slice(1, end), text.slice(end + 1), before);
    if (value !== undefined) return value;
  }
  return undefined;
}

function scanAfter(item: string, rest: string, before: readonly string[]): ConfigValue | undefined {
  if (isRest(rest)) return before.length === 0 ? item : [...before, item];
  const comma = /^\s*,\s*/.exec(rest)?.[0];
  if (comma === undefined) return undefined;
  const next = rest.slice(comma.length);
  const items = [...before, item];
  return isRest(next) ? items : scanItems(next, items);
}

/** Nothing more, or a comment. */
export function isRest(text: string): boolean {
  return /^\s*(#|$)/.test(text);
}

/** The key of a `key = value` line and what follows the `=`. */
export function scanKey(line: string): { readonly key: string; readonly rest: string } | undefined {
  const text = line.trimStart();
  const quote = text[0];
  if (quote === '"' || quote === "'") {
    for (let end = text.indexOf(quote, 1); end > 0; end = text.indexOf(quote, end + 1)) {
      const equals = /^\s*=\s*/.exec(text.slice(end + 1))?.[0];
      if (equals !== undefined) return { key: text.slice(1, end), rest: text.slice(end + 1 + equals.length) };
    }
  } else if (!text.startsWith('=')) {
    return splitAtEquals(text);
  }
  // What is no key by itself is one with the last blank before it. Odd, but so the files are read.
  const indent = line.length - text.length;
  return indent === 0 ? undefined : splitAtEquals(line.slice(indent - 1));
}

function splitAtEquals(text: string): { readonly key: string; readonly rest: string } | undefined {
  const equals = text.indexOf('=');
  if (equals < 0) return undefined;
  const key = text.slice(0, 1) + text.slice(1, equals).trimEnd();
  return { key, rest: text.slice(equals + 1).trimStart() };
}

/** The depth and name in a line such as `[core]` or `[['nested']]`; `closing` counts the brackets after it. */
export function scanTitle(
  line: string,
): { readonly name: string; readonly depth: number; readonly closing: number } | undefined {
  const open = /^\s*(\[\s*)+/.exec(line)?.[0];
  if (open === undefined) return undefined;
  const text = line.slice(open.length);
  const quote = text[0];
  const isQuoted = quote === '"' || quote === "'";
  for (let end = isQuoted ? text.indexOf(quote, 1) + 1 : 1; end > 0 && end < text.length; ) {
    const close = /^(?:\s*\])+(?=\s*(?:#|$))/.exec(text.slice(end))?.[0];
    const name = isQuoted ? text.slice(1, end - 1) : text.slice(0, end);
    if (close !== undefined && name.trim() !== '')
      return { name, depth: count(open, '['), closing: count(close, ']') };
    end = isQuoted ? text.indexOf(quote, end) + 1 : end + 1;
  }
  return undefined;
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
