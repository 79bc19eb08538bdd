import { dumpJson } from '../core/python/json.ts';
import type { Args, Outcome } from '../commands/command.ts';
import type { Event } from '../model/event.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import { join } from '../model/path.ts';
import { err } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { FileTrouble, GitTrouble } from '../ports.ts';
import { renderDoc } from '../view/doc.ts';
import { createEventPrinter } from '../view/events.ts';
import { renderFailure } from '../view/failure.ts';
import { createContext } from './context.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import { parseArguments } from './parse.ts';
import type { ProcessLike } from './process.ts';
import { findEntry, REGISTRY } from './registry.ts';

/** argv → command → outcome → text. The only place that catches everything. */
export async function dispatch(io: ProcessLike): Promise<number> {
  const { words, cwd, ignored } = globalWords(io);
  const entry = findEntry(words);
  if (entry === undefined) return withoutCommand(io, words);

  const { command } = await entry.load();
  const parsed = parseArguments(command.spec, io.program, words.slice(entry.name.split(' ').length));
  if (!parsed.ok)
    return fail(
      io,
      parsed.error,
      LAYOUTS[io.program === 'dvc' ? 'dvc' : 'mltrack'],
      command.spec.failureCode,
    );
  if (parsed.value.kind === 'help') {
    io.stdout.write(parsed.value.text);
    return EXIT.success;
  }
  const { args, global } = parsed.value;
  let layout: Layout = LAYOUTS[io.program === 'dvc' ? 'dvc' : 'mltrack'];
  const print = createEventPrinter({
    terminal: io.stdout.isTerminal,
    quiet: global.quiet,
    layout: () => layout,
    stdout: text => io.stdout.write(text),
    stderr: text => io.stderr.write(text),
    stderrTerminal: io.stderr.isTerminal,
    now: () => performance.now(),
    columns: io.stderr.columns ?? 80,
    paint: paintFor(io.stdout, io.env),
  });
  const session = createContext(io, cwd, (event: Event) => {
    if (event.type === 'project-opened') layout = LAYOUTS[event.layout];
    else print(event);
  });
  try {
    const done = await attempt(() => command.run(session.context, args));
    if (!done.ok) return fail(io, done.error, layout, command.spec.failureCode);
    printOutcome(io, done.value, args);
    if (ignored.length > 0)
      io.stderr.write(`hint: ${ignored.join(' ')} counts only behind the command, as in DVC.\n`);
    await done.value.after?.();
    if (done.value.failure !== undefined)
      return fail(io, done.value.failure, layout, command.spec.failureCode);
    return done.value.exitCode ?? EXIT.success;
  } catch (error) {
    return bug(io, error);
  } finally {
    await session.close();
  }
}

/**
 * What comes before the verb: where to work. Of `-q` and `-v` DVC lets those of the command win, which are unset when
 * they do not stand behind it.
 */
function globalWords(io: ProcessLike): { words: readonly string[]; cwd: string; ignored: readonly string[] } {
  const words = [...io.argv];
  const ignored: string[] = [];
  let { cwd } = io;
  for (let word = words[0]; word !== undefined; word = words[0]) {
    if (word === '--cd') cwd = join(cwd, words.splice(0, 2)[1] ?? '.');
    else if (word.startsWith('--cd=')) cwd = join(cwd, (words.shift() ?? '').slice('--cd='.length));
    else if (['-q', '--quiet', '-v', '--verbose'].includes(word)) ignored.push(...words.splice(0, 1));
    else break;
  }
  return { words, cwd, ignored };
}

async function attempt(run: () => Promise<Result<Outcome, Failure>>): Promise<Result<Outcome, Failure>> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof FailureError) return err(error.failure);
    if (error instanceof FileTrouble)
      return err({ code: 'file-trouble', action: error.action, path: error.path, errno: error.code });
    if (error instanceof GitTrouble) return err({ code: 'refused', message: error.message });
    throw error;
  }
}

function printOutcome(io: ProcessLike, outcome: Outcome, { options }: Args): void {
  const json = options['json'] === true || options['showJson'] === true;
  const markdown = options['md'] === true || options['showMd'] === true;
  for (const [old, name] of [
    ['showJson', '--json'],
    ['showMd', '--md'],
  ] as const) {
    if (options[old] === true) io.stderr.write(`hint: this option is called ${name} now.\n`);
  }
  if (json && outcome.data !== undefined) {
    io.stdout.write(`${dumpJson(outcome.data, io.stdout.isTerminal ? { indent: 2 } : {})}\n`);
    return;
  }
  const form = markdown ? 'markdown' : io.stdout.isTerminal ? 'terminal' : 'plain';
  const text = renderDoc(outcome.doc, {
    form,
    columns: io.stdout.columns ?? 80,
    paint: paintFor(io.stdout, io.env),
  });
  if (text !== '') io.stdout.write(text);
}

async function withoutCommand(io: ProcessLike, words: readonly string[]): Promise<number> {
  const { overview } = await import('./overview.ts');
  const [first] = words;
  if (first === undefined) {
    io.stderr.write(overview(io.program));
    return EXIT.usage;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    io.stdout.write(overview(io.program));
    return EXIT.success;
  }
  const isGroup = REGISTRY.some(entry => entry.name.startsWith(`${first} `));
  if (isGroup && (words[1] === '--help' || words[1] === '-h')) {
    io.stdout.write(overview(io.program, first));
    return EXIT.success;
  }
  const { closest } = await import('../core/schema/closest.ts');
  const typed = isGroup ? `${first} ${words[1] ?? ''}`.trim() : first;
  const near = closest(
    typed,
    REGISTRY.map(entry => entry.name),
  );
  const failure: Failure = {
    code: 'usage',
    message:
      isGroup && words[1] === undefined ? `\`${first}\` needs a command` : `unknown command \`${typed}\``,
    ...(near === undefined ? {} : { hint: `Did you mean \`${io.program} ${near}\`?` }),
  };
  return fail(io, failure, LAYOUTS.mltrack, EXIT.usage);
}

function fail(io: ProcessLike, failure: Failure, layout: Layout, own: number): number {
  io.stderr.write(renderFailure(failure, layout, paintFor(io.stderr, io.env)));
  return exitCodeOf(failure, own);
}

function bug(io: ProcessLike, error: unknown): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `ERROR: unexpected error in mltrack ${io.version}, which is a bug of ours.\n\n${stack}\n\nhint: please report it with the lines above.\n`,
  );
  return EXIT.internal;
}
