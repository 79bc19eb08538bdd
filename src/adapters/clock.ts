import type { Clock } from '../ports.ts';

/** The computer's clock. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    steady: () => performance.now(),
    text: epochMs => new Date(epochMs).toISOString().replace(/\.\d+Z$/, 'Z'),
  };
}
