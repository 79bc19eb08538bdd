import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { resolve } from 'node:path';

/**
 * What happens at one call of the file system. `kill`: the process is gone, in the middle of what it was writing.
 * `ENOSPC`: the disk is full from then on. `EIO`: this one call fails.
 */
export type FaultKind = 'kill' | 'ENOSPC' | 'EIO';

export interface Fault {
  readonly kind: FaultKind;
  /** Which call, from 1 on. */
  readonly at: number;
}

/** What a killed process would have gone on with: no code may take it for an error that it knows. */
export class Killed extends Error {}

type Call = (...args: unknown[]) => unknown;

/** Calls that need room on the disk. */
const ALLOCATING = [
  'writeSync',
  'writeFileSync',
  'appendFileSync',
  'mkdirSync',
  'renameSync',
  'linkSync',
  'symlinkSync',
  'copyFileSync',
  'fsyncSync',
] as const;
const OTHERS = [
  'openSync',
  'readSync',
  'readFileSync',
  'readdirSync',
  'readlinkSync',
  'realpathSync',
  'existsSync',
  'statSync',
  'lstatSync',
  'fstatSync',
  'rmSync',
  'rmdirSync',
  'unlinkSync',
  'chmodSync',
  'fchmodSync',
  'ftruncateSync',
] as const;
const module_ = fs as unknown as Record<string, Call>;
const processes = childProcess as unknown as Record<string, Call>;

/**
 * The disk as a process sees it, with a fault in it. Beneath a folder every call of `node:fs` is counted, which is
 * what the `Files` port, the hasher and the locks are made of; one of them goes wrong. After a kill every further call
 * is refused, and no process is started.
 */
export class FaultyDisk implements Disposable {
  /** Calls so far. */
  calls = 0;
  /** Those that change something, by number: `37 renameSync /…`. */
  readonly log: string[] = [];
  isDead = false;
  readonly #base: string;
  readonly #fault: Fault | undefined;
  readonly #undo: (() => void)[] = [];
  readonly #open = new Map<number, string>();
  #isFull = false;
  /** Some calls of Node are made of others. */
  #isInside = false;

  /** @param fault undefined: calls are only counted. */
  constructor(base: string, fault?: Fault) {
    this.#base = base;
    this.#fault = fault;
    for (const name of [...ALLOCATING, ...OTHERS])
      this.#replace(module_, name, real => this.#wrap(name, real));
    this.#replace(module_, 'closeSync', real => (descriptor, ...rest) => {
      this.#open.delete(descriptor as number);
      return real(descriptor, ...rest);
    });
    for (const name of ['spawn', 'spawnSync', 'execFile', 'execFileSync'])
      this.#replace(processes, name, real => (...args) => {
        if (this.isDead) throw new Killed('after the end a process was to be started');
        return real(...args);
      });
    syncBuiltinESMExports();
    // What a killed process would have done with the output of its commands kills nobody else.
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    const onError = (error: Error): void => {
      if (!(error instanceof Killed)) for (const listener of listeners) listener(error, 'uncaughtException');
    };
    process.on('uncaughtException', onError);
    this.#undo.push(() => {
      process.off('uncaughtException', onError);
      for (const listener of listeners) process.on('uncaughtException', listener);
    });
  }

  /** The disk is whole again; what the process had open is closed, and its locks are gone with it. */
  [Symbol.dispose](): void {
    for (const undo of this.#undo) undo();
    syncBuiltinESMExports();
    for (const descriptor of this.#open.keys()) fs.closeSync(descriptor);
    this.#open.clear();
  }

  #replace(owner: Record<string, Call>, name: string, wrap: (real: Call) => Call): void {
    const real = owner[name]!;
    owner[name] = Object.assign(wrap(real), real);
    this.#undo.push(() => (owner[name] = real));
  }

  #wrap(name: string, real: Call): Call {
    const wrapped: Call = (...args) => {
      const path = this.#isInside ? undefined : this.#pathOf(args);
      if (path === undefined) return real(...args);
      this.#isInside = true;
      try {
        this.#meet(name, path, args, real);
        const answer = real(...args);
        if (name === 'openSync') this.#open.set(answer as number, path);
        return answer;
      } catch (error) {
        if (name === 'existsSync' && !(error instanceof Killed)) return false;
        throw error;
      } finally {
        this.#isInside = false;
      }
    };
    const { native } = real as { native?: Call };
    return native === undefined ? wrapped : Object.assign(wrapped, { native: this.#wrap(name, native) });
  }

  /** The first path of the call that lies beneath the folder. */
  #pathOf(args: readonly unknown[]): string | undefined {
    const [first] = args;
    if (typeof first === 'number') return this.#open.get(first);
    const paths = args.slice(0, 2).filter(arg => typeof arg === 'string');
    return paths.map(path => resolve(path)).find(path => path.startsWith(`${this.#base}/`));
  }

  #meet(name: string, path: string, args: readonly unknown[], real: Call): void {
    if (this.isDead) throw new Killed(`after the end: ${name} ${path}`);
    this.calls++;
    this.log.push(`${this.calls} ${name} ${path}`);
    const isNow = this.calls === this.#fault?.at;
    if (isNow && this.#fault.kind === 'ENOSPC') this.#isFull = true;
    if (this.#isFull && needsRoom(name, args)) {
      writeHalf(name, args, real);
      throw errorOf('ENOSPC', name);
    }
    if (!isNow) return;
    if (this.#fault.kind === 'EIO') throw errorOf('EIO', name);
    if (this.#fault.kind === 'kill') {
      this.isDead = true;
      writeHalf(name, args, real);
      throw new Killed(`killed at ${name} ${path}`);
    }
  }
}

function needsRoom(name: string, [, flags]: readonly unknown[]): boolean {
  if (name !== 'openSync') return (ALLOCATING as readonly string[]).includes(name);
  return typeof flags === 'number' ? (flags & fs.constants.O_CREAT) !== 0 : flags !== 'r';
}

/** A write that is cut off has written something. */
function writeHalf(name: string, args: readonly unknown[], real: Call): void {
  if (!/^(write|writeFile|appendFile)Sync$/.test(name)) return;
  const [target, content, ...rest] = args;
  const bytes = typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array);
  // Not at the end of a line, where a text could look whole.
  let length = Math.floor(bytes.length / 2);
  while (length > 0 && bytes[length - 1] === 10) length--;
  const half = bytes.subarray(0, length);
  // With an offset in the buffer the half of what is left would have to be found: the first write is enough.
  if (name === 'writeSync' && typeof rest[0] === 'number' && rest[0] > 0) return;
  real(target, half, ...(name === 'writeSync' ? [] : rest));
}

function errorOf(code: 'ENOSPC' | 'EIO', call: string): Error {
  return Object.assign(new Error(`${code}: ${call}, by the test`), { code, errno: -5, syscall: call });
}
