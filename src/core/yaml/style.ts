import { plainKind } from './plain.ts';

/** How a text is written: as it is, in `'…'`, or in `"…"` with escapes. */
export type Style = 'plain' | 'single' | 'double';

/**
 * Chooses the style of a text.
 *
 * @source ruamel.yaml 0.19 emitter.py (analyze_scalar, choose_scalar_style), block context, no style asked for.
 */
export function styleOf(text: string): Style {
  if (text === '') return 'single';
  if ((isPlainAscii(text) || mayBePlain(text)) && plainKind(text) === 'text') return 'plain';
  if (text.includes("'") || text.includes('\n') || SPECIAL.test(text)) return 'double';
  return BREAK_BESIDE_BLANK.test(text) ? 'double' : 'single';
}

/** Does it hold what YAML takes for a line end? */
export function hasBreak(text: string): boolean {
  return BREAK.test(text);
}

const BREAK = /[\n\x85\u2028\u2029]/;
const BREAK_BESIDE_BLANK = / [\x85\u2028\u2029]|[\x85\u2028\u2029] /;
/** Controls, tabs, byte order marks and halves of surrogate pairs. */
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const INDICATOR = /^[#,[\]{}&*!|>'"%@`]|^(?:---|\.\.\.)|^[-?](?: |$)|:(?: |$)|(?:^| )#/;

function mayBePlain(text: string): boolean {
  return !(
    text.startsWith(' ') ||
    text.endsWith(' ') ||
    INDICATOR.test(text) ||
    BREAK.test(text) ||
    SPECIAL.test(text)
  );
}

/** Spots the common case with one look at each character; false only means that it did not. */
function isPlainAscii(text: string): boolean {
  const first = text.charCodeAt(0);
  const isWord =
    (first >= 0x61 && first <= 0x7a) || (first >= 0x41 && first <= 0x5a) || (first >= 0x2f && first <= 0x39);
  if (!isWord || text.charCodeAt(text.length - 1) === 0x20) return false;
  for (let i = 1; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // `:` and `#` matter only beside blanks; the full rules sort that out.
    if (unit < 0x20 || unit > 0x7e || unit === 0x3a || unit === 0x23) return false;
  }
  return true;
}
