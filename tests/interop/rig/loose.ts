/** Forms in which two outputs are equal when only their order differs: real DVC's own changes from run to run there. */

/**
 * `exact`: to the byte. `json`: the same value, numbers by their text. `sets`: the same, with lists in any order.
 * `rows`: the same lines in any order.
 */
export type Strictness = 'exact' | 'json' | 'sets' | 'rows';

export function comparable(text: string, strictness: Strictness): unknown {
  switch (strictness) {
    case 'exact':
      return text;
    case 'json':
      return canonicalJson(text);
    case 'sets':
      return withoutOrder(canonicalJson(text));
    case 'rows':
      return text.split('\n').sort();
  }
}

/**
 * The value of Python's JSON with keys sorted and numbers kept as their source text (`#1.0`, `#NaN`), since `1`
 * and `1.0` are not equal here. Text that is no JSON is returned as it is.
 */
function canonicalJson(text: string): unknown {
  try {
    return sorted(JSON.parse(withQuotedNumbers(text)));
  } catch {
    return text;
  }
}

/** Makes JSON of Python's, in which numbers are texts (`#1.0`, `#NaN`). */
export function withQuotedNumbers(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|-?(?:\d[\d.eE+-]*|Infinity)|NaN/g, token =>
    token.startsWith('"') ? token : `"#${token}"`,
  );
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withoutOrder(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(withoutOrder).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutOrder(inner)]));
}
