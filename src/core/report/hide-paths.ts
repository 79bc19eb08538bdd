/** Where this machine keeps things: absolute folders, each with what stands for it. */
export type Places = readonly (readonly [folder: string, shown: string])[];

/** A path begins a word, follows a short option, or is written as an address. */
const BEFORE = '(?:(?<!\\w)file://|(?<![\\w./-])|(?<=(?<![\\w./-])--?\\w{1,20}))';

/**
 * Takes the folders of a machine out of a text, so that what remains is true everywhere. The longest one that begins a
 * path counts.
 */
export function hidePaths(text: string, places: Places): string {
  const known = places
    .filter(([folder]) => /^(?:\/|[A-Za-z]:\/)[^/]/.test(folder))
    .flatMap(([folder, shown]) =>
      [...new Set([folder, encodeURI(folder.replace(/\p{Surrogate}/gu, '\ufffd'))])].map(
        written => [written, shown] as const,
      ),
    )
    .sort(([a], [b]) => b.length - a.length);
  if (!known.some(([folder]) => text.includes(folder))) return text;
  return known.reduce((hidden, [folder, shown]) => {
    const path = new RegExp(`${BEFORE}${escaped(folder)}(/|(?![\\w.-]))`, 'g');
    return hidden.replace(path, (_, slash: string) =>
      shown === '' && slash === '' ? '.' : shown === '' ? '' : `${shown}${slash}`,
    );
  }, text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
