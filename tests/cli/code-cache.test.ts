import * as fs from 'node:fs';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeCache, dropUnused, GROUPS, userCacheFolder } from '../../src/cli/code-cache.ts';
import { REGISTRY } from '../../src/cli/registry.ts';

const load = createRequire(import.meta.url);
const code = new Uint8Array([1, 2, 3]);
let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mltrack-code-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function cacheFor(argv: readonly string[], env: Record<string, string> = {}, execArgv: string[] = []) {
  return codeCache(load, 'build', argv, { env: { HOME: home, ...env }, execArgv });
}

function written(): string[] {
  const folder = join(home, '.cache/mltrack/code');
  return existsSync(folder) ? readdirSync(folder) : [];
}

describe('the machine code of an earlier run', () => {
  it('is kept in the cache folder of the user, for nobody else to read or write', () => {
    cacheFor(['repro'])?.write(code);
    const [name = ''] = written();
    expect(written()).toHaveLength(1);
    expect(statSync(join(home, '.cache/mltrack/code', name)).mode & 0o777).toBe(0o600);
    expect(cacheFor(['repro', 'train', '--dry'])?.read()).toEqual(Buffer.from(code));
  });

  it('is kept apart for each command and each build', () => {
    cacheFor(['repro'])?.write(code);
    expect(cacheFor(['status'])?.read()).toBeUndefined();
    expect(
      codeCache(load, 'other', ['repro'], { env: { HOME: home }, execArgv: [] })?.read(),
    ).toBeUndefined();
  });

  it('is kept apart for commands of one group, as each calls other functions', () => {
    const words = REGISTRY.map(({ name }) => name.split(' ')).filter(({ length }) => length > 1);
    expect(new Set(words.map(([first]) => first))).toEqual(GROUPS);
    cacheFor(['plots', 'templates'])?.write(code);
    expect(cacheFor(['plots', 'diff', 'HEAD'])?.read()).toBeUndefined();
    expect(cacheFor(['-q', 'plots', 'templates', 'linear'])?.read()).toEqual(Buffer.from(code));
  });

  it('is not believed when others could have written it', () => {
    cacheFor(['repro'])?.write(code);
    chmodSync(join(home, '.cache/mltrack/code', written()[0] ?? ''), 0o666);
    expect(cacheFor(['repro'])?.read()).toBeUndefined();
  });

  it('goes when nobody has used it for a month', () => {
    cacheFor(['repro'])?.write(code);
    const old = new Date(Date.now() - 40 * 24 * 3600 * 1000);
    utimesSync(join(home, '.cache/mltrack/code', written()[0] ?? ''), old, old);
    cacheFor(['status'])?.write(code);
    expect(written().map(name => name.split('-').at(-1))).toEqual(['status']);
  });

  it('makes room for what is newer', () => {
    const folder = join(home, 'answers');
    mkdirSync(folder);
    ['oldest', 'older', 'newest'].forEach((name, index) => {
      const time = new Date(Date.now() - 10_000 + index * 1000);
      writeFileSync(join(folder, name), new Uint8Array(100));
      utimesSync(join(folder, name), time, time);
    });
    dropUnused(fs, folder, 250);
    expect(readdirSync(folder).sort()).toEqual(['newest', 'older']);
  });

  it.each([
    [{ XDG_CACHE_HOME: '/x', HOME: '/h' }, '/x'],
    [{ XDG_CACHE_HOME: '', HOME: '/h' }, '/h/.cache'],
    [{ XDG_CACHE_HOME: 'x', HOME: '/h' }, undefined],
    [{ XDG_CACHE_HOME: '/x' }, '/x'],
    [{ HOME: '' }, undefined],
    [{}, undefined],
  ])('lies for %j in %s', (env, folder) => {
    expect(userCacheFolder(env)).toBe(folder);
  });

  it('is done without where there is no home, where Node is told so, and under options of V8', () => {
    expect(codeCache(load, 'build', ['repro'], { env: {}, execArgv: [] })).toBeUndefined();
    expect(cacheFor(['repro'], { NODE_DISABLE_COMPILE_CACHE: '1' })).toBeUndefined();
    expect(cacheFor(['repro'], { NODE_OPTIONS: '--no-opt' })).toBeUndefined();
    expect(cacheFor(['repro'], {}, ['--cpu-prof'])).toBeUndefined();
  });

  it('is no trouble where it cannot be written', () => {
    writeFileSync(join(home, '.cache'), 'a file');
    const cache = cacheFor(['repro']);
    expect(() => cache?.write(code)).not.toThrow();
    expect(cache?.read()).toBeUndefined();
  });
});
