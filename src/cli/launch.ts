import type * as Fs from 'node:fs';
import { createRequire } from 'node:module';
import type * as Url from 'node:url';
import type * as Vm from 'node:vm';
import { errnoOf } from '../adapters/errno.ts';
import { codeCache } from './code-cache.ts';
import { EXIT } from './exit-codes.ts';
import { answerAgain, questionOf } from './kept-answer.ts';
import type { Question } from './kept-answer.ts';
import type { ProcessCall } from './process.ts';
import { processCall, processStreams } from './this-process.ts';
import type { ProcessStreams } from './this-process.ts';

/** Set by the build. The id changes with the program's text. */
declare const BUILD_ID: string;
declare const VERSION: string;

const load = createRequire(import.meta.url);

/**
 * Starts the built program, which lies beside this file, from the machine code that V8 made of it in an earlier run:
 * half of a short command's time would go into compiling. Where the same question was answered before and all that
 * was looked at still looks the same, the answer is given again without it. Answers the exit code.
 *
 * Both files are built as CommonJS: Node's loader of ES modules takes 5 of the 27 ms of the shortest possible process,
 * and machine code can be kept for scripts only.
 */
export async function run(): Promise<number> {
  const argv = process.argv.slice(2);
  const { readFileSync, writeSync } = load('node:fs') as typeof Fs;
  if (argv[0] === '--version' || argv[0] === '-V') {
    try {
      writeSync(1, `${VERSION}\n`);
      return 0;
    } catch {
      // The program can say what is wrong with the output.
    }
  }
  const streams = processStreams();
  const call = callFromHere(streams);
  if (call === undefined) return EXIT.unexpected;
  const question = questionOf(BUILD_ID, { ...call, ...streams });
  const answer = question === undefined ? undefined : answerAgain(question, process.env);
  if (answer !== undefined) {
    for (const [stream, text] of answer) streams[stream].write(text);
    return streams.outputCode() ?? 0;
  }
  const { Script } = load('node:vm') as typeof Vm;
  const { pathToFileURL } = load('node:url') as typeof Url;
  const filename = load.resolve('./program.cjs');
  const cache = codeCache(load, BUILD_ID, argv);
  const known = cache?.read();
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(known === undefined ? {} : { cachedData: known }),
  });
  const program: { exports?: Program } = {};
  (script.runInThisContext() as Load)(program, load, pathToFileURL(filename).href);
  const code = (await program.exports?.run(streams, question)) ?? 1;
  // Only now, as V8 compiles a function when it is first called.
  if (code === 0 && (known === undefined || script.cachedDataRejected === true))
    cache?.write(script.createCachedData());
  return code;
}

/** Undefined, with a word about it, when the current folder has been removed. */
function callFromHere({ stderr }: ProcessStreams): ProcessCall | undefined {
  try {
    return processCall();
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    stderr.write(
      'ERROR: the current folder has been removed.\nhint: if there is a new one of that name, `cd .` enters it; otherwise `cd` into another one.\n',
    );
    return undefined;
  }
}

interface Program {
  run(streams: ProcessStreams, question: Question | undefined): Promise<number>;
}

type Load = (module: { exports?: Program }, require: NodeJS.Require, moduleUrl: string) => void;
