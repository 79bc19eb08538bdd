const ODD = /[!@#$%^&*()[\]{};,<>?/\\:.|`~=+ '"\p{C}\p{Z}]/gu;
/** Of letters, which have up to four bytes; file systems take 255 bytes. */
const LONGEST = 60;

/**
 * Hands out names of files for plots, none twice, also where `A` and `a` are the same name. As DVC does for the names
 * in its page, each odd letter becomes `_`, so that no name leads out of a folder.
 */
export function plotFileNames(): (plot: string, suffix: string) => string {
  const taken = new Set<string>();
  return (plot, suffix) => {
    const base = Array.from(plot.replace(ODD, '_')).slice(-LONGEST).join('') || 'plot';
    let name = `${base}${suffix}`;
    for (let count = 2; taken.has(name.toLowerCase()); count++) name = `${base}_${count}${suffix}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
