import { isEnd, isGap } from './source.ts';
import type { Source } from './source.ts';
import { token } from './tokens.ts';
import type { Token } from './tokens.ts';

const BLANK = 0x20;
const HASH = 0x23;

/** Takes `&name` or `*name`. */
export function scanName(source: Source): Token {
  const start = source.at;
  const kind = source.text[start] === '*' ? 'alias' : 'anchor';
  const [text = ''] = match(source, NAME, start + 1);
  source.at = start + 1 + text.length;
  if (text === '')
    source.refuse(`\`${source.text.charAt(start)}\` needs a name, or quotes around the text`, start);
  return token(kind, start, source.at, { text });
}

const NAME = /[^\0-\x20\x7f-\x9f\u2028\u2029\ufeff,[\]{}]*/y;

/** Takes a tag: `!`, `!name`, `!!name`, `!handle!name` or `!<address>`. */
export function scanTag(source: Source): Token {
  const start = source.at;
  const tag = isVerbatim(source) ? verbatimTag(source) : shorthandTag(source);
  const unit = source.unit();
  if (unit !== BLANK && !isEnd(unit))
    source.refuse(`a tag cannot hold ${source.shown()}`, start, source.at + 1);
  return token('tag', start, source.at, tag);
}

type TagParts = Pick<Token, 'text' | 'handle'>;

function isVerbatim(source: Source): boolean {
  return source.text.startsWith('!<', source.at) || source.text.startsWith('!!<', source.at);
}

function verbatimTag(source: Source): TagParts {
  const start = source.at;
  source.at = source.text.indexOf('<', start) + 1;
  const text = takeAddress(source);
  if (source.text[source.at] !== '>') source.refuse('this tag needs a `>` at its end', start);
  source.at++;
  return { text, handle: undefined };
}

function shorthandTag(source: Source): TagParts {
  const handle = source.unit(1) === 0x21 ? '!!' : '!';
  if (isGap(source.unit(handle.length))) {
    source.at += handle.length;
    return { text: handle, handle: undefined };
  }
  const [named] = match(source, NAMED_HANDLE, source.at + handle.length - 1);
  if (named === undefined) {
    source.at += handle.length;
    return { text: takeAddress(source), handle };
  }
  if (!/^![\w-]*!$/.test(named))
    source.refuse('the name between `!` and `!` is made of letters, digits and `-`');
  source.at += handle.length - 1 + named.length;
  return { text: takeAddress(source), handle: named };
}

/** From one `!` to the next one of the same word. */
const NAMED_HANDLE = /![^\0\n \u2028\u2029!]+!/y;
const ADDRESS = /[\w\-;/?:@&=+$,.!~*'()[\]%#]*/y;

function takeAddress(source: Source): string {
  const start = source.at;
  const [raw = ''] = match(source, ADDRESS, start);
  if (raw === '') source.refuse('a tag needs a name');
  source.at += raw.length;
  if (!raw.includes('%')) return raw;
  try {
    return decodeURIComponent(raw);
  } catch {
    return source.refuse('two hexadecimal digits must follow each `%` in a tag', start, source.at);
  }
}

/** Takes a line that starts with `%`. Of those that are not known nothing is kept but the name. */
export function scanDirective(source: Source): Token {
  const start = source.at;
  const [name = ''] = match(source, DIRECTIVE_NAME, start + 1);
  if (name === '') source.refuse('a directive needs a name; a text that starts with `%` needs quotes');
  source.at += 1 + name.length;
  const known = name === 'YAML' ? VERSION : name === 'TAG' ? TAG_DIRECTIVE : undefined;
  let text = '';
  if (known !== undefined) {
    [text = ''] = match(source, known, source.at);
    if (text === '') source.refuse(`this is no %${name} directive`, start, source.at);
    source.at += text.length;
  } else if (source.unit() === BLANK || isEnd(source.unit())) source.skipToEnd();
  source.skip(BLANK);
  if (source.unit() === HASH) source.skipToEnd();
  if (!isEnd(source.unit())) source.refuse(`this directive cannot hold ${source.shown()}`);
  source.takeBreak();
  return token('directive', start, source.at, { handle: name, text: text.trim() });
}

const DIRECTIVE_NAME = /[A-Za-z0-9\-_:.]*/y;
const VERSION = / *[0-9]+\.[0-9]+(?=[\0\n \u2028\u2029])/y;
const TAG_DIRECTIVE = / *!(?:[\w-]*!)? +[\w\-;/?:@&=+$,.!~*'()[\]%#]+(?=[\0\n \u2028\u2029])/y;

function match(source: Source, pattern: RegExp, at: number): readonly string[] {
  pattern.lastIndex = at;
  return pattern.exec(source.text) ?? [];
}
