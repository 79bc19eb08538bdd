import { add, addCopy } from '../engine/add.ts';
import { exclusively } from '../engine/exclusively.ts';
import { expandGlob } from '../engine/expand-glob.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { namedPaths } from './comparison.ts';
import { DONE, flag, positionals, text } from './command.ts';
import type { Args, Command } from './command.ts';
import { load } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'add',
    summary: 'Track files or folders',
    description:
      'Puts the content into the cache, writes a small data file beside it for git, and hides the data itself from git. A path inside a tracked folder brings the folder up to date with that path alone.',
    arguments: [{ name: 'targets', description: 'files or folders', variadic: true }],
    options: [
      { flags: '--no-commit', description: 'write the data file, but store nothing in the cache' },
      {
        flags: '--glob',
        description: 'targets are patterns: `*`, `?`, `[a-z]`, and `**` for folders at any depth',
      },
      {
        flags: '-o, --out <path>',
        description: 'track a copy of the target, which may lie outside of the project, at this path',
      },
      { flags: '-f, --force', description: 'with --out: overwrite what is there' },
      {
        flags: '--no-relink',
        description: 'leave the files as they are instead of linking them to the cache',
      },
    ],
    examples: [
      { command: 'add data/raw.csv', explains: 'one file' },
      { command: 'add data/images', explains: 'a folder as a whole' },
      { command: "add --glob 'data/*.csv'", explains: 'each on its own' },
      { command: 'add ~/downloads/raw.csv -o data/raw.csv', explains: 'a copy of a file from elsewhere' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const words = wordsOf(context, args);
    if (!words.ok) return words;
    const done = await exclusively(context, async project => {
      const opened = await load(project, 'as-needed');
      if (!opened.ok) return opened;
      const { workspace, index } = opened.value;
      const out = text(args, 'out');
      const paths = namedPaths(project, out === undefined ? words.value : [out]);
      if (!paths.ok) return paths;
      const [source] = words.value;
      const [destination] = paths.value;
      return out !== undefined && source !== undefined && destination !== undefined
        ? addCopy(workspace, index, source, destination, { force: flag(args, 'force') })
        : add(workspace, index, paths.value, {
            commit: args.options['commit'] !== false,
            relink: args.options['relink'] !== false,
          });
    });
    return done.ok ? ok(DONE) : done;
  },
};

/** The targets as if each had been typed in full; options that do not go together are refused, in DVC's words. */
function wordsOf(context: Context, args: Args): Result<readonly string[], Failure> {
  const words = positionals(args, 'targets');
  if (text(args, 'out') !== undefined) {
    const wrong =
      words.length !== 1
        ? 'multiple targets'
        : flag(args, 'glob')
          ? '--glob option'
          : args.options['commit'] === false
            ? '--no-commit option'
            : undefined;
    if (wrong !== undefined) return err({ code: 'refused', message: `${wrong} can't be used with --out` });
  }
  if (!flag(args, 'glob')) return ok(words);
  const found = words.flatMap(word => expandGlob(context.files, context.cwd, word));
  if (found.length > 0) return ok(found);
  const patterns = words.map(word => `'${word}'`).join(', ');
  return err({
    code: 'refused',
    message: `Glob [${patterns}] has no matches.`,
    hint: 'Put patterns in quotes, or the shell takes them first.',
  });
}
