import { argumentFlags, GLOBAL_OPTIONS } from '../src/cli/parse.ts';
import { REGISTRY } from '../src/cli/registry.ts';
import type { Command, CommandSpec } from '../src/commands/command.ts';

/** The text of docs/CLI.md, from what each command says of itself. `npm run docs` writes it, a test compares it. */
export async function cliReference(): Promise<string> {
  const names = new Map<Command, string[]>();
  for (const { name, load } of REGISTRY) {
    const { command } = await load();
    names.set(command, [...(names.get(command) ?? []), name]);
  }
  const specs = [...names.keys()].map(({ spec }) => spec);
  return [
    INTRODUCTION,
    table(
      ['Command', 'What it does'],
      specs.map(({ name, summary }) => [`[\`${name}\`](#${anchor(name)})`, `${asMarkdown(summary)}.`]),
    ),
    EVERYWHERE,
    ...[...names].map(([{ spec }, [, otherName]]) => section(spec, otherName)),
  ]
    .join('\n\n')
    .concat('\n');
}

const INTRODUCTION = `# Commands

<!-- Made from the commands by \`npm run docs\`. Change src/commands, not this page. -->

\`\`\`text
mltrack [--cd <path>] <command> [options]
\`\`\`

\`mltrack <command> --help\` shows the part of this page that belongs to one command. In a DVC project all of it works
under DVC's names of files.`;

const EVERYWHERE = `## Everywhere

${table(
  ['Option', 'Meaning'],
  [
    ['`--cd <path>`', 'before the command: work as if called in that folder'],
    ['`--wait-for-lock`', 'before the command: wait for other processes as long as they take'],
    ['`-V`, `--version`', 'instead of a command: print the version number'],
    ['`-h`, `--help`', 'list the commands; with a command: its own help'],
    ...GLOBAL_OPTIONS.map(({ flags, description }) => [
      flagsCode(flags),
      `behind any command: ${description}`,
    ]),
  ],
)}

Results go to stdout; warnings, errors, hints and progress to stderr. Colours and progress appear on a terminal only;
\`NO_COLOR=1\` turns colours off and \`FORCE_COLOR=1\` on, \`NO_COLOR\` winning.

Exit codes are those of DVC:

${table(
  ['Code', 'Meaning'],
  [
    ['0', 'done; also when there was nothing to do'],
    [
      '1 or 255',
      'it failed, and stderr says why; which of both depends on the command and stands in its section; 255 as well when the output cannot be written',
    ],
    ['70', 'a bug of mltrack, to be reported'],
    ['141', 'whoever read the output has left (`| head`); the work is done'],
    ['251', 'the config file cannot be read'],
    ['252', 'a stage, hashing or copying was ended by Ctrl-C or a signal'],
    ['253', 'there is no project here'],
    ['254', 'the command line cannot be understood'],
  ],
)}`;

function section(spec: CommandSpec, otherName: string | undefined): string {
  const { name, summary, description, examples, failureCode } = spec;
  const words = (spec.arguments ?? []).map(argument => ` ${argumentFlags(argument)}`).join('');
  const options = (spec.options ?? []).filter(option => option.hidden !== true);
  const rows = [
    ...(spec.arguments ?? []).map(argument => [code(argumentFlags(argument)), argument.description]),
    ...options.map(option => [
      flagsCode(option.flags),
      `${option.description}${option.repeatable === true ? ' (repeatable)' : ''}`,
    ]),
  ].map(([flags = '', text = '']) => [flags, asMarkdown(text)]);
  const also = otherName === undefined ? [] : [`Also called \`${otherName}\`.`];
  const width = Math.max(...examples.map(({ command }) => command.length));
  const lines = examples.map(({ command, explains }) => `mltrack ${command.padEnd(width)}   # ${explains}`);
  return [
    `## ${name}`,
    `\`\`\`text\nmltrack ${name} [options]${words}\n\`\`\``,
    [
      `${asMarkdown(summary)}.`,
      ...(description === undefined ? [] : [asMarkdown(description)]),
      ...also,
    ].join(' '),
    ...(rows.length === 0 ? [] : [table(['Argument or option', 'Meaning'], rows)]),
    `\`\`\`console\n${lines.join('\n')}\n\`\`\``,
    `Exit code of a failure: ${String(failureCode)}.`,
  ].join('\n\n');
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => '---'), ...rows]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

function flagsCode(flags: string): string {
  return flags.split(', ').map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Options named in a sentence, and `<` outside of code, as Markdown shows them. */
function asMarkdown(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replace(/(?<![\w-])--?[a-z][\w-]*/g, code) : part))
    .join('`');
}

function anchor(name: string): string {
  return name.replaceAll(' ', '-');
}
