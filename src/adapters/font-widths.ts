/** How wide letters are, in parts of the font's size. */
export type LetterWidths = (letter: string) => number;

/**
 * Reads the widths of a TrueType font's letters.
 *
 * @param font a file whose `cmap` has a table of format 4, as all fonts of Latin letters have.
 * @source OpenType specification: tables head, hhea, hmtx, cmap.
 */
export function readLetterWidths(font: Uint8Array): LetterWidths {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const table = (wanted: string): number => {
    for (let at = 12; at < 12 + 16 * view.getUint16(4); at += 16) {
      if (String.fromCharCode(...font.subarray(at, at + 4)) === wanted) return view.getUint32(at + 8);
    }
    throw new Error(`the font has no table ${wanted}`);
  };
  const unitsPerEm = view.getUint16(table('head') + 18);
  const metricCount = view.getUint16(table('hhea') + 34);
  const metrics = table('hmtx');
  const glyphOf = letterMap(view, table('cmap'));
  return letter => {
    const glyph = glyphOf(letter.codePointAt(0) ?? 0);
    return view.getUint16(metrics + 4 * Math.min(glyph, metricCount - 1)) / unitsPerEm;
  };
}

/** Glyph 0, the empty box, for letters that the font has not. */
function letterMap(view: DataView, cmap: number): (code: number) => number {
  const start = segmentsAt(view, cmap);
  const doubled = view.getUint16(start + 6);
  const ends = start + 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const offsets = deltas + doubled;
  return code => {
    for (let at = 0; at < doubled; at += 2) {
      if (view.getUint16(ends + at) < code) continue;
      const first = view.getUint16(starts + at);
      if (code < first) return 0;
      const delta = view.getUint16(deltas + at);
      const offset = view.getUint16(offsets + at);
      if (offset === 0) return (code + delta) & 0xffff;
      const glyph = view.getUint16(offsets + at + offset + 2 * (code - first));
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}

function segmentsAt(view: DataView, cmap: number): number {
  for (let index = 0; index < view.getUint16(cmap + 2); index++) {
    const at = cmap + view.getUint32(cmap + 8 + 8 * index);
    if (view.getUint16(at) === 4) return at;
  }
  throw new Error('the font has no table of letters that can be read');
}
