import { join, relative } from '../../model/path.ts';
import { isSection, parseTitle, titleOf } from './config.ts';
import type { Config, ConfigEntry, NamedKind } from './config.ts';

/** Where a config file lies, for the paths in it. Both absolute. */
export interface ConfigPlace {
  readonly directory: string;
  readonly home: string;
}

const REMOTE_PATHS: readonly string[] = [
  'url',
  'gdrive_user_credentials_file',
  'gdrive_service_account_json_file_path',
  'credentialpath',
  'configpath',
  'keyfile',
  'cert_path',
  'key_path',
];
const MACHINE_PATHS: readonly string[] = ['startup_script', 'setup_script'];

/** The config with every path in it made absolute: relative ones start at the config file's folder. */
export function resolveLocations(config: Config, place: ConfigPlace): Config {
  return mapLocations(config, text => resolveLocation(text, place));
}

/** The config with every path in it as DVC writes it into a file of that folder: relative ones without detours. */
export function tidyLocations(config: Config, directory: string): Config {
  return mapLocations(config, text => (isAnchored(text) ? text : relative(directory, join(directory, text))));
}

/** A path that a user names in the folder `cwd`, as a config file in `directory` is to hold it. */
export function locationFrom(cwd: string, text: string, directory: string): string {
  return isAnchored(text) ? text : relative(directory, join(cwd, text));
}

/** Is it an option that holds a path? `kind` is that of a named section. */
export function isLocation(kind: NamedKind | undefined, section: string, option: string): boolean {
  return pathKeys(kind === undefined ? section : titleOf(kind, section)).includes(option);
}

function mapLocations(config: Config, change: (text: string) => string): Config {
  return new Map(
    [...config].map(([title, entry]): [string, ConfigEntry] => {
      if (!isSection(entry)) return [title, entry];
      const keys = pathKeys(title);
      return [
        title,
        keys.length === 0
          ? entry
          : new Map(
              [...entry].map(([key, value]) => [
                key,
                keys.includes(key) && typeof value === 'string' ? change(value) : value,
              ]),
            ),
      ];
    }),
  );
}

/** Means the same in every folder: a URL, an absolute path, one from the home folder. */
function isAnchored(text: string): boolean {
  return /^\w+:\/\//.test(text) || text.startsWith('/') || text === '~' || text.startsWith('~/');
}

/** URLs stay as they are, `~` is the home folder, everything else is a path from the config file's folder. */
function resolveLocation(text: string, { directory, home }: ConfigPlace): string {
  if (/^\w+:\/\//.test(text) || text.startsWith('/')) return text;
  if (text === '~') return home;
  return text.startsWith('~/') ? join(home, text.slice(2)) : join(directory, text);
}

function pathKeys(title: string): readonly string[] {
  if (title === 'cache') return ['dir'];
  const kind = parseTitle(title)?.kind;
  if (kind === 'remote') return REMOTE_PATHS;
  return kind === 'machine' ? MACHINE_PATHS : [];
}
