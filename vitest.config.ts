import { defineConfig } from 'vitest/config';
import { INTERACTIVE } from './vitest.interactive.config.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/interop/**', 'tests/package/**', 'tests/faults/**', ...INTERACTIVE],
    pool: 'threads',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
