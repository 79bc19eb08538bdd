import { exclusively } from '../engine/exclusively.ts';
import { addStage, runAdded } from '../engine/stage-add.ts';
import { parseParamsOptions } from '../core/pipeline/entry.ts';
import type { NewOutput, NewStage } from '../core/pipeline/entry.ts';
import { err, ok } from '../model/result.ts';
import { flag, positionals, text, texts } from './command.ts';
import type { Args, Command, OptionSpec } from './command.ts';
import { load } from './opened.ts';

/** What each option for outputs means. */
const OUTPUTS = [
  {
    option: 'outs',
    flags: '-o, --outs <path>',
    description: 'an output, kept in the cache',
    role: 'data',
    cached: true,
    persistent: false,
  },
  {
    option: 'outsNoCache',
    flags: '-O, --outs-no-cache <path>',
    description: 'an output that git keeps',
    role: 'data',
    cached: false,
    persistent: false,
  },
  {
    option: 'outsPersist',
    flags: '--outs-persist <path>',
    description: 'an output that is not removed before a run',
    role: 'data',
    cached: true,
    persistent: true,
  },
  {
    option: 'outsPersistNoCache',
    flags: '--outs-persist-no-cache <path>',
    description: 'an output that git keeps and that is not removed before a run',
    role: 'data',
    cached: false,
    persistent: true,
  },
  {
    option: 'metrics',
    flags: '-m, --metrics <path>',
    description: 'a metrics file, kept in the cache',
    role: 'metric',
    cached: true,
    persistent: false,
  },
  {
    option: 'metricsNoCache',
    flags: '-M, --metrics-no-cache <path>',
    description: 'a metrics file that git keeps',
    role: 'metric',
    cached: false,
    persistent: false,
  },
  {
    option: 'plots',
    flags: '--plots <path>',
    description: 'data of a plot, kept in the cache',
    role: 'plot',
    cached: true,
    persistent: false,
  },
  {
    option: 'plotsNoCache',
    flags: '--plots-no-cache <path>',
    description: 'data of a plot that git keeps',
    role: 'plot',
    cached: false,
    persistent: false,
  },
] as const;

export const command: Command = {
  spec: {
    name: 'stage add',
    summary: 'Add a stage to the pipeline file',
    description: 'Options come first, then the command line as it is.',
    arguments: [
      { name: 'command', description: 'the command line of the stage', optional: true, variadic: true },
    ],
    options: [
      { flags: '-n, --name <name>', description: 'name of the stage (required)' },
      { flags: '-d, --deps <path>', description: 'a file or folder it reads', repeatable: true },
      {
        flags: '-p, --params <[file:]keys>',
        description: 'parameters it reads: `lr,epochs`, `other.yaml:key`, `other.yaml:` for a whole file',
        repeatable: true,
      },
      ...OUTPUTS.map(({ flags, description }): OptionSpec => ({ flags, description, repeatable: true })),
      { flags: '-w, --wdir <path>', description: 'the folder it runs in' },
      { flags: '--always-changed', description: 'run it every time' },
      { flags: '--desc <text>', description: 'what it is for' },
      { flags: '-f, --force', description: 'replace a stage of this name' },
      { flags: '--run', description: 'run it at once' },
    ],
    examples: [
      {
        command: 'stage add -n train -d train.py -d data -p lr -o model.pkl -M metrics.json python train.py',
        explains: 'a typical one',
      },
    ],
    failureCode: 255,
    passThrough: true,
  },

  async run(context, args) {
    const name = text(args, 'name');
    if (name === undefined)
      return err({
        code: 'usage',
        command: 'stage add',
        message: 'the following arguments are required: -n/--name',
      });
    const desc = text(args, 'desc');
    const workdir = text(args, 'wdir');
    const stage: NewStage = {
      name,
      command: commandLine(positionals(args, 'command')),
      ...(desc === undefined ? {} : { desc }),
      ...(workdir === undefined ? {} : { workdir }),
      dependencies: texts(args, 'deps'),
      params: parseParamsOptions(texts(args, 'params')),
      outputs: outputsOf(args),
      alwaysChanged: flag(args, 'alwaysChanged'),
    };
    const added = await exclusively(context, async project => {
      const opened = await load(project, 'as-needed');
      if (!opened.ok) return opened;
      const { workspace, index } = opened.value;
      return addStage(workspace, index, stage, { force: flag(args, 'force') });
    });
    if (!added.ok) return added;
    // Without the lock: what the stage runs may call us.
    const ran = flag(args, 'run') ? await runAdded(added.value) : ok(undefined);
    return ran.ok ? ok({ doc: [], after: () => added.value.ignore.finish() }) : ran;
  },
};

function outputsOf(args: Args): NewOutput[] {
  return OUTPUTS.flatMap(({ option, role, cached, persistent }) =>
    texts(args, option).map(path => ({ path, role, cached, persistent })),
  );
}

/** Several words are one command line: those with blanks in them get quotes, as the shell took theirs away. */
function commandLine(words: readonly string[]): string {
  if (words.length < 2) return words.join(' ');
  return words
    .map(word => (word === '' ? '""' : word.includes(' ') && !word.includes('"') ? `"${word}"` : word))
    .join(' ');
}
