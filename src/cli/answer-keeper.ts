import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { Witnesses } from '../adapters/witnesses.ts';
import { isSettled } from '../engine/memo.ts';
import { dropUnused } from './code-cache.ts';
import { encode } from './kept-answer.ts';
import type { Question } from './kept-answer.ts';
import type { OutputLike, ProcessLike } from './process.ts';

/** Whoever looks at more has other things to wait for than the start of a program. */
const MOST_PATHS = 200_000;

/** Follows a command that only looks, so that the same question can be answered again by looking again. */
export class AnswerKeeper {
  readonly witnesses = new Witnesses();
  /** The process as the command is to see it. */
  readonly io: ProcessLike;
  readonly #question: Question;
  readonly #startedAt = Date.now();
  readonly #said: ['stdout' | 'stderr', string][] = [];

  constructor(io: ProcessLike, question: Question) {
    this.#question = question;
    const { witnesses } = this;
    const env = witnesses.env(io.env, ['HOME', 'USER']);
    const { argv, program, cwd, stdin, inheritStreams, onSignal, installDirectory } = io;
    this.io = {
      ...{ argv, program, cwd, env, stdin, inheritStreams, onSignal, installDirectory },
      stdout: this.#heard('stdout', io.stdout),
      stderr: this.#heard('stderr', io.stderr),
      get version() {
        return io.version;
      },
    };
  }

  /** After a success. Trouble is not the user's: without it everything works, only slower. */
  keep(): void {
    const { witnesses } = this;
    if (witnesses.hasGivenUp || witnesses.paths.length > MOST_PATHS) return;
    // What changed a moment ago could change again without a trace in its times.
    if (witnesses.looks.some(([mtimeMs, ctimeMs]) => !isSettled(mtimeMs, ctimeMs, this.#startedAt))) return;
    const { file } = this.#question;
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      if (!witnesses.showsWhatIsNew) return;
      const isNew = !fs.existsSync(file);
      fs.mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      const bytes = encode(this.#question, this.#said, witnesses);
      fs.writeFileSync(temporary, bytes, { flag: 'wx', mode: 0o600 });
      fs.renameSync(temporary, file);
      if (isNew) dropUnused(fs, dirname(file));
    } catch {
      // What is left half written goes with what nobody uses.
    }
  }

  #hear(name: 'stdout' | 'stderr', text: string | Uint8Array): void {
    // A line that is written over again tells of a wait that is over.
    if (typeof text !== 'string' || text.includes('\r')) this.witnesses.giveUp();
    if (this.witnesses.hasGivenUp) {
      // A run may go on for days and say much.
      this.#said.length = 0;
      return;
    }
    if (typeof text === 'string') this.#said.push([name, text]);
  }

  #heard(name: 'stdout' | 'stderr', stream: OutputLike): OutputLike {
    return {
      get isTerminal() {
        return stream.isTerminal;
      },
      get columns() {
        return stream.columns;
      },
      write: text => {
        this.#hear(name, text);
        stream.write(text);
      },
    };
  }
}
