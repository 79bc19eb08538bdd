import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const checkout = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'mltrack-package-'));
const installed = join(folder, 'node_modules/mltrack');

function run(program: string, args: readonly string[], cwd = folder): string {
  const env = {
    ...process.env,
    MLTRACK_SITE_CACHE_DIR: join(folder, 'memo'),
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  return execFileSync(program, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

beforeAll(() => {
  const packed = JSON.parse(run('npm', ['pack', '--json', '--pack-destination', folder], checkout)) as {
    filename: string;
  }[];
  writeFileSync(join(folder, 'package.json'), '{"private": true}');
  run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${packed[0]?.filename ?? ''}`]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('holds the program, its licences and the example, and neither sources nor tests', () => {
  for (const path of [
    'bin/mltrack.js',
    'dist/main.cjs',
    'dist/program.cjs',
    'dist/hash-worker.cjs',
    'dist/plots-page.html',
    'dist/report-page.html',
    'dist/fonts/Roboto-Regular.ttf',
    'dist/fonts/LICENSE.txt',
    'dist/THIRD-PARTY-LICENSES.txt',
    'dist/dvc.schema.json',
    'dist/mltrack.schema.json',
    'templates/example/example.json',
    'templates/report/report.schema.json',
    'templates/report/default.md',
    'LICENSE',
    'README.md',
  ]) {
    expect(existsSync(join(installed, path)), path).toBe(true);
  }
  expect(existsSync(join(installed, 'src'))).toBe(false);
  expect(existsSync(join(installed, 'tests'))).toBe(false);
});

it('needs no other package than what turns charts into pixels, which is not JavaScript', () => {
  expect(Object.keys(manifest(installed).dependencies ?? {})).toEqual(['@resvg/resvg-js']);
  expect(readdirSync(join(folder, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual([
    '@resvg',
    'mltrack',
  ]);
});

it('draws a chart with its own fonts', () => {
  const bin = join(folder, 'node_modules/.bin/mltrack');
  writeFileSync(join(folder, 'loss.csv'), 'step,loss\n0,1\n1,0.5\n');
  run('git', ['init', '-q']);
  expect(run(bin, ['plots', 'show', 'loss.csv', '--png', '-o', 'drawn'])).toBe('drawn/loss_csv.png\n');
  expect(readFileSync(join(folder, 'drawn/loss_csv.png')).subarray(1, 4).toString()).toBe('PNG');
});

it('brings the licence of every package that is built into it', () => {
  const text = readFileSync(join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const apart = Object.keys(manifest(installed).dependencies ?? {});
  const bundled = withDependencies(importedBySource().filter(name => !apart.includes(name)));
  expect(bundled.length).toBeGreaterThan(5);
  for (const name of bundled) {
    const folder = join(checkout, 'node_modules', name);
    const { version } = manifest(folder);
    const licence = readdirSync(folder).find(each => /^licen[cs]e/i.test(each))!;
    expect(text).toContain(`${name} ${version} (`);
    expect(text, name).toContain(readFileSync(join(folder, licence), 'utf8').trim());
  }
});

it('runs the example from an empty folder, and nothing the second time', () => {
  const bin = join(folder, 'node_modules/.bin/mltrack');
  run(bin, ['init', '--example', 'demo']);
  const demo = join(folder, 'demo');
  expect(run(bin, ['repro'], demo)).toContain("Running stage 'train'");
  expect(run(bin, ['repro'], demo)).toContain('Data and pipelines are up to date.');
  expect(run(bin, ['metrics', 'diff', 'main'], demo)).toContain('metrics.json');
  expect(run(bin, ['report', '-o', 'report.md'], demo)).toBe('report.md\n');
  expect(readFileSync(join(demo, 'report.md'), 'utf8')).toMatch(/^## .* demo: /);
});

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifest(packageFolder: string): Manifest {
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Manifest;
}

/** Packages that a module of ours names in an import. */
function importedBySource(): readonly string[] {
  const sources = readdirSync(join(checkout, 'src'), { recursive: true, encoding: 'utf8' });
  const texts = sources.filter(name => name.endsWith('.ts')).map(name => join(checkout, 'src', name));
  return texts.flatMap(path =>
    [
      ...readFileSync(path, 'utf8').matchAll(
        /^(?!import type).*?(?:from '((?:@[a-z]+\/)?[a-z-]+)';$|import\('((?:@[a-z]+\/)?[a-z-]+)'\))/gm,
      ),
    ].map(([, named, loaded]) => named ?? loaded ?? ''),
  );
}

function withDependencies(names: readonly string[]): readonly string[] {
  const all = new Set(names);
  for (const name of all) {
    const { dependencies = {} } = manifest(join(checkout, 'node_modules', name));
    Object.keys(dependencies).forEach(each => all.add(each));
  }
  return [...all];
}
