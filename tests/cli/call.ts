import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/main.ts';
import type { ProcessLike } from '../../src/cli/process.ts';

export interface Call {
  readonly cwd?: string;
  readonly program?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Are both streams terminals? */
  readonly terminal?: boolean;
  readonly onWrite?: (text: string) => void;
}

export interface Called {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const installDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** Calls the program in this process; in `/` unless told, where no project is. */
export async function call(line: string, options: Call = {}): Promise<Called> {
  const { cwd = '/', program = 'mltrack', env = {}, terminal = false, onWrite } = options;
  const printed = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): ProcessLike['stdout'] => ({
    isTerminal: terminal,
    columns: 80,
    write: chunk => {
      const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      printed[name] += text;
      onWrite?.(text);
    },
  });
  const code = await main({
    argv: line === '' ? [] : line.split(' '),
    program,
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, XDG_CACHE_HOME: `${cwd}/.cache`, ...env },
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: () => Readable.from([]),
    inheritStreams: false,
    onSignal: () => () => undefined,
    installDirectory,
    version: '1.2.3-test',
  });
  return { code, ...printed };
}
