/** Where this machine keeps things: absolute folders, each with what stands for it. */
export type Places = readonly (readonly [folder: string, shown: string])[];

/**
 * Takes the folders of a machine out of a text, so that what remains is true everywhere. The longest one that begins a
 * path counts.
 */
export function hidePaths(text: string, places: Places): string {
  const known = places
    .filter(([folder]) => /^(?:\/|[A-Za-z]:\/)[^/]/.test(folder))
    .sort(([a], [b]) => b.length - a.length);
  if (!known.some(([folder]) => text.includes(folder))) return text;
  return known.reduce((hidden, [folder, shown]) => {
    const path = new RegExp(`(?<![\\w./-])${escaped(folder)}(/|(?![\\w.-]))`, 'g');
    return hidden.replace(path, (_, slash: string) =>
      shown === '' && slash === '' ? '.' : shown === '' ? '' : `${shown}${slash}`,
    );
  }, text);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
