import * as fs from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Watch } from '../ports/surroundings.ts';
import { listenForStop, type SignalSource } from './signals.ts';

/** How often to look where the system does not tell. */
const POLL_MS = 1_000;
const TOGETHER_MS = 50;
/** File systems of other machines, or of a host: what others do to them stays unheard here. */
const UNHEARD = /^(nfs|cifs|smb|9p|fuse|v9fs|vboxsf|vmhgfs|prl_fs|afs|ceph|glusterfs|lustre|virtiofs|drvfs)/;

interface Watched {
  readonly ino: number;
  readonly watcher: fs.FSWatcher | undefined;
}

/**
 * Watches folders one by one through node's own `fs.watch`. Its recursive mode is left alone: on Linux Node 20 misses
 * what happens while it sets itself up, and throws at files that vanish (nodejs/node#48437, #52018). Where the system
 * has no watches left, or is not told, every second counts as an event.
 */
export function openWatch(onSignal: SignalSource, fileSystemOf: (path: string) => string | undefined): Watch {
  const watched = new Map<string, Watched>();
  const isUnheard = new Map<number, boolean>();
  let hasEvent = false;
  let wake = (): void => undefined;
  let poll: NodeJS.Timeout | undefined;

  const onEvent = (): void => {
    hasEvent = true;
    wake();
  };
  const request = listenForStop(onSignal, () => wake());

  /** Undefined where nobody will tell: then the clock does. */
  function begin(path: string, device: number): fs.FSWatcher | undefined {
    let unheard = isUnheard.get(device);
    if (unheard === undefined) isUnheard.set(device, (unheard = UNHEARD.test(fileSystemOf(path) ?? '')));
    try {
      if (!unheard) return fs.watch(path, onEvent).on('error', onEvent);
    } catch {
      // Too many watches, or a system without any.
    }
    poll ??= setInterval(onEvent, POLL_MS);
    return undefined;
  }

  function end(path: string): void {
    watched.get(path)?.watcher?.close();
    watched.delete(path);
  }

  return {
    folders(paths) {
      let isNew = false;
      for (const path of watched.keys()) if (!paths.has(path)) end(path);
      for (const path of paths) {
        const stat = folderAt(path);
        // A folder of the same name that has taken the place of another is one that nobody watches yet.
        if (stat?.ino === watched.get(path)?.ino) continue;
        end(path);
        if (stat === undefined) continue;
        watched.set(path, { ino: stat.ino, watcher: begin(path, stat.dev) });
        isNew = true;
      }
      return isNew;
    },
    async next(withinMs) {
      if (!hasEvent && !request.isMade) {
        const timer = await new Promise<NodeJS.Timeout | undefined>(resolve => {
          const limit = withinMs === undefined ? undefined : setTimeout(() => wake(), withinMs);
          wake = () => resolve(limit);
        });
        clearTimeout(timer);
      }
      // Many come together, be it from a file that nobody asks for: they are one.
      if (hasEvent && !request.isMade) await pause(TOGETHER_MS);
      if (request.isMade) return 'stop';
      const answer = hasEvent ? 'event' : 'quiet';
      hasEvent = false;
      return answer;
    },
    close() {
      for (const path of watched.keys()) end(path);
      clearInterval(poll);
      request.end();
    },
  };
}

function folderAt(path: string): fs.Stats | undefined {
  try {
    const found = fs.statSync(path);
    return found.isDirectory() ? found : undefined;
  } catch {
    return undefined;
  }
}
