/**
 * How many columns a terminal gives a text: two for wide East Asian letters and emoji, none for marks that
 * combine with the letter before. Joined emoji and flags count once. Control characters count nothing.
 */
export function widthOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let width = 0;
  let before = { width: 0, letter: '', isHalfFlag: false };
  let isJoined = false;
  for (const letter of text) {
    const isFlag = FLAG.test(letter);
    if (isJoined || (isFlag && before.isHalfFlag) || (SKIN.test(letter) && PICTURE.test(before.letter))) {
      before = { width: 0, letter, isHalfFlag: false };
      isJoined = false;
    } else if (letter === '\u200d') {
      isJoined = true;
    } else if (letter === '\ufe0f') {
      // Asks for the picture instead of the letter: ❤️ is wider than ❤.
      if (before.width === 1 && EMOJI.test(before.letter)) width++;
    } else {
      const own = letterWidth(letter);
      width += own;
      if (own > 0) before = { width: own, letter, isHalfFlag: isFlag };
    }
  }
  return width;
}

function letterWidth(letter: string): number {
  if (NARROW.test(letter)) return 1;
  if (NOTHING.test(letter)) return 0;
  return PICTURE_FIRST.test(letter) || isWide(letter.codePointAt(0) ?? 0) ? 2 : 1;
}

const FLAG = /\p{Regional_Indicator}/u;
const SKIN = /\p{Emoji_Modifier}/u;
const PICTURE = /\p{Extended_Pictographic}/u;
const PICTURE_FIRST = /\p{Emoji_Presentation}/u;
const EMOJI = /\p{Emoji}/u;
/** Format characters that are seen. */
const NARROW = /[\xad\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
/** Marks, invisible format characters, line separators, the vowels and finals of Hangul syllables, controls. */
const NOTHING = /[\p{M}\p{Cf}\p{Cc}\u2028\u2029\u1160-\u11ff\u3164\ud7b0-\ud7ff\uffa0]/u;

function isWide(code: number): boolean {
  return WIDE.some(([first, last]) => code >= first && code <= last);
}

/** Blocks whose letters are wide (Unicode's East Asian Width W and F), without the emoji. */
const WIDE: readonly (readonly [first: number, last: number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2630, 0x2637],
  [0x268a, 0x268f],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0xa4c6],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18df2],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
