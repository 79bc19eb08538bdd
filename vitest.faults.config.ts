import { defineConfig } from 'vitest/config';

// Suites that break the disk and kill the program. They patch `node:fs` of their own thread, so each file has one.
export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});
