import { closest } from '../core/schema/closest.ts';
import type { Failure } from '../model/failure.ts';
import { joinWords } from '../view/quantity.ts';
import { EXIT } from './exit-codes.ts';
import { overview } from './overview.ts';
import type { ProcessLike } from './process.ts';
import { REGISTRY } from './registry.ts';

/** Answers words that name no command: help, or what may have been meant. */
export async function answerWithoutCommand(io: ProcessLike, words: readonly string[]): Promise<number> {
  const [first, second] = words;
  if (first === undefined) {
    io.stderr.write(overview(io.program));
    return EXIT.usage;
  }
  if (isHelp(first) || first === 'help') {
    io.stdout.write(overview(io.program));
    return EXIT.success;
  }
  const group = REGISTRY.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name);
  if (group.length > 0 && words.slice(1).some(isHelp)) {
    io.stdout.write(overview(io.program, first));
    return EXIT.success;
  }
  const { fail, layoutOfProgram } = await import('./trouble.ts');
  const failure =
    group.length > 0 && (second === undefined || second.startsWith('-'))
      ? groupAlone(first, group)
      : unknown(words, group.length > 0, io.program);
  return fail(io, failure, layoutOfProgram(io), EXIT.usage);
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h';
}

function groupAlone(group: string, commands: readonly string[]): Failure {
  const names = joinWords(commands.map(name => `\`${name}\``));
  return {
    code: 'usage',
    message: `\`${group}\` alone does nothing`,
    hint: commands.length > 1 ? `Its commands are ${names}.` : `Its only command is ${names}.`,
  };
}

function unknown([first = '', second = '']: readonly string[], isGroup: boolean, program: string): Failure {
  if (first === '--cd') return { code: 'usage', message: '`--cd` needs a folder' };
  if (first.startsWith('-')) return { code: 'usage', message: `unknown option \`${first}\`` };
  const pair = `${first} ${second}`;
  const missing = ELSEWHERE.find(name => name === first || name === pair);
  if (missing !== undefined)
    return {
      code: 'usage',
      message: `mltrack does not have DVC's command \`${missing}\``,
      hint: `\`${program} --help\` lists those that it has.`,
    };
  const typed = isGroup ? pair : first;
  const near = meant(pair) ?? meant(typed);
  return {
    code: 'usage',
    message: `unknown command \`${typed}\``,
    ...(near === undefined ? {} : { hint: `Did you mean \`${program} ${near}\`?` }),
  };
}

/** Commands of DVC 3 that are none of ours. */
const ELSEWHERE: readonly string[] = [
  ...['push', 'pull', 'fetch', 'remote', 'exp', 'experiments', 'queue', 'import', 'import-url'],
  ...['import-db', 'update', 'get', 'get-url', 'list-url', 'ls-url', 'du', 'artifacts', 'dataset', 'studio'],
  ...['install', 'cache migrate', 'data ls', 'data list'],
];

/** A name (of a command or a group) that is nearly the same, or the only one that begins so. */
function meant(typed: string): string | undefined {
  const names = REGISTRY.map(({ name }) => name);
  const longer = names.filter(name => name.startsWith(typed));
  return (
    closest(typed, [...names, ...names.map(name => name.replace(/ .*/, ''))]) ??
    (longer.length === 1 ? longer[0] : undefined)
  );
}
