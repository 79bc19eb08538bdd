import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { createFlock, FLOCK_PROGRAMS } from '../../src/adapters/flock.ts';
import { createLocks } from '../../src/adapters/locks.ts';
import type { Locks } from '../../src/ports/processes.ts';
import { temporaryFolders, write } from './temporary-folder.ts';

const folder = temporaryFolders();
const others: ChildProcess[] = [];
afterEach(() => {
  for (const other of others.splice(0)) other.kill('SIGKILL');
});

/** Another process that takes the lock as DVC does, writes its number, and holds on until its stdin ends. */
async function heldByPython(path: string): Promise<ChildProcess & { pid: number }> {
  const program = `
import fcntl, os, sys
file = open(${JSON.stringify(path)}, "a+")
try:
    fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    print("busy", flush=True)
    sys.exit(0)
file.seek(0)
file.truncate()
file.write(" %d\\n" % os.getpid())
file.flush()
print("locked", flush=True)
sys.stdin.read()
`;
  const child = spawn('python3', ['-c', program], { stdio: ['pipe', 'pipe', 'inherit'] });
  others.push(child);
  const answer = await new Promise<string>(resolve =>
    child.stdout.once('data', chunk => resolve(String(chunk).trim())),
  );
  if (answer !== 'locked' || child.pid === undefined) throw new Error(answer);
  return child as ChildProcess & { pid: number };
}

const PATIENCE = { patienceMs: 300 };
const kinds: readonly (readonly [name: string, make: () => Locks])[] = [
  ['what this system has', () => createLocks(PATIENCE)],
  ['a file of our own', () => createLocks({ ...PATIENCE, flock: createFlock([]) })],
];

describe.each(kinds)('a lock by %s', (_, make) => {
  it('excludes others until it is released, and can be had again', async () => {
    const path = `${folder()}/tmp/lock`;
    const held = await make().acquire(path, false);
    expect(readFileSync(path, 'utf8')).toBe(` ${process.pid}\n`);
    const started = performance.now();
    expect(await make().acquire(path, false)).toBeUndefined();
    expect(performance.now() - started).toBeGreaterThan(100);
    expect(make().holder(path)).toContain(`PID ${process.pid}`);
    held?.release();
    const again = await make().acquire(path, false);
    expect(await make().acquire(path, false)).toBeUndefined();
    again?.release();
  });

  it('comes to one who waits a little when it is released meanwhile', async () => {
    const path = `${folder()}/lock`;
    const held = await make().acquire(path, false);
    setTimeout(() => held?.release(), 100);
    const next = await make().acquire(path, false);
    expect(await make().acquire(path, false)).toBeUndefined();
    next?.release();
  });

  it('stays with its second holder when the first releases it twice', async () => {
    const path = `${folder()}/lock`;
    const first = await make().acquire(path, false);
    first?.release();
    const second = await make().acquire(path, false);
    first?.release();
    expect(await make().acquire(path, false)).toBeUndefined();
    second?.release();
  });

  it('overwrites a longer number of an earlier holder', async () => {
    const folderOfLock = folder();
    write(folderOfLock, { lock: ' 99999999999999\n' });
    const held = await make().acquire(`${folderOfLock}/lock`, false);
    expect(readFileSync(`${folderOfLock}/lock`, 'utf8')).toBe(` ${process.pid}\n`);
    held?.release();
  });
});

describe('the lock that DVC takes', () => {
  it('keeps us out, and its holder is told', async () => {
    const path = `${folder()}/lock`;
    const other = await heldByPython(path);
    expect(await createLocks(PATIENCE).acquire(path, false)).toBeUndefined();
    expect(createLocks().holder(path)).toMatch(new RegExp(`^PID ${other.pid}: .*python`));
  });

  it('is free as soon as its holder is dead', async () => {
    const path = `${folder()}/lock`;
    const other = await heldByPython(path);
    setTimeout(() => other.kill('SIGKILL'), 100);
    const held = await createLocks().acquire(path, true);
    expect(readFileSync(path, 'utf8')).toBe(` ${process.pid}\n`);
    held?.release();
  });

  it('is refused to DVC while we hold it', async () => {
    const path = `${folder()}/lock`;
    const held = await createLocks().acquire(path, false);
    await expect(heldByPython(path)).rejects.toThrow('busy');
    held?.release();
    const other = await heldByPython(path);
    expect(readFileSync(path, 'utf8')).toBe(` ${other.pid}\n`);
  });

  it('can be taken through Perl where there is no flock(1)', async () => {
    const path = `${folder()}/lock`;
    const perls = FLOCK_PROGRAMS.filter(([program]) => program === 'perl');
    const locks = createLocks({ ...PATIENCE, flock: createFlock([['no-such-program'], ...perls]) });
    const held = await locks.acquire(path, false);
    await expect(heldByPython(path)).rejects.toThrow('busy');
    expect(await locks.acquire(path, false)).toBeUndefined();
    held?.release();
  });
});

describe('a lock that is taken again and again by one process', () => {
  it('keeps DVC out each time, and lets it in between', async () => {
    const path = `${folder()}/lock`;
    const locks = createLocks(PATIENCE);
    for (let n = 0; n < 4; n++) {
      const held = await locks.acquire(path, false);
      expect(readFileSync(path, 'utf8')).toBe(` ${process.pid}\n`);
      await expect(heldByPython(path)).rejects.toThrow('busy');
      held?.release();
      const other = await heldByPython(path);
      expect(await locks.acquire(path, false)).toBeUndefined();
      other.kill('SIGKILL');
      await new Promise(resolve => other.on('close', resolve));
    }
  });

  it('stays when another one is let go', async () => {
    const [first, second] = [`${folder()}/lock`, `${folder()}/rwlock.lock`] as const;
    const locks = createLocks(PATIENCE);
    (await locks.acquire(first, false))?.release();
    const [held, guard] = await Promise.all([locks.acquire(first, false), locks.acquire(second, false)]);
    await expect(heldByPython(second)).rejects.toThrow('busy');
    guard?.release();
    await heldByPython(second);
    await expect(heldByPython(first)).rejects.toThrow('busy');
    expect(await locks.acquire(first, false)).toBeUndefined();
    held?.release();
    await heldByPython(first);
  });
});

describe('a lock file of our own', () => {
  const make = (): Locks => createLocks({ ...PATIENCE, flock: createFlock([]) });
  const place = (holder: string): string => {
    const top = folder();
    write(top, { 'mltrack/lock.holder': holder });
    return `${top}/lock`;
  };

  it('is taken over from a process that is no more, or whose number another one has now', async () => {
    for (const gone of [
      { pid: 2 ** 22 + 1, host: hostname(), start: '1' },
      { pid: process.pid, host: hostname(), start: 'before' },
    ]) {
      const path = place(JSON.stringify(gone));
      const held = await make().acquire(path, false);
      expect(make().holder(path)).toContain(`PID ${process.pid}`);
      held?.release();
    }
  });

  it('is left to a process of another computer', async () => {
    const path = place(JSON.stringify({ pid: 1, host: 'elsewhere', start: '' }));
    expect(await make().acquire(path, false)).toBeUndefined();
    expect(make().holder(path)).toBe('PID 1 on elsewhere');
  });

  it('is left alone while somebody may still be writing it, and taken over when it stays empty', async () => {
    const path = place('');
    expect(await make().acquire(path, false)).toBeUndefined();
    utimesSync(`${path.slice(0, -5)}/mltrack/lock.holder`, 1, 1);
    const held = await make().acquire(path, false);
    expect(make().holder(path)).toContain(`PID ${process.pid}`);
    held?.release();
  });
});

describe('the holder', () => {
  it('is unknown without a lock file, with nonsense in it, and when it is dead', () => {
    const path = `${folder()}/lock`;
    expect(createLocks().holder(path)).toBeUndefined();
    for (const text of ['', 'x', ' -1\n', ` ${2 ** 22 + 1}\n`]) {
      writeFileSync(path, text);
      expect(createLocks().holder(path), text).toBeUndefined();
    }
  });
});
