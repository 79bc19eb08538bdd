/** Letters that take two columns on a terminal: East Asian scripts, full-width forms, emoji. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const HALF_WIDTH = /[\uff61-\uffdc]/u;
/** What only changes the letter before it, or is not seen at all. */
const NOTHING = /[\p{M}\p{Cf}]/u;

/** Columns of a terminal that a text takes; near enough for names in boxes, where joined emoji are rare. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  for (const letter of text) {
    if (!NOTHING.test(letter)) width += WIDE.test(letter) && !HALF_WIDTH.test(letter) ? 2 : 1;
  }
  return width;
}
