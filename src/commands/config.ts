import { entryText, findOption, flattened, parseOptionName } from '../core/config/options.ts';
import type { OptionName } from '../core/config/options.ts';
import { ConfigFiles } from '../engine/config.ts';
import type { ConfigLevelName } from '../engine/config-files.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { DONE, flag, positional } from './command.ts';
import type { Args, Command, Outcome } from './command.ts';
import { LEVEL_OPTIONS, levelOf } from './config-level.ts';

export const command: Command = {
  spec: {
    name: 'config',
    summary: 'Show or set options of the config',
    description: 'Without a level, reading asks the most special file first: local, project, global, system.',
    arguments: [
      { name: 'name', description: '`section.option`, `remote.name.option`', optional: true },
      { name: 'value', description: 'its new value', optional: true },
    ],
    options: [
      { flags: '-u, --unset', description: 'take the option out of its file' },
      { flags: '-l, --list', description: 'list every option that is set' },
      { flags: '--show-origin', description: 'show the file that each value comes from' },
      ...LEVEL_OPTIONS,
    ],
    examples: [
      { command: 'config core.autostage true', explains: '`git add` what changes from now on' },
      { command: 'config -l --show-origin', explains: 'everything that is set, and where' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const level = levelOf(args, 'config');
    if (!level.ok) return level;
    const word = positional(args, 'name');
    const name = word === undefined ? undefined : parseOptionName(word);
    if (word !== undefined && name === undefined)
      return err({ code: 'usage', command: 'config', message: NAME });
    const files = new ConfigFiles(context);
    const readable = files.merged();
    if (!readable.ok) return readable;
    const value = positional(args, 'value');
    const unset = flag(args, 'unset');
    if (flag(args, 'showOrigin') && (value !== undefined || unset))
      return refused("--show-origin can't be used together with any of these options: -u/--unset, value");
    if (flag(args, 'list')) return list(files, level.value, args);
    if (name === undefined) return refused('name argument is required');
    if (value === undefined && !unset) return get(files, level.value, name, args);
    const done = await files.set(level.value ?? 'project', name, unset ? undefined : value);
    return done.ok ? ok(DONE) : done;
  },
};

const NAME =
  'argument name: name argument should look like remote.name.option or db.name.option or section.option';

function list(files: ConfigFiles, level: ConfigLevelName | undefined, args: Args): Result<Outcome, Failure> {
  if (positional(args, 'name') !== undefined || flag(args, 'unset'))
    return refused("-l/--list can't be used together with any of these options: -u/--unset, name, value");
  const lines: string[] = [];
  for (const each of level === undefined ? files.levels : [level]) {
    const config = files.read(each);
    if (!config.ok) return config;
    const prefix = flag(args, 'showOrigin') ? `${files.origin(each)}\t` : '';
    lines.push(...flattened(config.value).map(([name, text]) => `${prefix}${name}=${text}\n`));
  }
  return ok(printed(lines.join('')));
}

/** Prints nothing where the option is not set, unless a level was named: then it should have been there. */
function get(
  files: ConfigFiles,
  level: ConfigLevelName | undefined,
  name: OptionName,
  args: Args,
): Result<Outcome, Failure> {
  for (const each of level === undefined ? [...files.levels].reverse() : [level]) {
    const config = files.read(each);
    if (!config.ok) return config;
    const found = findOption(config.value, name);
    if (found.ok) {
      const prefix = flag(args, 'showOrigin') ? `${files.origin(each)}\t` : '';
      return ok(printed(`${prefix}${entryText(found.value)}\n`));
    }
    if (level !== undefined) return err({ code: 'config-invalid', message: found.error });
  }
  return ok(DONE);
}

function printed(text: string): Outcome {
  return { doc: [{ kind: 'verbatim', text }] };
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
