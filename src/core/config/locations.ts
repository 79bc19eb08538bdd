import { join } from '../../model/path.ts';
import { isSection, parseTitle, type Config, type ConfigEntry } from './config.ts';

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
                keys.includes(key) && typeof value === 'string' ? resolveLocation(value, place) : value,
              ]),
            ),
      ];
    }),
  );
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
