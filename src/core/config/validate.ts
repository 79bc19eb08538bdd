import { isSection, namedEntries, NAMED_KINDS, parseTitle } from './config.ts';
import type { Config, ConfigEntry, ConfigSection, NamedKind } from './config.ts';
import { quoted } from './quoted.ts';
import { LINK_TYPES, linkTypes } from './checks.ts';
import { DATABASE, FEATURE, MACHINE, REMOTES, SECTIONS, type Options } from './schema.ts';

/** A mistake, and the way to it: section or kind, name, option. */
export interface ConfigMistake {
  /** In DVC's words, place included. */
  readonly text: string;
  /** The same without the place. */
  readonly message: string;
  readonly path: readonly string[];
  /** What could stand there instead of the last step of the path, or of its value. */
  readonly choices?: readonly string[];
  readonly of?: 'name' | 'value';
}

export interface ConfigVerdict {
  /** In DVC's words, in the order in which DVC finds them. It prints the first one only. */
  readonly errors: readonly ConfigMistake[];
  readonly warnings: readonly string[];
}

/** Judges the merged config: names of sections and options, and their values. */
export function validateConfig(config: Config): ConfigVerdict {
  const errors = [
    ...NAMED_KINDS.flatMap(kind => namedErrors(config, kind)),
    ...[...config].flatMap(([title, entry]) => sectionErrors(title, entry)),
  ];
  return { errors, warnings: featureWarnings(config.get('feature')) };
}

function namedErrors(config: Config, kind: NamedKind): readonly ConfigMistake[] {
  const plain = config.get(kind);
  if (plain !== undefined && !isSection(plain)) return [wrong('expected a dictionary', [kind])];
  return [...namedEntries(config, kind)].flatMap(([name, entry]) => {
    if (kind === 'remote') return remoteErrors(name, entry);
    return entryErrors(entry, kind === 'machine' ? MACHINE : DATABASE, [kind, name]);
  });
}

function sectionErrors(title: string, entry: ConfigEntry): readonly ConfigMistake[] {
  if (parseTitle(title) !== undefined || NAMED_KINDS.some(kind => kind === title)) return [];
  if (title === 'feature') return entryErrors(entry, FEATURE, [title], true);
  const options = SECTIONS[title];
  if (options === undefined) return [extra([title], [...Object.keys(SECTIONS), ...NAMED_KINDS])];
  const errors = entryErrors(entry, options, [title]);
  const isTwice =
    title === 'hydra' && isSection(entry) && entry.has('config_dir') && entry.has('config_module');
  return isTwice
    ? [
        ...errors,
        {
          text: "two or more values in the same group of exclusion 'config_source' @ data['hydra'][<config_source>]",
          message: '`config_dir` and `config_module` exclude each other',
          path: [title, 'config_module'],
        },
      ]
    : errors;
}

function remoteErrors(name: string, entry: ConfigEntry): readonly ConfigMistake[] {
  const path = ['remote', name];
  const url = isSection(entry) ? entry.get('url') : undefined;
  if (url === undefined) return [wrong("expected 'url'", path)];
  if (typeof url !== 'string') return [wrong('expected str', [...path, 'url'])];
  const options = optionsOf(url);
  if (options === undefined) return [wrong(`Unsupported URL type ${schemeOf(url)}://`, path)];
  return options === 'anything' ? [] : entryErrors(entry, options, path);
}

function optionsOf(url: string): Options | 'anything' | undefined {
  const scheme = schemeOf(url);
  return Object.hasOwn(REMOTES, scheme) ? REMOTES[scheme] : undefined;
}

/** The empty string for paths: nothing counts as a URL that names no host or bucket. */
function schemeOf(url: string): string {
  return /^(?:([a-z][a-z0-9+.-]*):)?\/\/[^/?#]/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

function entryErrors(
  entry: ConfigEntry,
  options: Options,
  path: readonly string[],
  open = false,
): readonly ConfigMistake[] {
  if (!isSection(entry)) return [wrong('expected a dictionary', path)];
  const errors: ConfigMistake[] = [];
  for (const [key, value] of entry) {
    const check = Object.hasOwn(options, key) ? options[key] : undefined;
    if (check === undefined) {
      if (!open) errors.push(extra([...path, key], Object.keys(options)));
      continue;
    }
    const message = check(value);
    if (message !== undefined)
      errors.push(wrong(message, [...path, key], check === linkTypes ? LINK_TYPES : undefined));
  }
  return errors;
}

function featureWarnings(entry: ConfigEntry | undefined): readonly string[] {
  const unknown = isSection(entry) ? unknownKeys(entry) : [];
  if (unknown.length === 0) return [];
  const names = unknown.map(key => `'feature.${key}'`).join(', ');
  return [`${names} config option${unknown.length === 1 ? ' is' : 's are'} unsupported`];
}

function unknownKeys(section: ConfigSection): readonly string[] {
  return [...section.keys()].filter(key => !Object.hasOwn(FEATURE, key)).sort();
}

function wrong(message: string, path: readonly string[], choices?: readonly string[]): ConfigMistake {
  const text = `${message} for dictionary value @ ${place(path)}`;
  return { text, message, path, ...(choices === undefined ? {} : { choices, of: 'value' }) };
}

function extra(path: readonly string[], choices: readonly string[]): ConfigMistake {
  const message = path.length === 1 ? 'there is no such section' : 'there is no such option';
  return { text: `extra keys not allowed @ ${place(path)}`, message, path, choices, of: 'name' };
}

function place(path: readonly string[]): string {
  return `data${path.map(key => `[${quoted(key)}]`).join('')}`;
}
