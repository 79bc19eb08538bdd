import { describe, expect, it } from 'vitest';
import { paintFor } from '../../src/cli/paint.ts';

async function hasColours(isTerminal: boolean, env: Record<string, string>): Promise<boolean> {
  const stream = { isTerminal, columns: 80, write: () => undefined };
  return (await paintFor(stream, env))('good', 'x') !== 'x';
}

describe('colours', () => {
  it.each([
    ['on a terminal', true, {}, true],
    ['elsewhere', false, {}, false],
    ['on a terminal that knows none', true, { TERM: 'dumb' }, false],
    ['with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['with NO_COLOR set to nothing', true, { NO_COLOR: '' }, true],
    ['with FORCE_COLOR elsewhere', false, { FORCE_COLOR: '1' }, true],
    ['with FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
    ['with both, as NO_COLOR wins', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('%s', async (_, isTerminal, env, expected) => {
    expect(await hasColours(isTerminal, env)).toBe(expected);
  });
});
