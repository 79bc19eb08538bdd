import type { TestContext } from 'vitest';
import { tracingTrouble } from '../../src/adapters/strace.ts';

/** Skips a test where strace does not work, and says what to do. In CI nothing is let off: the test fails. */
export function needStrace(context: TestContext): void {
  const why = straceTrouble(`'${context.task.name}'`);
  if (why !== undefined) context.skip(why);
}

/** Why strace does not work here, which is said of what goes untested. In CI that throws. */
export function straceTrouble(untested: string): string | undefined {
  const trouble = tracingTrouble(process.env);
  if (trouble === undefined) return undefined;
  const why = {
    missing: 'strace is not installed: apt-get install strace',
    platform: 'strace is there on Linux only',
    refused: `strace may not trace here${trouble.kind === 'refused' ? `: ${trouble.message}` : ''}`,
  }[trouble.kind];
  if ((process.env['CI'] ?? '') !== '') throw new Error(why);
  process.stderr.write(`${untested} is not tested: ${why}\n`);
  return why;
}
