const ODD = /[!@#$%^&*()[\]{};,<>?/\\:.|`~=+ '"\p{C}\p{Z}]/gu;
/** Of the 255 bytes that file systems take. */
const MOST_BYTES = 200;
/** What stays of a longer name, in letters of up to four bytes: which revision it is of, and which file it is. */
const ENDS = 24;

/**
 * Hands out names of files for plots, none twice, also where `A` and `a` are the same name. As DVC does for the names
 * in its page, each odd letter becomes `_`, so that no name leads out of a folder.
 */
export function plotFileNames(): (plot: string, suffix: string) => string {
  const taken = new Set<string>();
  return (plot, suffix) => {
    const base = short(plot.replace(ODD, '_')) || 'plot';
    let name = `${base}${suffix}`;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}${suffix}`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** A long name without its middle. */
function short(name: string): string {
  if (new TextEncoder().encode(name).length <= MOST_BYTES) return name;
  const letters = Array.from(name);
  return `${letters.slice(0, ENDS).join('')}__${letters.slice(-ENDS).join('')}`;
}
