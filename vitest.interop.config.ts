import { defineConfig } from 'vitest/config';

// Suites that judge mltrack by real programs. They start processes all the time, so few run at once; one worker
// keeps its modules, and with them its running DVC, from file to file.
export default defineConfig({
  test: {
    include: ['tests/interop/**/*.test.ts'],
    globalSetup: ['tests/interop/rig/prepare.ts'],
    // Names of tests are shown whole.
    chaiConfig: { truncateThreshold: 0 },
    pool: 'forks',
    isolate: false,
    maxWorkers: 2,
    maxConcurrency: 2,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});
