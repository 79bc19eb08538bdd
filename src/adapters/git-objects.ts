import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { environmentFor, type Environment } from './git-command.ts';
import { toGitTrouble } from './git-trouble.ts';

export interface GitObject {
  readonly id: string;
  readonly type: string;
  readonly content: Buffer;
}

/** Reads objects of one repository through one `git cat-file --batch`, started with the first question. */
export interface GitObjects {
  /** The object that a name means to git (`main^{commit}`, an id), or undefined. Names must be of one line. */
  read(name: string): Promise<GitObject | undefined>;
  close(): void;
}

type Waiting = {
  readonly resolve: (found: GitObject | undefined) => void;
  readonly reject: (reason: Error) => void;
};
type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export function createGitObjects(cwd: string, env: Environment): GitObjects {
  let session: ReturnType<typeof startSession> | undefined;
  return {
    read: name => {
      if (session?.ended() !== false) session = startSession(cwd, env);
      return session.read(name);
    },
    close: () => {
      session?.end();
      session = undefined;
    },
  };
}

/** Larger objects are read again; so much is kept altogether. */
const SMALL_BYTES = 256 * 1024;
const KEPT_BYTES = 64 * 1024 * 1024;

/** Reads what is asked for by its id but once: many commits share most of their folders and files. */
export function rememberSmall(objects: GitObjects): GitObjects {
  const known = new Map<string, Promise<GitObject | undefined>>();
  let bytes = 0;
  const readAnew = async (id: string): Promise<GitObject | undefined> => {
    const found = await objects.read(id);
    if (found === undefined || found.content.length > SMALL_BYTES || bytes > KEPT_BYTES) {
      known.delete(id);
      return found;
    }
    bytes += found.content.length;
    // A copy, as what was read is a part of something larger.
    return { ...found, content: Buffer.from(found.content) };
  };
  return {
    read: name => {
      if (!/^[0-9a-f]{40,64}$/.test(name)) return objects.read(name);
      let found = known.get(name);
      if (found === undefined) known.set(name, (found = readAnew(name)));
      return found;
    },
    close: () => {
      known.clear();
      objects.close();
    },
  };
}

function startSession(cwd: string, env: Environment) {
  const child: Child = spawn('git', ['cat-file', '--batch'], {
    cwd,
    env: environmentFor(env),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const waiting: Waiting[] = [];
  const reader = createAnswerReader();
  let stderr = '';
  let over = false;

  const fail = (cause?: unknown): void => {
    over = true;
    for (const each of waiting.splice(0)) each.reject(toGitTrouble(stderr, 'cat-file', cause));
  };
  child.stdout.on('data', (chunk: Buffer) => {
    for (const answer of reader.feed(chunk)) waiting.shift()?.resolve(answer);
    if (waiting.length === 0) letProcessEnd(child, true);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')));
  // The reason of a broken pipe is on stderr, and 'close' comes when that is read.
  child.stdin.on('error', () => undefined);
  child.on('error', fail);
  child.on('close', () => fail());

  return {
    ended: () => over,
    read: (name: string) =>
      new Promise<GitObject | undefined>((resolve, reject) => {
        if (waiting.length === 0) letProcessEnd(child, false);
        waiting.push({ resolve, reject });
        child.stdin.write(`${name}\n`);
      }),
    end: () => {
      over = true;
      child.stdin.end();
      child.kill();
      letProcessEnd(child, true);
    },
  };
}

/** An idle reader must not keep Node alive. A pipe of a child is a socket, though its type does not say so. */
function letProcessEnd(child: Child, allowed: boolean): void {
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
    if (!isHandle(handle)) continue;
    if (allowed) handle.unref();
    else handle.ref();
  }
}

function isHandle(stream: object): stream is { ref(): void; unref(): void } {
  return 'unref' in stream;
}

/**
 * Cuts the stream of answers apart. One is a line `<id> <type> <size>`, that many bytes and a line end; or a line
 * that ends in `missing` or `ambiguous`.
 */
function createAnswerReader(): { feed(chunk: Buffer): (GitObject | undefined)[] } {
  let pending: Buffer[] = [];
  let length = 0;
  /** Bytes that must be there before it is worth looking again: large objects come in thousands of chunks. */
  let needed = 1;

  return {
    feed(chunk) {
      pending.push(chunk);
      length += chunk.length;
      if (length < needed) return [];
      let rest = pending.length === 1 ? chunk : Buffer.concat(pending);
      const answers: (GitObject | undefined)[] = [];
      needed = 1;
      for (;;) {
        const lineEnd = rest.indexOf(10);
        if (lineEnd < 0) break;
        const [, id, type, size] =
          /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(rest.toString('latin1', 0, lineEnd)) ?? [];
        const start = lineEnd + 1;
        if (id === undefined || type === undefined) {
          answers.push(undefined);
          rest = rest.subarray(start);
          continue;
        }
        const end = start + Number(size);
        if (rest.length <= end) {
          needed = end + 1;
          break;
        }
        answers.push({ id, type, content: rest.subarray(start, end) });
        rest = rest.subarray(end + 1);
      }
      pending = [rest];
      length = rest.length;
      if (needed === 1) needed = length + 1;
      return answers;
    },
  };
}
