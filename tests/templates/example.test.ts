import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { pumpLog } from './pump-log.ts';

const example = fileURLToPath(new URL('../../templates/example/', import.meta.url));
const base = join(example, 'base');
const branch = join(example, 'branch');

interface Metrics {
  readonly accuracy: number;
  readonly log_loss: number;
  readonly roc_auc: number;
  readonly failures: { readonly precision: number; readonly recall: number; readonly f1: number };
}

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the example, overlaid with further folders, in which nothing has run yet. */
function copyOf(...overlays: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'mltrack-example-'));
  folders.push(folder);
  for (const source of [base, ...overlays]) cpSync(source, folder, { recursive: true });
  for (const made of ['metrics.json', 'loss.csv', 'roc.csv']) rmSync(join(folder, made));
  return folder;
}

/** The commands of the pipeline, in the order of the file, which is the order of the stages. */
function commandsOf(folder: string): string[] {
  const pipeline = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
  return [...pipeline.matchAll(/^ {4}cmd: node (\S+)$/gm)].map(match => match[1]!);
}

/** Runs every stage; Node finds no package, no network and none of the user's settings there. */
function runAll(folder: string): Metrics {
  for (const script of commandsOf(folder)) {
    execFileSync(process.execPath, [script], { cwd: folder, env: {}, stdio: ['ignore', 'ignore', 'pipe'] });
  }
  return metricsOf(folder);
}

function metricsOf(folder: string): Metrics {
  return JSON.parse(readFileSync(join(folder, 'metrics.json'), 'utf8')) as Metrics;
}

function setParam(folder: string, name: string, value: string): void {
  const path = join(folder, 'params.yaml');
  const before = readFileSync(path, 'utf8');
  const after = before.replace(new RegExp(`^( +${name}:) +\\S+`, 'm'), `$1 ${value}`);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

function md5(path: string): string {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}

/** Every file the committed lock names by path and digest; directories are left out. */
function lockedFiles(): { path: string; digest: string }[] {
  const lock = readFileSync(join(base, 'pipeline.lock'), 'utf8');
  return [...lock.matchAll(/- path: (\S+)\n +hash: md5\n +md5: ([0-9a-f]{32})\n/g)].map(match => ({
    path: match[1]!,
    digest: match[2]!,
  }));
}

describe('the built-in example', () => {
  it('has more than 500 rows, which its generator makes again byte for byte', async () => {
    const { seededRandom } = (await import(join(base, 'scripts/random.mjs'))) as {
      seededRandom: (seed: number) => () => number;
    };
    const committed = readFileSync(join(base, 'data/pumps.csv'), 'utf8');

    expect(pumpLog(seededRandom(61))).toBe(committed);
    expect(committed.trimEnd().split('\n').length - 1).toBeGreaterThanOrEqual(500);
  });

  it('has three stages that need only Node', () => {
    expect(commandsOf(base)).toEqual(['scripts/prepare.mjs', 'scripts/train.mjs', 'scripts/evaluate.mjs']);
    for (const folder of [base, branch]) {
      for (const script of readdirSync(join(folder, 'scripts'))) {
        const source = readFileSync(join(folder, 'scripts', script), 'utf8');
        const imports = [...source.matchAll(/from '([^']+)'/g)].map(match => match[1]!);
        for (const name of imports) expect(name).toMatch(/^(node:|\.\/)/);
      }
    }
  });

  it('writes exactly the metrics, the plot data and the lock digests that are committed', () => {
    const folder = copyOf();
    runAll(folder);

    for (const name of ['metrics.json', 'loss.csv', 'roc.csv', 'confusion.csv']) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(readFileSync(join(base, name), 'utf8'));
    }
    const locked = lockedFiles();
    expect(locked.map(file => file.path)).toEqual(
      expect.arrayContaining([
        'data/pumps.csv',
        'features/train.csv',
        'model.json',
        'confusion.csv',
        'metrics.json',
      ]),
    );
    for (const { path, digest } of locked)
      expect(`${path} ${md5(join(folder, path))}`).toBe(`${path} ${digest}`);
  });

  it('brings no trained model with it, and keeps git from taking one', () => {
    expect(readdirSync(base)).not.toContain('model.json');
    expect(readFileSync(join(base, 'gitignore'), 'utf8')).toBe('/features\n/model.json\n');
  });

  it.each([
    ['learning_rate', '0.01'],
    ['epochs', '5'],
    ['l2', '0.5'],
    ['seed', '3'],
    ['test_share', '0.4'],
    ['threshold', '0.3'],
  ])('gives other metrics when %s changes', (name, value) => {
    const folder = copyOf();
    setParam(folder, name, value);
    expect(runAll(folder)).not.toEqual(metricsOf(base));
  });

  it('learns: a model of one epoch forecasts worse than the committed one', () => {
    const folder = copyOf();
    setParam(folder, 'epochs', '1');
    expect(runAll(folder).log_loss).toBeGreaterThan(metricsOf(base).log_loss + 0.05);
  });

  it('says which parameter is not a number', () => {
    const folder = copyOf();
    setParam(folder, 'test_share', 'half');
    expect(() => runAll(folder)).toThrow(/params\.yaml: 'test_share' needs a number, it has 'half'/);
  });

  it('has a second branch that is better in some metrics and worse in others', () => {
    const folder = copyOf(branch);
    const { failures, ...rest } = runAll(folder);
    const before = metricsOf(base);

    expect(rest.accuracy).toBeGreaterThan(before.accuracy);
    expect(rest.log_loss).toBeLessThan(before.log_loss);
    expect(failures.precision).toBeGreaterThan(before.failures.precision);
    expect(failures.recall).toBeLessThan(before.failures.recall);
  });

  it('overlays the second branch without touching what prepare reads', () => {
    const prepare = (folder: string): string => {
      const pipeline = readFileSync(join(folder, 'pipeline.yaml'), 'utf8');
      return pipeline.slice(pipeline.indexOf('  prepare:'), pipeline.indexOf('  train:'));
    };
    const params = (folder: string): string => {
      const text = readFileSync(join(folder, 'params.yaml'), 'utf8');
      return text.slice(text.indexOf('prepare:'), text.indexOf('train:'));
    };

    expect(prepare(branch)).toBe(prepare(base));
    expect(params(branch)).toBe(params(base));
    expect(readdirSync(join(branch, 'scripts'))).toEqual(['model.mjs']);
  });

  it('names its branch and its two commits', () => {
    const description = JSON.parse(readFileSync(join(example, 'example.json'), 'utf8')) as Record<
      string,
      string
    >;
    expect(Object.keys(description)).toEqual(['branch', 'baseMessage', 'branchMessage']);
    expect(Object.values(description).every(text => text.trim().length > 0)).toBe(true);
  });
});
