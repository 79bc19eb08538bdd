import type { ConfigLevelName } from '../engine/config-files.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { flag } from './command.ts';
import type { Args, OptionSpec } from './command.ts';

/** Options that choose a config file. */
export const LEVEL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--global', description: "the user's config, for all projects" },
  { flags: '--system', description: "this machine's config, for all users" },
  { flags: '--project', description: 'the config of the project, kept in git (default when writing)' },
  { flags: '--local', description: 'the config of this copy of the project, not in git' },
];

/** The level that was asked for; at most one can be. */
export function levelOf(args: Args, command: string): Result<ConfigLevelName | undefined, Failure> {
  const given = (['global', 'system', 'project', 'local'] as const).filter(level => flag(args, level));
  const [first, second] = given;
  if (second === undefined) return ok(first);
  const message = `argument --${second}: not allowed with argument --${first ?? ''}`;
  return err({ code: 'usage', command, message });
}
