/** What is left of a killed process, mltrack's or DVC's, is no trouble to the other one. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dvcTool } from './rig/dvc.ts';
import { environmentAt, makeTemporaryFolder } from './rig/environment.ts';
import type { Environment } from './rig/environment.ts';
import { mltrack, programFolder } from './rig/mltrack.ts';
import { startingPoint } from './rig/starting-point.ts';

const PIPELINE = `stages:
  first:
    cmd: head -n 1 raw.txt > first.txt
    deps: [raw.txt]
    outs: [first.txt]
  second:
    cmd: cat first.txt first.txt > second.txt
    deps: [first.txt]
    outs: [second.txt]
`;

interface Place extends Disposable {
  readonly root: string;
  readonly env: Environment;
}

async function project(): Promise<Place> {
  const folder = makeTemporaryFolder();
  const root = join(folder.path, 'project');
  cpSync(await startingPoint(true, true), root, { recursive: true });
  writeFileSync(join(root, 'dvc.yaml'), PIPELINE);
  writeFileSync(join(root, 'raw.txt'), 'one\ntwo\n');
  mkdirSync(join(root, 'images'));
  for (let i = 0; i < 50; i++) writeFileSync(join(root, `images/${i}.png`), `image ${i}`);
  const env = environmentAt(join(folder.path, 'home'));
  return { root, env, [Symbol.dispose]: () => folder.dispose() };
}

/** Runs mltrack until it is killed or at its end. */
function kill({ root, env }: Place, argv: readonly string[], afterMs: number): Promise<void> {
  const program = join(programFolder(), 'bin/mltrack.js');
  const child = spawn(process.execPath, [program, ...argv], { cwd: root, env, stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

describe('a killed mltrack', () => {
  it.each([40, 80, 110, 140, 170, 200, 260])('after %i ms is no trouble to DVC', async afterMs => {
    using place = await project();
    const { root, env } = place;
    const dvc = await dvcTool();
    await kill(place, ['add', 'images'], afterMs);
    await kill(place, ['repro'], afterMs);
    const status = await dvc.run(root, env, ['status']);
    expect(status.stderr).not.toMatch(/corrupt|format error|ERROR/);
    expect(status.code).toBe(0);
    for (const argv of [['add', 'images'], ['repro']]) {
      const run = await dvc.run(root, env, argv);
      expect(run.code, run.stderr).toBe(0);
    }
    expect((await mltrack.run(root, env, ['status'])).stdout).toBe('Data and pipelines are up to date.\n');
  });
});

describe('a killed DVC', () => {
  it.each(['', '{"write": {"/so', '[]'])(
    'leaves a damaged rwlock (%j), which mltrack repairs',
    async text => {
      using place = await project();
      const { root, env } = place;
      const dvc = await dvcTool();
      mkdirSync(join(root, '.dvc/tmp'), { recursive: true });
      writeFileSync(join(root, '.dvc/tmp/rwlock'), text);
      // So that it is known what mltrack helps with.
      const before = await dvc.run(root, env, ['repro']);
      expect(before.code).not.toBe(0);
      const run = await mltrack.run(root, env, ['repro', 'first']);
      expect(run.code, run.stderr).toBe(0);
      expect(run.stderr).toContain("'.dvc/tmp/rwlock' was damaged");
      expect(readFileSync(join(root, '.dvc/tmp/rwlock'), 'utf8')).toBe('{}');
      const after = await dvc.run(root, env, ['repro']);
      expect(after.code, after.stderr).toBe(0);
      expect(existsSync(join(root, 'second.txt'))).toBe(true);
    },
  );
});
