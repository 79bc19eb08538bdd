/**
 * A config file as it stands: sections in file order, keys in lower case. A remote's section is called
 * `remote "name"`; options outside any section lie beside the sections.
 */
export type Config = ConfigSection;

export type ConfigSection = ReadonlyMap<string, ConfigEntry>;

/** A list is what values with bare commas read as. */
export type ConfigValue = string | readonly string[];

export type ConfigEntry = ConfigValue | ConfigSection;

/** Kinds of sections of which there may be many, each with a name. */
export const NAMED_KINDS = ['remote', 'machine', 'db'] as const;

export type NamedKind = (typeof NAMED_KINDS)[number];

export function isSection(entry: ConfigEntry | undefined): entry is ConfigSection {
  return entry instanceof Map;
}

/** The kind and name in a section's title such as `remote "storage"`. */
export function parseTitle(title: string): { readonly kind: NamedKind; readonly name: string } | undefined {
  const match = /^\s*(remote|machine|db)\s*"(.*)"\s*$/.exec(title);
  if (match === null) return undefined;
  const [, kind, name] = match;
  return { kind: kind as NamedKind, name: name ?? '' };
}

export function titleOf(kind: NamedKind, name: string): string {
  return `${kind} "${name}"`;
}

/** All entries of one kind by name, in file order. */
export function namedEntries(config: Config, kind: NamedKind): ReadonlyMap<string, ConfigEntry> {
  const found = new Map<string, ConfigEntry>();
  const plain = config.get(kind);
  if (isSection(plain)) for (const [name, entry] of plain) found.set(name, entry);
  for (const [title, entry] of config) {
    const named = parseTitle(title);
    if (named?.kind === kind) found.set(named.name, entry);
  }
  return found;
}

/** Later levels win, key by key. */
export function mergeConfigs(levels: readonly Config[]): Config {
  return levels.reduce(mergeSections, new Map<string, ConfigEntry>());
}

function mergeSections(below: ConfigSection, above: ConfigSection): ConfigSection {
  const merged = new Map(below);
  for (const [key, entry] of above) {
    const old = merged.get(key);
    merged.set(key, isSection(old) && isSection(entry) ? mergeSections(old, entry) : entry);
  }
  return merged;
}
