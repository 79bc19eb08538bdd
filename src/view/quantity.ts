import { countText } from '../model/count-text.ts';

/** As {@link joinWords}; of many the first ones, and how many more there are: `a, b and 298 more`. */
export function joinSome(words: readonly string[], most = 10): string {
  return words.length <= most
    ? joinWords(words)
    : joinWords([...words.slice(0, most - 1), `${countText(words.length - most + 1)} more`]);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
