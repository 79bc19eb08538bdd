import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

interface Entry {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };
const installed = Object.entries(packages).filter(([folder]) => folder !== '');

/** `npm ci` refuses a lock that leaves out what a dependency has for another platform. */
it('the package lock names the binaries of every platform', () => {
  const names = new Set(installed.map(([folder]) => folder.replace(/^.*node_modules\//, '')));
  const missing = installed.flatMap(([, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).filter(name => !names.has(name)),
  );
  expect(missing).toEqual([]);
});

it('the package lock has a digest for each package, and is bound to no registry', () => {
  expect(installed.filter(([, entry]) => entry.integrity === undefined)).toEqual([]);
  expect(installed.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
});
