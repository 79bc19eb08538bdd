import { dumpJson } from '../core/python/json.ts';
import type { Witnesses } from '../adapters/witnesses.ts';
import type { Args, Command, Outcome } from '../commands/command.ts';
import { expected } from '../engine/expected.ts';
import type { Block } from '../model/doc.ts';
import type { Event } from '../model/event.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import { err } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { renderDoc } from '../view/doc.ts';
import { createEventPrinter } from '../view/events.ts';
import type { Paint } from '../view/paint.ts';
import { createContext } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Question } from './kept-answer.ts';
import { paintFor } from './paint.ts';
import { parseArguments } from './parse.ts';
import type { ProcessLike } from './process.ts';
import type { Entry } from './registry.ts';
import { called as calledNames, fail, layoutOfProgram } from './trouble.ts';
import type { CalledWords } from './words.ts';

/** A command's words → outcome → text. @param question where the answer may be kept. */
export async function dispatch(
  io: ProcessLike,
  entry: Entry,
  called: CalledWords,
  question?: Question,
): Promise<number> {
  const { command } = await entry.load();
  if (question === undefined || command.spec.isAnsweredAgain !== true)
    return perform(io, entry, called, command);
  const { AnswerKeeper } = await import('./answer-keeper.ts');
  const keeper = new AnswerKeeper(io, question);
  const code = await perform(keeper.io, entry, called, command, keeper.witnesses);
  if (code === EXIT.success) keeper.keep();
  return code;
}

async function perform(
  io: ProcessLike,
  entry: Entry,
  called: CalledWords,
  command: Command,
  witnesses?: Witnesses,
): Promise<number> {
  const { cwd, movedTo, words, ignored } = called;
  const own = command.spec.failureCode;
  const { name } = entry;
  const parsed = parseArguments({ ...command.spec, name }, io.program, words.slice(name.split(' ').length));
  if (!parsed.ok) return fail(io, parsed.error, layoutOfProgram(io), own);
  if (parsed.value.kind === 'help') {
    io.stdout.write(parsed.value.text);
    return EXIT.success;
  }
  const { args, global, hints } = parsed.value;
  for (const hint of hints) io.stderr.write(`hint: ${hint}\n`);
  let layout = layoutOfProgram(io);
  const paint = await paintFor(io.stdout, io.env);
  const print = createEventPrinter({
    terminal: io.stdout.isTerminal,
    quiet: global.quiet,
    verbose: global.verbose,
    layout: () => layout,
    stdout: text => io.stdout.write(text),
    stderr: text => io.stderr.write(text),
    get stderrTerminal() {
      return io.stderr.isTerminal;
    },
    now: () => performance.now(),
    later: (ms, work) => void setTimeout(work, ms).unref(),
    get columns() {
      return io.stderr.columns ?? 80;
    },
    paint,
    ...(io.stdout.isTerminal ? { stderrPaint: await paintFor(io.stderr, io.env) } : {}),
  });
  const session = createContext(
    io,
    cwd,
    (event: Event) => {
      if (event.type === 'project-opened') layout = calledNames(LAYOUTS[event.layout], io);
      else print(event);
    },
    { waitsForLock: called.waitsForLock, witnesses },
  );
  try {
    if (movedTo !== undefined && session.context.files.stat(cwd)?.kind !== 'directory')
      return await fail(
        io,
        { code: 'refused', message: `there is no folder '${movedTo}'` },
        layout,
        EXIT.unexpected,
      );
    const done = await attempt(() => command.run(session.context, args));
    if (!done.ok) return await fail(io, done.error, layout, own);
    const outcome =
      global.quiet && command.spec.answersQuietly !== true ? quietly(done.value, args) : done.value;
    printOutcome(io, outcome, args, paint);
    if (ignored.length > 0)
      io.stderr.write(`hint: ${ignored.join(' ')} counts only behind the command, as in DVC.\n`);
    await done.value.after?.();
    if (done.value.failure !== undefined) return await fail(io, done.value.failure, layout, own);
    return done.value.exitCode ?? EXIT.success;
  } finally {
    await session.close();
  }
}

async function attempt(run: () => Promise<Result<Outcome, Failure>>): Promise<Result<Outcome, Failure>> {
  try {
    return await run();
  } catch (error) {
    const failure = expected(error);
    if (failure === undefined) throw error;
    return err(failure);
  }
}

/** What `--quiet` leaves of an answer: its tables, as in DVC, and never JSON. */
function quietly({ data, ...outcome }: Outcome, { options }: Args): Outcome {
  const isData = data !== undefined && options['json'] === true;
  const isTable = (block: Block): boolean =>
    block.kind === 'table' || (block.kind === 'verbatim' && block.isTable === true);
  return { ...outcome, doc: isData ? [] : outcome.doc.filter(isTable) };
}

function printOutcome(io: ProcessLike, outcome: Outcome, { options }: Args, paint: Paint): void {
  if (options['json'] === true && outcome.data !== undefined) {
    io.stdout.write(`${dumpJson(outcome.data, io.stdout.isTerminal ? { indent: 2 } : {})}\n`);
    return;
  }
  const form = options['md'] === true ? 'markdown' : io.stdout.isTerminal ? 'terminal' : 'plain';
  const text = renderDoc(outcome.doc, {
    form,
    columns: io.stdout.columns ?? 80,
    paint,
  });
  if (text !== '') io.stdout.write(text);
}
