import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { InputStream } from './input.ts';
import { MarkedOutput } from './marked-output.ts';
import { isInForeground } from './process-group.ts';
import type { Environment } from './shell-command.ts';
import { TERMINAL_KEEPER } from './terminal-keeper.ts';

export interface PersonsTerminal {
  readonly env: Environment;
  /** Of this process, which is a terminal; undefined: nobody types. */
  readonly stdin: (() => InputStream) | undefined;
  /** Which of this process's streams the terminal is. */
  readonly descriptor: 0 | 1 | 2;
  /** Prints on it. */
  readonly show: (chunk: Uint8Array) => void;
}

/** A program that is called `script` and is another one does not answer. */
const ANSWER_MS = 3_000;
/** What a command has printed is there at once, unless the person has stopped the terminal by Ctrl-S. */
const MARK_AGAIN_MS = 2_000;
/** So often a program in the background looks whether it is back in the foreground: nobody tells it. */
const LOOK_MS = 300;

/**
 * A terminal for commands, between them and that of a person: what they print comes by here, and can be kept, though
 * they have a terminal, with its colours, its size and its modes. It is made once for all commands, by `script` of
 * util-linux, as Node cannot; the commands themselves are started by this process, which sees how they end.
 *
 * While a command runs, the person's terminal passes on keys and text as they are; `end` gives it back.
 */
export class PseudoTerminal {
  /** An open file, for commands to have as their terminal. */
  readonly descriptor: number;
  /** The size of the terminal has changed, and that of this one with it. */
  onResize: () => void = () => undefined;
  readonly #person: PersonsTerminal;
  readonly #script: ChildProcess;
  readonly #keys: Writable;
  readonly #keeper: Socket;
  /** The modes of the person's terminal, as `stty` knows them. */
  readonly #modes: string;
  readonly #output: MarkedOutput;
  #take: ((chunk: Uint8Array) => void) | undefined;
  /** Waits for a mark of this number. */
  #draining: { readonly number: number; readonly end: () => void } | undefined;
  #drainings = 0;
  #looking: NodeJS.Timeout | undefined;
  /** One after the other. */
  #resting = Promise.resolve();
  /** Who waits for its answers. */
  readonly #answered: (() => void)[] = [];
  /** A command runs. */
  #isUsed = false;
  /** The person's terminal has modes for that. */
  #isOccupied = false;
  #isGone = false;

  /** In the background the person's terminal is not this process's own. */
  static mayOpen(): boolean {
    return process.platform === 'linux' && isInForeground();
  }

  /** Undefined where there is no such program. */
  static async open(person: PersonsTerminal): Promise<PseudoTerminal | undefined> {
    const script = spawn('script', ['-q', '-f', '-c', TERMINAL_KEEPER, '/dev/null'], {
      env: { ...person.env, SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'ignore', 'pipe', person.descriptor],
      // Neither Ctrl-C nor Ctrl-Z of the terminal is for it.
      detached: true,
    });
    const { keys, output, keeper } = linesTo(script);
    // Whatever becomes of them, its end is heard.
    for (const stream of [keys, output, keeper]) stream.on('error', () => undefined);
    const answer = await firstLine(script, keeper);
    const [, path, modes] = /^open (\/dev\/\S+) ([\da-f:]+)$/.exec(answer ?? '') ?? [];
    const descriptor = path === undefined ? undefined : opened(path);
    if (descriptor === undefined || modes === undefined) {
      endScript(script);
      return undefined;
    }
    return new PseudoTerminal(person, script, descriptor, modes);
  }

  private constructor(person: PersonsTerminal, script: ChildProcess, descriptor: number, modes: string) {
    this.#person = person;
    this.#script = script;
    this.#modes = modes;
    this.descriptor = descriptor;
    const { keys, output, keeper } = linesTo(script);
    this.#keys = keys;
    this.#keeper = keeper;
    this.#output = new MarkedOutput(
      chunk => this.#print(chunk),
      number => {
        if (number === this.#draining?.number) this.#draining.end();
      },
    );
    output.on('data', (chunk: Buffer) => this.#output.push(chunk));
    let line = '';
    keeper.on('data', (chunk: Buffer) => {
      const lines = (line + chunk.toString('latin1')).split('\n');
      line = lines.pop() ?? '';
      for (const told of lines) this.#hear(told);
    });
    script.on('exit', () => this.#lose());
    process.on('SIGWINCH', this.#fit);
    letGo(script);
  }

  /** A command begins. @param take gets what it prints. */
  async begin(take: (chunk: Uint8Array) => void): Promise<void> {
    this.#take = take;
    this.#isUsed = true;
    await this.#occupy();
  }

  /** It has ended: all that was printed has been shown, and the person's terminal is as it was. */
  async end(): Promise<void> {
    this.#isUsed = false;
    await this.#rest();
    this.#take = undefined;
    this.onResize = () => undefined;
  }

  /** Does something for which the person's terminal has to be as it was, while a command runs. */
  async pauseFor(work: () => void): Promise<void> {
    await this.#rest();
    work();
    this.#tell('size');
    await this.#occupy();
  }

  close(): void {
    process.off('SIGWINCH', this.#fit);
    clearTimeout(this.#looking);
    if (!this.#isGone) endScript(this.#script);
    closeSync(this.descriptor);
  }

  readonly #fit = (): void => this.#tell('size');

  readonly #type = (keys: Uint8Array): void => void this.#keys.write(keys);

  /** In the background keys and modes are somebody else's. */
  async #occupy(): Promise<void> {
    const { stdin } = this.#person;
    if (!this.#isUsed || this.#isGone) return;
    if (!isInForeground()) {
      this.#looking = setTimeout(() => void this.#occupy(), LOOK_MS).unref();
      return;
    }
    this.#isOccupied = true;
    stdin?.().on('data', this.#type).resume();
    await this.#ask(stdin === undefined ? 'set -opost' : 'set raw -echo -iexten');
  }

  #rest(): Promise<void> {
    clearTimeout(this.#looking);
    return (this.#resting = this.#resting.then(async () => {
      await this.#drain();
      this.#person.stdin?.().off('data', this.#type).pause();
      await this.#ask('rest');
      this.#isOccupied = false;
    }));
  }

  /** Waits for a mark behind all that was printed. */
  async #drain(): Promise<void> {
    if (this.#isGone) return;
    const number = ++this.#drainings;
    const mark = (): void => this.#tell(`mark ${this.#output.mark(number)}`);
    mark();
    // A Ctrl-C drops what is on its way.
    const again = setInterval(mark, MARK_AGAIN_MS);
    await new Promise<void>(end => (this.#draining = { number, end }));
    this.#draining = undefined;
    clearInterval(again);
  }

  #ask(what: string): Promise<void> {
    if (this.#isGone) return Promise.resolve();
    // Only while it is asked it keeps this process alive.
    this.#keeper.ref();
    const answer = new Promise<void>(resolve => this.#answered.push(resolve));
    this.#tell(what);
    return answer.then(() => void this.#keeper.unref());
  }

  #tell(what: string): void {
    if (!this.#isGone) this.#keeper.write(`${what}\n`);
  }

  #hear(told: string): void {
    const [, key] = /^key (SIG\w+)$/.exec(told) ?? [];
    // As the terminal would have done: to all of the group.
    if (key !== undefined) process.kill(0, key);
    else if (told === 'sized') this.onResize();
    else if (told === 'done') this.#answered.shift()?.();
  }

  #print(chunk: Uint8Array): void {
    this.#person.show(chunk);
    this.#take?.(chunk);
  }

  /** Somebody has ended it. Commands that still run find that their terminal hangs up. */
  #lose(): void {
    this.#isGone = true;
    this.#output.end();
    this.#draining?.end();
    for (const resolve of this.#answered.splice(0)) resolve();
    this.#person.stdin?.().off('data', this.#type).pause();
    if (this.#isOccupied)
      spawnSync('stty', [this.#modes], { stdio: [this.#person.descriptor, 'ignore', 'ignore'] });
    this.#isOccupied = false;
  }

  /** Nothing more can be shown by it. */
  get isGone(): boolean {
    return this.#isGone;
  }
}

/** Undefined where it cannot be. */
function opened(terminal: string): number | undefined {
  try {
    return openSync(terminal, constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

function linesTo(script: ChildProcess): {
  readonly keys: Writable;
  readonly output: Readable;
  readonly keeper: Socket;
} {
  const [keys, output, , keeper] = script.stdio as unknown as [Writable, Readable, null, Socket];
  return { keys, output, keeper };
}

/** Undefined when it does not come. */
function firstLine(script: ChildProcess, keeper: Readable): Promise<string | undefined> {
  return new Promise(resolve => {
    let text = '';
    const settle = (line?: string): void => {
      clearTimeout(timer);
      keeper.off('data', hear);
      resolve(line);
    };
    const hear = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (text.includes('\n')) settle(text.slice(0, text.indexOf('\n')));
    };
    const timer = setTimeout(settle, ANSWER_MS);
    keeper.on('data', hear);
    script.on('error', () => settle());
    script.on('exit', () => settle());
  });
}

/** By the end of its files: it then puts the modes right, where need be, and ends. */
function endScript(script: ChildProcess): void {
  for (const stream of script.stdio) stream?.destroy();
  letGo(script);
}

/** None of it keeps this process alive. */
function letGo(script: ChildProcess): void {
  script.unref();
  for (const stream of script.stdio) if (stream instanceof Socket) stream.unref();
}
