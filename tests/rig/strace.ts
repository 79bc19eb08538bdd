import type { TestContext } from 'vitest';
import { tracingTrouble } from '../../src/adapters/strace.ts';

/** Skips a test where strace does not work, and says so. In CI nothing is let off: the test runs and fails. */
export function needStrace(context: TestContext): void {
  const trouble = tracingTrouble(process.env);
  if (trouble === undefined || (process.env['CI'] ?? '') !== '') return;
  const why = trouble.kind === 'refused' ? trouble.message : trouble.kind;
  process.stderr.write(`--trace is not tested: strace does not work here (${why})\n`);
  context.skip(why);
}
