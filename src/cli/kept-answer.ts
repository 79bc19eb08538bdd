import * as fs from 'node:fs';
import { fromHere } from '../adapters/from-here.ts';
import { LOOK_NUMBERS, lookAt, WAYS } from '../adapters/witnesses.ts';
import type { Witnesses } from '../adapters/witnesses.ts';
import { memoName } from '../core/digest/memo.ts';
import { MEMO_VARIABLE } from '../model/layout.ts';
import { isUsersOwn, userCacheFolder } from './code-cache.ts';
import type { ProcessCall, ProcessLike } from './process.ts';

/** A command line, where it was given, and where its answer would lie. */
export interface Question {
  readonly file: string;
  /** Two questions with the same words are the same, as long as variables and files are. */
  readonly words: string;
}

/** What was written, in this order: both streams may end in one terminal or file. */
export type Answer = readonly (readonly [stream: 'stdout' | 'stderr', text: string])[];

interface Header {
  readonly words: string;
  readonly answer: Answer;
  readonly variables: readonly (readonly [name: string, value: string | null])[];
  /** One digit a path: its place in {@link WAYS}. */
  readonly ways: string;
}

type Asking = ProcessCall & Pick<ProcessLike, 'stdout' | 'stderr'>;
const NUMBER_BYTES = 8;

/** @param build names the program's text. Undefined where nothing can be kept. */
export function questionOf(build: string, io: Asking): Question | undefined {
  const { argv, program, cwd, env } = io;
  const home = userCacheFolder(env);
  const base = env[MEMO_VARIABLE] ?? (home === undefined ? undefined : `${home}/mltrack`);
  if (base?.startsWith('/') !== true) return undefined;
  const streams = [io.stdout, io.stderr].map(stream => stream.isTerminal && (stream.columns ?? 0));
  const words = JSON.stringify([build, process.version, program, cwd, argv, streams]);
  return { file: `${base}/answers/${memoName([program, cwd, ...argv].join('\0'))}`, words };
}

/** The answer that was given before, if everything it followed from still looks as it did. */
export function answerAgain({ file, words }: Question, env: ProcessLike['env']): Answer | undefined {
  try {
    if (!isUsersOwn(fs.statSync(file))) return undefined;
    const { header, looks, paths } = decode(fs.readFileSync(file));
    if (header.words !== words || header.ways.length !== paths.length) return undefined;
    if (header.variables.some(([name, value]) => (env[name] ?? null) !== value)) return undefined;
    for (let i = 0; i < paths.length; i++) {
      const look = lookAt(paths[i] ?? '', WAYS[Number(header.ways[i])] ?? 'target');
      for (let j = 0; j < LOOK_NUMBERS; j++) if (look[j] !== looks[i * LOOK_NUMBERS + j]) return undefined;
    }
    return header.answer;
  } catch {
    // Whatever it is, the command itself finds it as well, and has words for it.
    return undefined;
  }
}

/**
 * Two lengths (numbers), looks, paths joined by NUL (from here, as the question holds where that is), header as JSON: at
 * the end, as it cannot be read from a file of which a part never reached the disk.
 */
export function encode({ words }: Question, answer: Answer, seen: Witnesses): Uint8Array {
  const header: Header = {
    words,
    answer,
    variables: [...seen.variables].map(([name, value]) => [name, value ?? null]),
    ways: seen.ways.map(way => WAYS.indexOf(way)).join(''),
  };
  const paths = Buffer.from(seen.paths.map(fromHere).join('\0'));
  const numbers = Float64Array.from([paths.length, seen.paths.length, ...seen.looks.flat()]);
  return Buffer.concat([new Uint8Array(numbers.buffer), paths, Buffer.from(JSON.stringify(header))]);
}

/** @throws Error for anything that {@link encode} did not write. */
function decode(bytes: Buffer): { header: Header; looks: Float64Array; paths: readonly string[] } {
  const numbers = (from: number, to: number): Float64Array =>
    new Float64Array(
      bytes.buffer.slice(bytes.byteOffset + from * NUMBER_BYTES, bytes.byteOffset + to * NUMBER_BYTES),
    );
  const [pathsLength = 0, count = 0] = numbers(0, 2);
  const pathsAt = (2 + count * LOOK_NUMBERS) * NUMBER_BYTES;
  const headerAt = pathsAt + pathsLength;
  return {
    looks: numbers(2, 2 + count * LOOK_NUMBERS),
    paths: bytes.toString('utf8', pathsAt, headerAt).split('\0'),
    header: JSON.parse(bytes.toString('utf8', headerAt)) as Header,
  };
}
