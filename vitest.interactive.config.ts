import { defineConfig } from 'vitest/config';

/** Somebody types, presses Ctrl-C or edits a file, and waits for what comes of it. */
export const INTERACTIVE = ['tests/*/terminal.test.ts', 'tests/commands/repro-watch.test.ts'];

export default defineConfig({
  test: {
    include: INTERACTIVE,
    pool: 'threads',
    // They wait more than they compute.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
