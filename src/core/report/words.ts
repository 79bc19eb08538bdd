export function shortOf(commit: string): string {
  return commit.slice(0, 7);
}

/** `1 stage`, `2 stages`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
