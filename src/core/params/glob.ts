/**
 * Compiles a shell pattern over one part of a key: `*`, `?`, `[a-z]`, `[!a-z]`; case matters, nothing escapes.
 *
 * @returns the test of a text, by whole code points.
 * @source Python's fnmatch.fnmatchcase: `]` first in brackets is itself, so is a `[` that nothing closes; ranges
 *         that run backwards hold nothing.
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  if (!/[*?[]/.test(pattern)) return text => text === pattern;
  const tokens = tokenize(Array.from(pattern));
  return text => matches(tokens, Array.from(text));
}

/** One character's test, or `'star'` for any number of characters. */
type Token = 'star' | ((character: string) => boolean);

function tokenize(pattern: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '*') tokens.push('star');
    else if (character === '?') tokens.push(() => true);
    else {
      const end = character === '[' ? closingBracket(pattern, at) : undefined;
      if (end === undefined) tokens.push(other => other === character);
      else {
        tokens.push(characterClass(pattern.slice(at + 1, end)));
        at = end;
      }
    }
  }
  return tokens;
}

function closingBracket(pattern: readonly string[], open: number): number | undefined {
  const first = pattern[open + 1] === '!' ? open + 2 : open + 1;
  // A bracket that closes at once stands for itself.
  const end = pattern.indexOf(']', pattern[first] === ']' ? first + 1 : first);
  return end < 0 ? undefined : end;
}

function characterClass(content: readonly string[]): (character: string) => boolean {
  const negated = content[0] === '!';
  const ranges: (readonly [number, number])[] = [];
  for (let at = negated ? 1 : 0; at < content.length; at++) {
    const low = codePoint(content[at]);
    const isRange = content[at + 1] === '-' && at + 2 < content.length;
    ranges.push([low, isRange ? codePoint(content[at + 2]) : low]);
    if (isRange) at += 2;
  }
  return character => {
    const code = codePoint(character);
    return ranges.some(([low, high]) => low <= code && code <= high) !== negated;
  };
}

function codePoint(character: string | undefined): number {
  return character?.codePointAt(0) ?? -1;
}

/** Greedy from the left; on a mismatch only the last star grows, so the time is at most quadratic. */
function matches(tokens: readonly Token[], text: readonly string[]): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    const test = tokens[token];
    const character = text[at];
    if (test === 'star') {
      star = token++;
      resume = at;
    } else if (test !== undefined && character !== undefined && test(character)) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++resume;
    } else return false;
  }
  while (tokens[token] === 'star') token++;
  return token === tokens.length;
}
