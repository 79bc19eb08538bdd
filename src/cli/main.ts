import { onUnheardInterrupt } from '../adapters/signals.ts';
import { EXIT } from './exit-codes.ts';
import type { Question } from './kept-answer.ts';
import type { ProcessLike } from './process.ts';
import { currentProcess } from './this-process.ts';
import type { ProcessStreams } from './this-process.ts';
import { calledWords } from './words.ts';

/** Runs the command line of this process; answers the exit code. @param question where its answer may be kept. */
export async function run(streams: ProcessStreams, question?: Question): Promise<number> {
  const io = currentProcess(streams);
  onUnheardInterrupt(() => void endInterrupted(io));
  const code = await main(io, question);
  return streams.outputCode() ?? code;
}

/** Nothing is half done then: what was being written has a temporary name, what counts is written last. */
async function endInterrupted(io: ProcessLike): Promise<never> {
  const { fail, layoutOfProgram } = await import('./trouble.ts');
  process.exit(await fail(io, { code: 'interrupted' }, layoutOfProgram(io), EXIT.interrupted));
}

/**
 * The way in. It loads next to nothing itself, as the shortest questions should get the fastest answers, and is the
 * only place that catches everything.
 */
export async function main(io: ProcessLike, question?: Question): Promise<number> {
  try {
    return await answer(io, question);
  } catch (error) {
    const { bug } = await import('./trouble.ts');
    return bug(io, error);
  }
}

async function answer(io: ProcessLike, question: Question | undefined): Promise<number> {
  const [first] = io.argv;
  if (first === '--version' || first === '-V') {
    io.stdout.write(`${io.version}\n`);
    return EXIT.success;
  }
  const called = calledWords(io);
  if (called.entry === undefined) {
    const { answerWithoutCommand } = await import('./without-command.ts');
    return answerWithoutCommand(io, called.words);
  }
  const { dispatch } = await import('./dispatch.ts');
  return dispatch(io, called.entry, called, question);
}
