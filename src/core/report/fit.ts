/** A part of a report. Its text is whole: nothing is ever cut inside it. */
export interface Section {
  /** Where it stands, from the top. */
  readonly text: string;
  /** What stands there instead where there is no room: one line, or nothing. */
  readonly short: string;
  /** What is put in first when there is not enough room for all: the lower, the earlier. */
  readonly rank: number;
}

/** How long a text is. Of texts behind each other it is the sum. */
export type SizeOf = (text: string) => number;

const BETWEEN = '\n\n';

/**
 * Puts sections together, and where they are too long, leaves out those that matter least.
 *
 * @param sizeOf how the length is counted that may be `most`: UTF-16 code units are at least how forges count.
 * @returns the text, and whether all of it is there. Longer than `most` only where the short forms alone are.
 */
export function fit(
  sections: readonly Section[],
  most: number,
  sizeOf: SizeOf = text => text.length,
): { readonly text: string; readonly isWhole: boolean } {
  const chosen = new Map<Section, string>(sections.map(section => [section, section.short]));
  const lengthOf = (text: string): number => (text === '' ? 0 : sizeOf(text) + BETWEEN.length);
  let length = sections.reduce((sum, { short }) => sum + lengthOf(short), 0);
  let isWhole = true;
  for (const section of [...sections].sort((a, b) => a.rank - b.rank)) {
    const grown = length - lengthOf(section.short) + lengthOf(section.text);
    if (grown > most) {
      isWhole = false;
      continue;
    }
    length = grown;
    chosen.set(section, section.text);
  }
  const texts = [...chosen.values()].filter(text => text !== '');
  return { text: texts.join(BETWEEN), isWhole };
}
