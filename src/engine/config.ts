import { mergeConfigs } from '../core/config/config.ts';
import type { Config } from '../core/config/config.ts';
import { isLocation, locationFrom, resolveLocations, tidyLocations } from '../core/config/locations.ts';
import { grouped, withOption, withoutOption } from '../core/config/options.ts';
import type { OptionName } from '../core/config/options.ts';
import { parseConfig } from '../core/config/parse.ts';
import { withRemarks } from '../core/config/remarks.ts';
import { loadConfig } from '../core/config/settings.ts';
import { validateConfig } from '../core/config/validate.ts';
import { writeConfig } from '../core/config/write.ts';
import type { Failure } from '../model/failure.ts';
import { dirname } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { CONFIG_LEVELS, configFile, configText, configTexts } from './config-files.ts';
import type { ConfigLevelName, ConfigOwner } from './config-files.ts';
import { Exclusive } from './exclusive.ts';
import { layoutNamed } from './layout-choice.ts';
import { findRoot } from './project.ts';

/** The config files that hold here, whatever is in them: a wrong value can only be set right by those who get this far. */
export class ConfigFiles {
  readonly owner: ConfigOwner;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
    this.owner = findRoot(context, context.cwd) ?? { root: undefined, layout: layoutNamed(context, false) };
    if (this.owner.root !== undefined)
      context.emit({ type: 'project-opened', layout: this.owner.layout.kind });
  }

  /** The levels that there are here, lowest first. */
  get levels(): readonly ConfigLevelName[] {
    return CONFIG_LEVELS.filter(level => configFile(this.#context, this.owner, level) !== undefined);
  }

  /** Where a level's file is: as seen from the project's root, or absolute. */
  origin(level: ConfigLevelName): string {
    const file = configFile(this.#context, this.owner, level) ?? '';
    const { root } = this.owner;
    return level === 'project' || level === 'local' ? file.slice((root ?? '').length + 1) : file;
  }

  /** What a level's file says, grouped, with paths made absolute. A missing file says nothing. */
  read(level: ConfigLevelName): Result<Config, Failure> {
    const text = configText(this.#context, this.owner, level);
    if (text !== undefined) {
      const parsed = this.#parse(level);
      return parsed.ok ? ok(grouped(resolveLocations(parsed.value, text))) : parsed;
    }
    return this.levels.includes(level) ? ok(grouped(new Map())) : this.#outside();
  }

  /** All levels in one. */
  merged(): Result<Config, Failure> {
    const configs: Config[] = [];
    for (const level of this.levels) {
      const read = this.read(level);
      if (!read.ok) return read;
      configs.push(read.value);
    }
    return ok(mergeConfigs(configs));
  }

  /**
   * Sets an option, or takes it out when `value` is undefined. Nothing is written that would not be valid together
   * with the levels below; as in DVC what is wrong in those above is told afterwards.
   */
  async set(
    level: ConfigLevelName,
    name: OptionName,
    value: string | undefined,
  ): Promise<Result<undefined, Failure>> {
    const { root, layout } = this.owner;
    const file = configFile(this.#context, this.owner, level);
    if (file === undefined) return this.#outside();
    const exclusive =
      root === undefined ? undefined : new Exclusive({ context: this.#context, root, layout });
    await exclusive?.acquire();
    try {
      return this.#edit(level, file, name, value);
    } finally {
      exclusive?.release();
    }
  }

  #edit(
    level: ConfigLevelName,
    file: string,
    name: OptionName,
    value: string | undefined,
  ): Result<undefined, Failure> {
    const { files, cwd } = this.#context;
    const parsed = this.#parse(level);
    if (!parsed.ok) return parsed;
    const directory = dirname(file);
    const before = grouped(tidyLocations(parsed.value, directory));
    const { kind, section, option } = name;
    const stored =
      value !== undefined && isLocation(kind, section, option) ? locationFrom(cwd, value, directory) : value;
    const after = stored === undefined ? withoutOption(before, name) : ok(withOption(before, name, stored));
    if (!after.ok) return invalid(after.error);
    const below: Config[] = [];
    for (const lower of this.levels.slice(0, this.levels.indexOf(level))) {
      const read = this.read(lower);
      if (!read.ok) return read;
      below.push(read.value);
    }
    const { errors, warnings } = validateConfig(mergeConfigs([...below, after.value]));
    if (errors.length > 0) return invalid(errors.map(({ text }) => text).join('\n'));
    for (const message of warnings) this.#context.emit({ type: 'warning', message });
    const written = writeConfig(after.value);
    if (!written.ok) return invalid(written.error);
    files.makeDirectory(directory);
    files.writeAtomic(file, withRemarks(files.readText(file) ?? '', written.value));
    const all = loadConfig(configTexts(this.#context, this.owner));
    return all.ok ? ok(undefined) : all;
  }

  #outside(): Result<never, Failure> {
    return invalid(`Not inside a ${this.owner.layout.kind === 'dvc' ? 'DVC repo' : 'project'}`);
  }

  #parse(level: ConfigLevelName): Result<Config, Failure> {
    const text = configText(this.#context, this.owner, level);
    const parsed = parseConfig(text?.text ?? '');
    if (parsed.ok) return parsed;
    return err({
      code: 'config-invalid',
      message: parsed.error.message,
      ...(text === undefined ? {} : { file: text.source }),
    });
  }
}

function invalid(message: string): Result<never, Failure> {
  return err({ code: 'config-invalid', message });
}
