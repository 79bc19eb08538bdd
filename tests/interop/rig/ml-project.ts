/** The users' machine-learning projects below projects/: their files, laid over each other, and their data. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import type { Both, BothOptions } from './both.ts';
import { scratchVariable } from './environment.ts';
import { mlPython } from './peers.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const projects = fileURLToPath(new URL('../projects', import.meta.url));

interface Description {
  /** Paths below the data folder. */
  readonly data: readonly string[];
}

function dataFolder(): string {
  return process.env['MLTRACK_TEST_DATA'] ?? join(checkout, '../shared/data');
}

/**
 * Skips a test whose data is not on this machine, and says so: the data is not ours to ship. In CI nothing is let
 * off: the test runs and fails on the missing file.
 */
export function needData(context: TestContext, project: string): void {
  const missing = description(project).data.find(path => !existsSync(join(dataFolder(), path)));
  if (missing === undefined || (process.env['CI'] ?? '') !== '') return;
  const note = `no ${missing} in ${dataFolder()}: set MLTRACK_TEST_DATA to the folder that holds it`;
  process.stderr.write(`${project} is not judged: ${note}\n`);
  context.skip(note);
}

/** Copies whose stages find a `python` with pandas and scikit-learn, and one cache of fonts for all. */
export async function mlOptions(): Promise<BothOptions> {
  const fonts = join(process.env[scratchVariable] ?? tmpdir(), 'matplotlib');
  return { path: [dirname(await mlPython())], env: { MPLCONFIGDIR: fonts } };
}

function description(project: string): Description {
  return JSON.parse(readFileSync(join(projects, project, 'project.json'), 'utf8')) as Description;
}

/** Writes the project's data and its first version into both copies. */
export function writeBase(both: Both, project: string): void {
  for (const path of description(project).data)
    both.write(basename(path), readFileSync(join(dataFolder(), path)));
  overlay(both, project, 'base');
}

/** Lays the files of another version over what is there. */
export function overlay(both: Both, project: string, version: string): void {
  const folder = join(projects, project, version);
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!statSync(join(folder, path)).isFile()) continue;
    both.write(path.replace(/(^|\/)pipeline\.yaml$/, '$1dvc.yaml'), readFileSync(join(folder, path)));
  }
}
