import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../src/cli/parse.ts';
import type { CommandSpec } from '../../src/commands/command.ts';

const SPEC: CommandSpec = {
  name: 'group do',
  summary: 'Do it',
  arguments: [
    { name: 'first', description: 'one' },
    { name: 'rest', description: 'more', optional: true, variadic: true },
  ],
  options: [
    { flags: '-f, --force', description: 'harder' },
    { flags: '--no-commit', description: 'softly' },
    { flags: '--depth <n>', description: 'how deep' },
    { flags: '-o, --outs <path>', description: 'again and again', repeatable: true },
    { flags: '--old', description: 'forgotten', hidden: true },
  ],
  examples: [{ command: 'group do x', explains: 'once' }],
  failureCode: 1,
};

function parse(line: string, spec = SPEC) {
  return parseArguments(spec, 'mltrack', line.split(' '));
}

function args(line: string, spec = SPEC) {
  const parsed = parse(line, spec);
  if (!parsed.ok || parsed.value.kind !== 'run') throw new Error(JSON.stringify(parsed));
  return { ...parsed.value.args, global: parsed.value.global };
}

describe('arguments', () => {
  it('have the names of the spec', () => {
    expect(args('a b c').positionals).toEqual({ first: 'a', rest: ['b', 'c'] });
    expect(args('a').positionals).toEqual({ first: 'a', rest: [] });
  });

  it('options may stand anywhere, and end with `--`', () => {
    expect(args('a -f b')).toMatchObject({
      positionals: { first: 'a', rest: ['b'] },
      options: { force: true },
    });
    expect(args('a -- -f').positionals).toEqual({ first: 'a', rest: ['-f'] });
  });

  it('`--no-…` is on unless it is given', () => {
    expect(args('a').options['commit']).toBe(true);
    expect(args('a --no-commit').options['commit']).toBe(false);
  });

  it('a repeatable option collects its values', () => {
    expect(args('a -o x --outs y --outs=z').options['outs']).toEqual(['x', 'y', 'z']);
  });

  it('-q and -v are options of every command', () => {
    expect(args('a -q --verbose').global).toEqual({ quiet: true, verbose: true });
  });

  it('a command may give -q a meaning of its own', () => {
    const spec = { ...SPEC, options: [{ flags: '-q, --quiet', description: 'print nothing' }] };
    const help = parse('--help', spec);
    expect(help.ok && help.value.kind === 'help' && help.value.text.match(/--quiet.*/g)).toEqual([
      '--quiet    print nothing',
    ]);
  });

  it('what follows a command line given as arguments belongs to it', () => {
    const spec = { ...SPEC, arguments: SPEC.arguments!.slice(1), passThrough: true };
    expect(args('-f python train.py -f --depth 3', spec)).toMatchObject({
      positionals: { rest: ['python', 'train.py', '-f', '--depth', '3'] },
      options: { force: true },
    });
  });
});

describe('a mistake', () => {
  it.each([
    ['a --forse', "unknown option '--forse'\n(Did you mean --force?)"],
    ['a --depth', "option '--depth <n>' argument missing"],
  ])('`%s` is a usage failure of the command', (line, message) => {
    const spec = { ...SPEC };
    const parsed = parseArguments(spec, 'mltrack', line.split(' '));
    expect(parsed).toEqual({ ok: false, error: { code: 'usage', command: 'group do', message } });
  });

  it('a missing argument comes with an example', () => {
    expect(parseArguments(SPEC, 'mltrack', [])).toEqual({
      ok: false,
      error: {
        code: 'usage',
        command: 'group do',
        message: "missing required argument 'first'",
        hint: 'For example `mltrack group do x`. See `mltrack group do --help`.',
      },
    });
  });

  it('more arguments than it takes are refused', () => {
    const parsed = parse('a b', { ...SPEC, arguments: SPEC.arguments!.slice(0, 1) });
    expect(parsed.ok).toBe(false);
  });
});

describe('the help of a command', () => {
  it('has usage, arguments, options and examples, and no hidden option', () => {
    const help = parse('--help');
    expect(
      help.ok && help.value.kind === 'help' ? help.value.text : '',
    ).toBe(`Usage: mltrack group do [options] <first> [rest...]

Do it.

Arguments:
  first              one
  rest               more

Options:
  -f, --force        harder
  --no-commit        softly
  --depth <n>        how deep
  -o, --outs <path>  again and again
  -q, --quiet        print nothing but tables and failures
  -v, --verbose      say more about the work
  -h, --help         show this help

Examples:
  $ mltrack group do x  # once
`);
  });
});
