/** Says where two pictures of a project differ, in few lines: only the paths that differ, of those only the lines. */
import type { Picture } from './tree.ts';

/** Lines shown around each difference. */
const context = 2;

/** @returns '' for equal pictures; otherwise `-` lines are the judge's alone, `+` lines the subject's. */
export function differences(judge: Picture, subject: Picture): string {
  const paths = [...new Set([...Object.keys(judge), ...Object.keys(subject)])].sort();
  return paths
    .filter(path => judge[path] !== subject[path])
    .map(path => `=== ${path}\n${compared(judge[path], subject[path])}`)
    .join('\n');
}

function compared(judge: string | undefined, subject: string | undefined): string {
  if (judge === undefined) return marked('+', subject ?? '');
  if (subject === undefined) return marked('-', judge);
  return lineDiff(judge.split('\n'), subject.split('\n'));
}

function marked(mark: string, text: string): string {
  return text.replace(/^/gm, `${mark} `);
}

/** The longest common subsequence is kept, everything else marked. */
function lineDiff(before: readonly string[], after: readonly string[]): string {
  const common = commonLengths(before, after);
  const length = (i: number, j: number): number => common[i]?.[j] ?? 0;
  const all: { readonly mark: ' ' | '-' | '+'; readonly text: string }[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && before[i] === after[j] && j < after.length) {
      all.push({ mark: ' ', text: before[i++] ?? '' });
      j++;
    } else if (j >= after.length || (i < before.length && length(i + 1, j) >= length(i, j + 1)))
      all.push({ mark: '-', text: before[i++] ?? '' });
    else all.push({ mark: '+', text: after[j++] ?? '' });
  }
  const near = (at: number): boolean =>
    all.slice(Math.max(0, at - context), at + context + 1).some(({ mark }) => mark !== ' ');
  return all
    .map(({ mark, text }, at) => (near(at) ? `${mark} ${text}` : undefined))
    .filter((line, at, lines) => line !== undefined || lines[at - 1] !== undefined)
    .map(line => line ?? '  …')
    .join('\n');
}

/** For every pair of positions the number of lines that what follows has in common. */
function commonLengths(before: readonly string[], after: readonly string[]): readonly Uint32Array[] {
  const table = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    const [row, below] = [table[i], table[i + 1]];
    if (row === undefined || below === undefined) continue;
    for (let j = after.length - 1; j >= 0; j--)
      row[j] = before[i] === after[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
  }
  return table;
}
