import { join } from '../model/path.ts';
import type { FileAccess } from '../ports/shell.ts';

/** The system calls that the log is made of; a `?` lets those pass that this machine does not have. */
export const TRACED_CALLS = [
  ...['open', 'openat', 'openat2', 'creat', 'truncate', 'execve', 'chdir', 'fchdir'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
]
  .map(call => `?${call}`)
  .join(',');

/** `17 openat(AT_FDCWD</home>, "a", O_RDONLY) = 3</home/a>`: process, call, arguments, what the answer stands for. */
const LINE = /^(\d+) +(\w+)\((.*)\) += -?\w+(?:<(.*)>)?(?:\(deleted\))?$/;
/** A text, a number that stands for a path, a structure, anything else. `>` in a path is escaped. */
const ARGUMENT = /"(?:[^"\\]|\\.)*"|[^",<>{[]*<[^>]*>(?:\(deleted\))?|\{[^}]*\}|\[[^\]]*\]|[^",]+/g;

/** Reads what strace writes of successful calls with `-f -y`. */
export class StraceLog {
  readonly #onAccess: (access: FileAccess) => void;
  readonly #start: string;
  readonly #folders = new Map<string, string>();
  /** Programs called by a path below the current folder of a process of which that is not known yet. */
  readonly #started = new Map<string, string>();

  /** @param start the folder in which it all began. */
  constructor(start: string, onAccess: (access: FileAccess) => void) {
    this.#start = start;
    this.#onAccess = onAccess;
  }

  line(text: string): void {
    const [, process, call, written = '', answer] = LINE.exec(text) ?? [];
    if (process === undefined || call === undefined) return;
    const args = (written.match(ARGUMENT) ?? []).map(each => each.trim()).filter(each => each !== '');
    for (const arg of args) if (arg.startsWith('AT_FDCWD<')) this.#enter(process, folderOf(arg));
    this.#call(process, call, args, answer === undefined ? undefined : unescaped(answer));
  }

  end(): void {
    for (const path of this.#started.values())
      this.#onAccess({ kind: 'read', path: join(this.#start, path) });
  }

  #call(process: string, call: string, args: readonly string[], answer: string | undefined): void {
    const at = (index: number): string => this.#path(process, undefined, args[index]);
    const below = (index: number): string => this.#path(process, args[index], args[index + 1]);
    const read = (path: string): void => this.#onAccess({ kind: 'read', path });
    const write = (path: string): void => this.#onAccess({ kind: 'write', path });
    const move = (path: string, to: string): void => this.#onAccess({ kind: 'move', path, to });
    const calls: Readonly<Record<string, () => void>> = {
      open: () => this.#opened(at(0), args[1], answer),
      openat: () => this.#opened(below(0), args[2], answer),
      openat2: () => this.#opened(below(0), args[2], answer),
      creat: () => write(at(0)),
      truncate: () => write(at(0)),
      rename: () => move(at(0), at(1)),
      renameat: () => move(below(0), below(2)),
      renameat2: () => move(below(0), below(2)),
      link: () => {
        read(at(0));
        write(at(1));
      },
      linkat: () => {
        // Without a name: a file that had none yet.
        if (args[1] !== '""') read(below(0));
        write(below(2));
      },
      symlink: () => write(at(1)),
      symlinkat: () => write(below(1)),
      chdir: () => this.#enter(process, at(0)),
      fchdir: () => this.#enter(process, folderOf(args[0] ?? '')),
      execve: () => this.#execute(process, unquoted(args[0])),
    };
    calls[call]?.();
  }

  #opened(path: string, flags = '', answer: string | undefined): void {
    if (/O_DIRECTORY|O_PATH|O_TMPFILE/.test(flags)) return;
    const place = { path, ...(answer === undefined || answer === path ? {} : { real: answer }) };
    const writes = /O_WRONLY|O_RDWR/.test(flags);
    // Opened for both, and neither new nor emptied: what is in there counts.
    const reads = !writes || (flags.includes('O_RDWR') && !/O_CREAT|O_TRUNC/.test(flags));
    if (reads) this.#onAccess({ kind: 'read', ...place });
    if (writes) this.#onAccess({ kind: 'write', ...place });
  }

  #execute(process: string, program: string): void {
    const folder = this.#folders.get(process);
    if (program.startsWith('/') || folder !== undefined)
      this.#onAccess({ kind: 'read', path: join(folder ?? '', program) });
    else this.#started.set(process, program);
  }

  #enter(process: string, folder: string): void {
    this.#folders.set(process, folder);
    const started = this.#started.get(process);
    if (started === undefined) return;
    this.#started.delete(process);
    this.#onAccess({ kind: 'read', path: join(folder, started) });
  }

  #path(process: string, folder: string | undefined, name: string | undefined): string {
    const base =
      folder?.includes('<') === true ? folderOf(folder) : (this.#folders.get(process) ?? this.#start);
    return join(base, unquoted(name));
  }
}

/** `3</home/a>` or `AT_FDCWD</home>`. */
function folderOf(argument: string): string {
  return unescaped(argument.slice(argument.indexOf('<') + 1, argument.lastIndexOf('>')));
}

function unquoted(argument = '""'): string {
  return unescaped(argument.slice(1, -1));
}

const NAMED: Readonly<Record<string, number>> = { n: 10, t: 9, r: 13, v: 11, f: 12 };

/** Bytes outside ASCII are octal: `\303\244`. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes: number[] = [];
  for (const [, octal, named, plain] of text.matchAll(/\\([0-7]{1,3})|\\(.)|([^\\])/gs)) {
    if (octal !== undefined) bytes.push(Number.parseInt(octal, 8));
    else if (named !== undefined) bytes.push(NAMED[named] ?? named.charCodeAt(0));
    else if (plain !== undefined) bytes.push(plain.charCodeAt(0));
  }
  return Buffer.from(bytes).toString('utf8');
}
