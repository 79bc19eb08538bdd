import type { CatalogEntry, CatalogOption } from '../../model/catalog.ts';

/** A word of the command line that a command begins with. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** The first words of all commands, each once. */
export function firstWords(catalog: readonly CatalogEntry[]): readonly Word[] {
  const words = new Map<string, string>();
  for (const { name, summary } of catalog) {
    const [first = '', second] = name.split(' ');
    if (!words.has(first))
      words.set(first, second === undefined ? summary : `Commands: ${names(catalog, first)}`);
  }
  return [...words].map(([word, description]) => ({ word, description }));
}

/** Groups of commands, with the second words of each. */
export function groups(catalog: readonly CatalogEntry[]): ReadonlyMap<string, readonly Word[]> {
  const found = new Map<string, Word[]>();
  for (const { name, summary } of catalog) {
    const [first = '', second] = name.split(' ');
    if (second === undefined) continue;
    found.set(first, [...(found.get(first) ?? []), { word: second, description: summary }]);
  }
  return found;
}

/** Commands that are given names of stages. */
export function withStages(catalog: readonly CatalogEntry[]): readonly string[] {
  return catalog.filter(({ takesStages }) => takesStages === true).map(({ name }) => name);
}

/** Prints the names of stages, one a line. */
export const LIST_STAGES = 'stage list --name-only';

/** The short and the long form. */
export function formsOf({ short, long }: CatalogOption): readonly string[] {
  return short === undefined ? [long] : [short, long];
}

/** A text in single quotes, in which a quote is written as `quote`. */
export function inQuotes(text: string, quote: string): string {
  return `'${text.replaceAll("'", () => quote)}'`;
}

function names(catalog: readonly CatalogEntry[], group: string): string {
  return catalog
    .filter(({ name }) => name.startsWith(`${group} `))
    .map(({ name }) => name.slice(group.length + 1))
    .join(', ');
}
