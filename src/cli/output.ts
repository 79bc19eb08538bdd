import * as fs from 'node:fs';
import { errnoOf } from '../adapters/errno.ts';
import type { OutputLike } from './process.ts';

/** The number of Linux's null device. */
const NULL_DEVICE = 0x103;

export interface OutputTrouble {
  /** Whoever was reading has left. Heard once or more. */
  readonly onLeft: () => void;
  /** Nothing can be written any more, as on a full disk. Heard once; what is written afterwards is dropped. */
  readonly onBroken: (error: Error) => void;
}

/**
 * One of this process's output streams. What is no terminal is written to directly: setting up Node's stream takes as
 * long as a short command. Writing never throws, since a stage that has run must be recorded all the same.
 *
 * @param stream Node's own stream for the descriptor, for terminals and for everything out of the ordinary.
 */
export function openOutput(
  descriptor: 1 | 2,
  stream: () => NodeJS.WriteStream,
  trouble: OutputTrouble,
): OutputLike {
  let opened: NodeJS.WriteStream | undefined;
  let direct = isPlain(descriptor);
  let broken = false;
  const hear = (error: unknown): void => {
    if (errnoOf(error) === 'EPIPE') trouble.onLeft();
    else if (!(error instanceof Error)) throw error;
    else if (!broken) {
      broken = true;
      trouble.onBroken(error);
    }
  };
  const watched = (): NodeJS.WriteStream => (opened ??= stream().on('error', hear));

  function writeDirectly(bytes: Uint8Array): void {
    let at = 0;
    try {
      while (at < bytes.length) at += fs.writeSync(descriptor, bytes, at);
    } catch (error) {
      if (errnoOf(error) !== 'EAGAIN') {
        hear(error);
        return;
      }
      // The pipe is full and somebody made it non-blocking; Node's stream knows how to wait.
      direct = false;
      watched().write(bytes.subarray(at));
    }
  }

  return {
    get isTerminal() {
      return !direct && watched().isTTY;
    },
    get columns() {
      const columns = direct ? 0 : watched().columns;
      return columns > 0 ? columns : undefined;
    },
    write: text => {
      if (broken) return;
      if (direct) writeDirectly(typeof text === 'string' ? Buffer.from(text) : text);
      else if (watched().writable) watched().write(text);
    },
  };
}

/** A file or a pipe; a device may be a terminal, and Windows has its own ways. */
function isPlain(descriptor: number): boolean {
  if (process.platform === 'win32') return false;
  try {
    const found = fs.fstatSync(descriptor);
    return found.isFile() || found.isFIFO() || (process.platform === 'linux' && found.rdev === NULL_DEVICE);
  } catch {
    return false;
  }
}
