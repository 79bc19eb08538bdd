import type { Doc } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Context } from '../ports/context.ts';

/** One verb: what it takes, what it does. Help, documentation and completion are made from `spec`. */
export interface Command {
  readonly spec: CommandSpec;
  run(context: Context, args: Args): Promise<Result<Outcome, Failure>>;
}

export interface CommandSpec {
  /** With the group's name: `metrics diff`. */
  readonly name: string;
  /** One sentence without a full stop. */
  readonly summary: string;
  readonly description?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** Exit code of its failures: DVC's own, or 2 where 1 is an answer. */
  readonly failureCode: 1 | 2 | 255;
  /** Everything from the first positional on belongs to it, options included: for a command line given as arguments. */
  readonly passThrough?: boolean;
  /** `--quiet` does not silence its answer, which is all that it is called for. */
  readonly answersQuietly?: boolean;
  /** As long as it only looks at files, it has the same answer while they are the same. */
  readonly isAnsweredAgain?: boolean;
}

export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  readonly optional?: boolean;
  readonly variadic?: boolean;
  /** Shells complete names of stages. */
  readonly isStage?: boolean;
}

export interface OptionSpec {
  /** As shown in the help: `-f, --force`, `--targets <paths...>`. */
  readonly flags: string;
  readonly description: string;
  readonly hidden?: boolean;
  /** May be given several times; the values are collected. */
  readonly repeatable?: boolean;
  /** The only values that it takes. */
  readonly choices?: readonly string[];
}

export interface Example {
  readonly command: string;
  readonly explains: string;
}

/** What the user typed, by the names of the spec. */
export interface Args {
  readonly positionals: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly options: Readonly<Record<string, unknown>>;
}

/** What a command has to say. `data` is what `--json` prints; `doc` is for people and for `--md`. */
export interface Outcome {
  readonly doc: Doc;
  readonly data?: Value;
  readonly exitCode?: number;
  /** Done after `doc` was printed: what belongs at the end, such as the hint for git. */
  readonly after?: () => Promise<void>;
  /** Printed after `doc`: part of the work failed. */
  readonly failure?: Failure;
}

export const DONE: Outcome = { doc: [] };

export const JSON_OPTION: OptionSpec = { flags: '--json', description: 'print JSON' };
export const MD_OPTION: OptionSpec = { flags: '--md', description: 'print a Markdown table' };

/** Names of stages, pipeline files, data files or outputs. */
export const TARGETS: ArgumentSpec = {
  name: 'targets',
  description: 'stages, pipeline or data files, or tracked paths (default: all)',
  optional: true,
  variadic: true,
};

/** Where stages are what is mostly meant. */
export const STAGE_TARGETS: ArgumentSpec = { ...TARGETS, isStage: true };

export const RECURSIVE_OPTION: OptionSpec = {
  flags: '-R, --recursive',
  description: 'a folder means everything that is declared below it',
};

export function flag(args: Args, name: string): boolean {
  return args.options[name] === true;
}

export function text(args: Args, name: string): string | undefined {
  const value = args.options[name];
  return typeof value === 'string' ? value : undefined;
}

export function texts(args: Args, name: string): readonly string[] {
  const value = args.options[name];
  return Array.isArray(value)
    ? value.filter(item => typeof item === 'string')
    : typeof value === 'string'
      ? [value]
      : [];
}

export function positional(args: Args, name: string): string | undefined {
  const value = args.positionals[name];
  return typeof value === 'string' ? value : undefined;
}

export function positionals(args: Args, name: string): readonly string[] {
  const value = args.positionals[name];
  return typeof value === 'string' ? [value] : (value ?? []);
}
