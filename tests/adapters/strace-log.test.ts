import { describe, expect, it } from 'vitest';
import { StraceLog } from '../../src/adapters/strace-log.ts';
import type { FileAccess } from '../../src/ports/shell.ts';

/** What is told of lines, as `read /a`. */
function told(...lines: readonly string[]): readonly string[] {
  const accesses: string[] = [];
  const log = new StraceLog('/p', (access: FileAccess) => {
    const more =
      access.kind === 'move' ? ` ${access.to}` : access.real === undefined ? '' : ` = ${access.real}`;
    accesses.push(`${access.kind} ${access.path}${more}`);
  });
  for (const line of lines) log.line(line);
  log.end();
  return accesses;
}

describe('a log of strace', () => {
  it.each([
    ['openat(AT_FDCWD</p>, "in.txt", O_RDONLY|O_CLOEXEC) = 3</p/in.txt>', ['read /p/in.txt']],
    ['openat(AT_FDCWD</p/d>, "../in.txt", O_RDONLY) = 3</p/in.txt>', ['read /p/in.txt']],
    ['openat(4</q>, "in.txt", O_RDONLY) = 3</q/in.txt>', ['read /q/in.txt']],
    ['openat(AT_FDCWD</p>, "ln", O_RDONLY) = 3</p/in.txt>', ['read /p/ln = /p/in.txt']],
    ['open("/x", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</x>', ['write /x']],
    ['openat(AT_FDCWD</p>, "app", O_WRONLY|O_CREAT|O_APPEND, 0666) = 3</p/app>', ['write /p/app']],
    ['openat(AT_FDCWD</p>, "db", O_RDWR) = 3</p/db>', ['read /p/db', 'write /p/db']],
    ['openat(AT_FDCWD</p>, "db", O_RDWR|O_CREAT, 0644) = 3</p/db>', ['write /p/db']],
    ['openat2(AT_FDCWD</p>, "a", {flags=O_RDONLY, resolve=RESOLVE_BENEATH}, 24) = 3</p/a>', ['read /p/a']],
    ['openat(AT_FDCWD</p>, ".", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY) = 3</p>', []],
    ['openat(AT_FDCWD</p>, "/tmp", O_RDWR|O_TMPFILE, 0600) = 3</tmp/#12 (deleted)>', []],
    ['rename("a", "b")                        = 0', ['move /p/a /p/b']],
    ['renameat2(AT_FDCWD</p>, "a", 5</q>, "b", RENAME_NOREPLACE) = 0', ['move /p/a /q/b']],
    ['link("a", "b") = 0', ['read /p/a', 'write /p/b']],
    ['linkat(3</tmp/#12>(deleted), "", AT_FDCWD</p>, "b", AT_EMPTY_PATH) = 0', ['write /p/b']],
    ['symlinkat("../x", AT_FDCWD</p>, "b") = 0', ['write /p/b']],
    ['execve("/p/run.sh", ["/p/run.sh", "a, b"], 0x55 /* 35 vars */) = 0', ['read /p/run.sh']],
    [
      'openat(AT_FDCWD</p>, "we>ird \\"\\303\\244\\", (x)", O_RDONLY) = 3</p/we\\76ird \\"\\303\\244\\", (x)>',
      ['read /p/we>ird "ä", (x)'],
    ],
    ['+++ exited with 0 +++', []],
  ])('%s', (line, accesses) => {
    expect(told(`17 ${line}`)).toEqual(accesses);
  });

  it('follows processes into their folders', () => {
    expect(
      told(
        '17 chdir("d") = 0',
        '17 rename("a", "b") = 0',
        '18 rename("a", "b") = 0',
        '18 fchdir(3</e>) = 0',
        '18 symlink("x", "y") = 0',
      ),
    ).toEqual(['move /p/d/a /p/d/b', 'move /p/a /p/b', 'write /e/y']);
  });

  it('finds out with the next file of a new process in which folder its program was called', () => {
    expect(
      told(
        '17 execve("./tool", ["./tool"], 0x55) = 0',
        '18 execve("./static", ["./static"], 0x55) = 0',
        '17 openat(AT_FDCWD</p/d>, "/etc/ld.so.cache", O_RDONLY) = 3</etc/ld.so.cache>',
      ),
    ).toEqual(['read /p/d/tool', 'read /etc/ld.so.cache', 'read /p/static']);
  });
});
