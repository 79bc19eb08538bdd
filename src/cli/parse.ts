import { Command as Parser, CommanderError, Option } from 'commander';
import type { Args, ArgumentSpec, CommandSpec, OptionSpec } from '../commands/command.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';

/** Options that every command has. */
export interface GlobalOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
}

export type Parsed =
  | {
      readonly kind: 'run';
      readonly args: Args;
      readonly global: GlobalOptions;
      readonly hints: readonly string[];
    }
  | { readonly kind: 'help'; readonly text: string };

export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '-q, --quiet', description: 'print nothing but tables and failures' },
  { flags: '-v, --verbose', description: 'say more about the work' },
];

/** What DVC called options once. */
const FORMER_NAMES = [
  { now: 'json', before: 'showJson', flags: '--show-json' },
  { now: 'md', before: 'showMd', flags: '--show-md' },
] as const;

/**
 * What a command takes: its own options, also by former names, then those of every command that it does not define
 * itself.
 */
export function optionsOf(spec: CommandSpec): readonly OptionSpec[] {
  const own = spec.options ?? [];
  const has = (name: string): boolean => own.some(({ flags }) => flags === name);
  const former = FORMER_NAMES.filter(({ now }) => has(`--${now}`)).map(({ now, flags }) => ({
    flags,
    description: `former name of --${now}`,
    hidden: true,
  }));
  return [...own, ...former, ...GLOBAL_OPTIONS.filter(({ flags }) => !has(flags))];
}

/** Takes former names for the new ones. @returns a hint for each that was used. */
function renameFormer(options: Record<string, unknown>): string[] {
  return FORMER_NAMES.filter(({ before }) => options[before] === true).map(({ now, before }) => {
    options[now] = true;
    Reflect.deleteProperty(options, before);
    return `this option is called --${now} now.`;
  });
}

/** Reads the words behind the verb as its spec says. */
export function parseArguments(
  spec: CommandSpec,
  program: string,
  words: readonly string[],
): Result<Parsed, Failure> {
  const parser = parserOf(spec, program);
  let printed = '';
  parser.configureOutput({ writeOut: text => (printed += text), writeErr: text => (printed += text) });
  try {
    parser.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return ok({ kind: 'help', text: printed });
    const message = error.message.replace(/^error: /, '');
    const [example] = spec.examples;
    const isShort = error.code === 'commander.missingArgument' && example !== undefined;
    const hint = `For example \`${program} ${example?.command ?? ''}\`. See \`${program} ${spec.name} --help\`.`;
    return err({ code: 'usage', command: spec.name, message, ...(isShort ? { hint } : {}) });
  }
  const options: Record<string, unknown> = parser.opts();
  const hints = renameFormer(options);
  const positionals: Record<string, string | readonly string[] | undefined> = {};
  (spec.arguments ?? []).forEach((argument, index) => {
    positionals[argument.name] = parser.processedArgs[index] as string | string[] | undefined;
  });
  return ok({
    kind: 'run',
    args: { positionals, options },
    global: { quiet: options['quiet'] === true, verbose: options['verbose'] === true },
    hints,
  });
}

function parserOf(spec: CommandSpec, program: string): Parser {
  const parser = new Parser(`${program} ${spec.name}`)
    .description(
      spec.description === undefined ? `${spec.summary}.` : `${spec.summary}.\n\n${spec.description}`,
    )
    .helpOption('-h, --help', 'show this help')
    .exitOverride()
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .addHelpText('after', examplesText(spec, program));
  for (const argument of spec.arguments ?? []) parser.argument(argumentFlags(argument), argument.description);
  for (const option of optionsOf(spec)) parser.addOption(optionOf(option));
  if (spec.passThrough === true) parser.passThroughOptions().enablePositionalOptions();
  return parser;
}

/** `<dir>`, or `[targets...]` where it may be left out. */
export function argumentFlags({ name, variadic, optional }: ArgumentSpec): string {
  const words = variadic === true ? `${name}...` : name;
  return optional === true ? `[${words}]` : `<${words}>`;
}

function optionOf({ flags, description, hidden, repeatable, choices }: OptionSpec): Option {
  const option = new Option(flags, description);
  if (hidden === true) option.hideHelp();
  if (choices !== undefined) option.choices(choices);
  if (repeatable === true)
    option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return option;
}

function examplesText(spec: CommandSpec, program: string): string {
  const width = Math.max(...spec.examples.map(({ command }) => command.length));
  const lines = spec.examples.map(
    ({ command, explains }) => `  $ ${program} ${command.padEnd(width)}  # ${explains}`,
  );
  return `\nExamples:\n${lines.join('\n')}`;
}
