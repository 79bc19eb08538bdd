import { isEnd, isGap } from './source.ts';
import type { Source } from './source.ts';
import { token } from './tokens.ts';
import type { Token } from './tokens.ts';

const BLANK = 0x20;
const HASH = 0x23;
const COLON = 0x3a;

/** An unquoted text, and whether it ended at the start of a line, where a key may come. */
export interface PlainScan {
  readonly token: Token;
  readonly endsLine: boolean;
}

/**
 * Takes an unquoted text, over several lines if need be.
 *
 * @param indent what further lines are indented by at least; anything goes in a flow.
 */
export function scanPlain(source: Source, indent: number, inFlow: boolean): PlainScan {
  const start = source.at;
  let end = start;
  let text = '';
  let gap = '';
  let endsLine = false;
  while (source.unit() !== HASH) {
    const wordEnd = endOfWord(source, inFlow);
    if (wordEnd === source.at) break;
    text += gap + source.text.slice(source.at, wordEnd);
    end = source.at = wordEnd;
    const between = takeGap(source);
    endsLine = between.endsLine;
    gap = between.text;
    if (gap === '' || (!inFlow && source.column < indent)) break;
  }
  return { token: token('scalar', start, end, { text }), endsLine };
}

function endOfWord(source: Source, inFlow: boolean): number {
  const { text } = source;
  for (let at = source.at; ; at++) {
    const unit = text.charCodeAt(at);
    if (isGap(unit)) return at;
    if (unit === COLON) {
      if (isGap(text.charCodeAt(at + 1))) return at;
    } else if (inFlow && ',[]{}'.includes(text.charAt(at))) return at;
  }
}

/** Blanks and line ends, and what they mean in the text: nothing where a document ends. */
function takeGap(source: Source): { readonly text: string; readonly endsLine: boolean } {
  const start = source.at;
  source.skip(BLANK);
  const blanks = source.text.slice(start, source.at);
  const first = source.takeBreak();
  if (first === '') return { text: blanks, endsLine: false };
  let breaks = '';
  if (source.isDocumentMark()) return { text: '', endsLine: true };
  for (;;) {
    source.skip(BLANK);
    if (source.unit() === 0 || !isEnd(source.unit())) break;
    breaks += source.takeBreak();
    if (source.isDocumentMark()) return { text: '', endsLine: true };
  }
  return { text: foldBreaks(first, breaks), endsLine: true };
}

/** A newline is a blank and further ones are kept; a separator is always kept. */
export function foldBreaks(first: string, more: string): string {
  if (first !== '\n') return first + more;
  return more === '' ? ' ' : more;
}
