import type { Failure } from '../../model/failure.ts';
import type { LinkType } from '../../model/link.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { OptionStyle } from '../template/text.ts';
import { toList } from './checks.ts';
import { isSection, mergeConfigs, type Config, type ConfigEntry } from './config.ts';
import { resolveLocations, type ConfigPlace } from './locations.ts';
import { parseConfig } from './parse.ts';
import { placesOf } from './places.ts';
import { validateConfig } from './validate.ts';

/** What the config says, as far as something asks for it, with DVC's defaults. */
export interface Settings {
  /** Absolute path or URL; undefined for the place below the project's own folder. */
  readonly cacheDirectory: string | undefined;
  /** In the order in which they are tried. */
  readonly linkTypes: readonly LinkType[];
  /** Is the cache shared within a group of users, and so group-writable? */
  readonly sharedCache: boolean;
  readonly slowLinkWarning: boolean;
  readonly verifyCache: boolean;
  readonly autostage: boolean;
  readonly noScm: boolean;
  readonly interactive: boolean;
  readonly hardlinkLock: boolean;
  /** Name of the default remote, in lower case. */
  readonly defaultRemote: string | undefined;
  /** How a map becomes options of a command in a template. */
  readonly optionStyle: OptionStyle;
  /** As written: relative ones start at the current folder. */
  readonly siteCacheDirectory: string | undefined;
  readonly plots: {
    /** Where pages of plots go, from the current folder. */
    readonly folder: string | undefined;
    /** A page of the user's own, from the project's own folder. */
    readonly htmlTemplate: string | undefined;
    /** Open the page in the browser. */
    readonly autoOpen: boolean;
  };
}

/** One config file. Levels are given lowest first: system, global, project, local. */
export interface ConfigLevel extends ConfigPlace {
  readonly text: string;
  /** What messages call the file. */
  readonly source: string;
}

export interface LoadedConfig {
  readonly config: Config;
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** Parses, merges and judges the config files of a project. */
export function loadConfig(levels: readonly ConfigLevel[]): Result<LoadedConfig, Failure> {
  const configs: Config[] = [];
  for (const level of levels) {
    const parsed = parseConfig(level.text);
    if (!parsed.ok) return err({ code: 'config-invalid', message: parsed.error.message, file: level.source });
    configs.push(resolveLocations(parsed.value, level));
  }
  const config = mergeConfigs(configs);
  const { errors, warnings } = validateConfig(config);
  if (errors.length > 0) {
    const message = errors.map(({ text }) => text).join('\n');
    return err({ code: 'config-invalid', message, diagnostics: placesOf(errors, levels) });
  }
  return ok({ config, settings: readSettings(config), warnings });
}

/** The config must be valid. */
function readSettings(config: Config): Settings {
  const types = option(config, 'cache', 'type');
  return {
    cacheDirectory: textOption(config, 'cache', 'dir'),
    linkTypes:
      types === undefined || isSection(types) ? ['reflink', 'copy'] : (toList(types) as readonly LinkType[]),
    sharedCache: textOption(config, 'cache', 'shared') !== undefined,
    slowLinkWarning: isOn(config, 'cache', 'slow_link_warning', true),
    verifyCache: isOn(config, 'cache', 'verify', false),
    autostage: isOn(config, 'core', 'autostage', false),
    noScm: isOn(config, 'core', 'no_scm', false),
    interactive: isOn(config, 'core', 'interactive', false),
    hardlinkLock: isOn(config, 'core', 'hardlink_lock', false),
    defaultRemote: textOption(config, 'core', 'remote')?.toLowerCase(),
    optionStyle: {
      bool: textOption(config, 'parsing', 'bool') === 'boolean_optional' ? 'boolean_optional' : 'store_true',
      list: textOption(config, 'parsing', 'list') === 'append' ? 'append' : 'nargs',
    },
    siteCacheDirectory: textOption(config, 'core', 'site_cache_dir'),
    plots: {
      folder: textOption(config, 'plots', 'out_dir'),
      htmlTemplate: textOption(config, 'plots', 'html_template'),
      autoOpen: isOn(config, 'plots', 'auto_open', false),
    },
  };
}

function isOn(config: Config, section: string, key: string, fallback: boolean): boolean {
  const text = textOption(config, section, key);
  return text === undefined ? fallback : text.toLowerCase() === 'true';
}

function textOption(config: Config, section: string, key: string): string | undefined {
  const value = option(config, section, key);
  return typeof value === 'string' ? value : undefined;
}

function option(config: Config, section: string, key: string): ConfigEntry | undefined {
  const entry = config.get(section);
  return isSection(entry) ? entry.get(key) : undefined;
}
