import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Signal } from '../../src/adapters/signals.ts';
import { openWatch } from '../../src/adapters/watcher.ts';
import type { Watch } from '../../src/ports/surroundings.ts';
import { temporaryFolders } from './temporary-folder.ts';

const LONG_MS = 5_000;
const newFolder = temporaryFolders();

function opened(fileSystem = 'ext4'): { watch: Watch; signal: (signal: Signal) => void } & Disposable {
  const listeners = new Set<(signal: Signal) => void>();
  const watch = openWatch(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => fileSystem,
  );
  return {
    watch,
    signal: signal => listeners.forEach(listener => listener(signal)),
    [Symbol.dispose]: () => watch.close(),
  };
}

it('tells of what happens in a folder, and not of what happens below it', async () => {
  const folder = newFolder();
  using session = opened();
  mkdirSync(join(folder, 'sub'));
  expect(session.watch.folders(new Set([folder, join(folder, 'missing')]))).toBe(true);
  expect(session.watch.folders(new Set([folder]))).toBe(false);
  writeFileSync(join(folder, 'a'), '');
  expect(await session.watch.next(LONG_MS)).toBe('event');
  while ((await session.watch.next(50)) === 'event');
  writeFileSync(join(folder, 'sub/b'), '');
  expect(await session.watch.next(50)).toBe('quiet');
});

it('takes a folder that another has taken the place of for a new one', async () => {
  const folder = newFolder();
  using session = opened();
  const path = join(folder, 'sub');
  mkdirSync(path);
  session.watch.folders(new Set([path]));
  renameSync(path, join(folder, 'old'));
  mkdirSync(path);
  expect(session.watch.folders(new Set([path]))).toBe(true);
  while ((await session.watch.next(50)) === 'event');
  writeFileSync(join(path, 'a'), '');
  expect(await session.watch.next(LONG_MS)).toBe('event');
});

it('looks now and then where a file system does not tell', async () => {
  const folder = newFolder();
  using session = opened('nfs4');
  session.watch.folders(new Set([folder]));
  expect(await session.watch.next(100)).toBe('quiet');
  expect(await session.watch.next(LONG_MS)).toBe('event');
});

it('ends when the user says so, also before anybody waits', async () => {
  using session = opened();
  const waiting = session.watch.next();
  session.signal('SIGINT');
  expect(await waiting).toBe('stop');
  expect(await session.watch.next()).toBe('stop');
});
