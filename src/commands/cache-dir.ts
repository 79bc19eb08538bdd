import { entryText, findOption } from '../core/config/options.ts';
import type { OptionName } from '../core/config/options.ts';
import { ConfigFiles } from '../engine/config.ts';
import { err, ok } from '../model/result.ts';
import { DONE, flag, positional } from './command.ts';
import type { Command } from './command.ts';
import { LEVEL_OPTIONS, levelOf } from './config-level.ts';

const NAME: OptionName = { kind: undefined, section: 'cache', option: 'dir' };

export const command: Command = {
  spec: {
    name: 'cache dir',
    summary: 'Show or set the folder of the cache',
    description: 'Objects are not moved along.',
    arguments: [{ name: 'path', description: 'the new folder, as seen from here', optional: true }],
    options: [
      { flags: '-u, --unset', description: 'go back to the folder inside the project' },
      ...LEVEL_OPTIONS,
    ],
    examples: [
      { command: 'cache dir', explains: 'where the cache is' },
      { command: 'cache dir --local /mnt/cache', explains: 'have it there, in this copy of the project' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const level = levelOf(args, 'cache dir');
    if (!level.ok) return level;
    const files = new ConfigFiles(context);
    const merged = files.merged();
    if (!merged.ok) return merged;
    const path = positional(args, 'path');
    if (path !== undefined || flag(args, 'unset')) {
      const done = await files.set(level.value ?? 'project', NAME, flag(args, 'unset') ? undefined : path);
      return done.ok ? ok(DONE) : done;
    }
    const config = level.value === undefined ? merged : files.read(level.value);
    if (!config.ok) return config;
    const found = findOption(config.value, NAME);
    const { root, layout } = files.owner;
    if (!found.ok && (root === undefined || level.value !== undefined))
      return err({ code: 'config-invalid', message: found.error });
    const shown = found.ok ? entryText(found.value) : `${root ?? ''}/${layout.directory}/cache`;
    return ok({ doc: [{ kind: 'verbatim', text: `${shown}\n` }] });
  },
};
