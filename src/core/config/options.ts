import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { pyStr } from '../python/text.ts';
import { isSection, namedEntries, NAMED_KINDS, parseTitle } from './config.ts';
import type { Config, ConfigEntry, ConfigSection } from './config.ts';
import { SECTIONS } from './schema.ts';

/** An option as users name it: `section.option`, or `remote.name.option`. */
export interface OptionName {
  readonly kind: 'remote' | 'db' | undefined;
  readonly section: string;
  readonly option: string;
}

/** Names have no case. Undefined for what names no option. */
export function parseOptionName(text: string): OptionName | undefined {
  const match = /^(?:(remote|db)\.)?([^.]*)\.([^.]*)$/.exec(text);
  if (match === null) return undefined;
  const [, kind, section = '', option = ''] = match;
  return {
    kind: kind as OptionName['kind'],
    section: section.toLowerCase(),
    option: option.toLowerCase(),
  };
}

/** The config with the sections of one kind gathered under it, in the order in which DVC lists them. */
export function grouped(config: Config): Config {
  const groups = NAMED_KINDS.map((kind): [string, ConfigEntry] => [kind, namedEntries(config, kind)]);
  const others = [...config].filter(
    ([title]) => parseTitle(title) === undefined && !NAMED_KINDS.some(kind => kind === title),
  );
  return new Map([...groups, ...others]);
}

/** Looks an option up in a {@link grouped} config; DVC's words where it is not there. */
export function findOption(config: Config, name: OptionName): Result<ConfigEntry, string> {
  const section = sectionOf(config, name);
  if (!section.ok) return section;
  const entry = section.value.get(name.option);
  const what = name.kind ?? 'section';
  return entry === undefined
    ? err(`option '${name.option}' doesn't exist in ${what} '${name.section}'`)
    : ok(entry);
}

/** The {@link grouped} config with an option set. A section that is new comes last. */
export function withOption(config: Config, { kind, section, option }: OptionName, value: string): Config {
  const path = [...(kind === undefined ? [] : [kind]), section];
  return changed(config, path, entries => new Map(entries).set(option, value));
}

/** The {@link grouped} config without an option; DVC's words where it is not there. */
export function withoutOption(config: Config, name: OptionName): Result<Config, string> {
  const found = findOption(config, name);
  if (!found.ok) return found;
  const { kind, section, option } = name;
  const path = [...(kind === undefined ? [] : [kind]), section];
  return ok(changed(config, path, entries => new Map([...entries].filter(([key]) => key !== option))));
}

/** Every option with its full name, in the order of the file. */
export function flattened(config: Config, prefix = ''): readonly (readonly [name: string, text: string])[] {
  return [...config].flatMap(([key, entry]) =>
    isSection(entry)
      ? flattened(entry, `${prefix}${key}.`)
      : [[`${prefix}${key}`, entryText(entry)] as const],
  );
}

/** As DVC prints it. */
export function entryText(entry: ConfigEntry): string {
  return typeof entry === 'string' ? entry : pyStr(entry);
}

function sectionOf(config: Config, { kind, section }: OptionName): Result<ConfigSection, string> {
  const around = kind === undefined ? config : config.get(kind);
  const entry = isSection(around) ? around.get(section) : undefined;
  if (isSection(entry)) return ok(entry);
  // What DVC knows of is there, if only empty.
  const isKnown = kind === undefined && (Object.hasOwn(SECTIONS, section) || section === 'feature');
  return isKnown ? ok(new Map()) : err(`${kind ?? 'section'} '${section}' doesn't exist`);
}

function changed(
  section: ConfigSection,
  [first, ...rest]: readonly string[],
  change: (entries: ConfigSection) => ConfigSection,
): ConfigSection {
  if (first === undefined) return change(section);
  const entry = section.get(first);
  return new Map(section).set(first, changed(isSection(entry) ? entry : new Map(), rest, change));
}
