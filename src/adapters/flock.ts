import { spawn } from 'node:child_process';
import { errnoOf } from './errno.ts';

/** A program and its arguments. */
export type LockProgram = readonly [program: string, ...args: string[]];

/**
 * Programs that take a flock(2) on a descriptor they inherit, as number 3. The lock belongs to the open file, which
 * is ours, so it outlives them. Each ends with 0 when it has the lock and with 1 when somebody else has it.
 */
export const FLOCK_PROGRAMS: readonly LockProgram[] = [
  ['flock', '-n', '3'],
  // macOS has no flock(1), but a Perl.
  ['perl', '-e', 'open(my $file, "+<&=", 3) or exit 2; exit(flock($file, 6) ? 0 : $!{EWOULDBLOCK} ? 1 : 2)'],
];

/** Locks an open file, or tells that it cannot be had now, or not at all. */
export type Flock = (descriptor: number) => Promise<FlockOutcome>;

export type FlockOutcome = 'locked' | 'busy' | 'unsupported';

/** Makes the calls that lock an open file. They remember which program this system has. */
export function createFlock(
  lockers: readonly LockProgram[] = process.platform === 'win32' ? [] : FLOCK_PROGRAMS,
): Flock {
  let usable = [...lockers];
  return async descriptor => {
    for (const locker of usable) {
      const outcome = await runLocker(locker, descriptor);
      if (outcome !== 'unsupported') return outcome;
      usable = usable.filter(each => each !== locker);
    }
    return 'unsupported';
  };
}

function runLocker([program, ...args]: LockProgram, descriptor: number): Promise<FlockOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', descriptor] });
    child.on('error', error => {
      if (errnoOf(error) === undefined) reject(error);
      else resolve('unsupported');
    });
    child.on('exit', code => {
      // Without a code a signal has ended it, as Ctrl-C does: nothing is known about the lock then.
      resolve(code === 0 ? 'locked' : code === 1 || code === null ? 'busy' : 'unsupported');
    });
  });
}
