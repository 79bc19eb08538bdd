import { defineConfig } from 'vitest/config';

// Suites that judge mltrack by real programs. They start processes all the time, so few run at once; one worker
// keeps its modules, and with them its running DVC, from file to file.
/** Suites that show where mltrack still differs from DVC. `npm run test:interop:open` runs them; CI does not yet. */
const open = ['random'].map(name => `tests/interop/${name}.test.ts`);

export default defineConfig({
  test: {
    include: process.env['MLTRACK_OPEN_SUITES'] === undefined ? ['tests/interop/**/*.test.ts'] : open,
    exclude: process.env['MLTRACK_OPEN_SUITES'] === undefined ? open : [],
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
