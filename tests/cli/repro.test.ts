import { readdirSync, statSync, truncateSync, chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const PIPELINE = `stages:
  prepare:
    cmd: cat raw.txt | tr a-z A-Z > clean.txt && echo x >> ../prepare.runs
    deps:
    - raw.txt
    outs:
    - clean.txt
  train:
    cmd: cat clean.txt > model.txt && echo '{"accuracy":0.5}' > metrics.json && echo x >> ../train.runs
    deps:
    - clean.txt
    params:
    - lr
    outs:
    - model.txt
    metrics:
    - metrics.json:
        cache: false
`;

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': PIPELINE, 'raw.txt': 'hello\n', 'params.yaml': 'lr: 0.1\nother: 1\n' });
});
afterEach(() => rig[Symbol.dispose]());

describe('repro', () => {
  it('runs every stage once, in order, and nothing the second time', async () => {
    const first = await rig.mltrack('repro');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain("Generating lock file 'dvc.lock'");
    const second = await rig.mltrack('repro');
    expect(second.stdout).toBe(
      "Stage 'prepare' didn't change, skipping\nStage 'train' didn't change, skipping\nData and pipelines are up to date.\n",
    );
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 1]);
  });

  it('touches no file when nothing changed', async () => {
    await rig.mltrack('repro');
    const before = times(rig.root);
    await rig.mltrack('repro');
    expect(times(rig.root)).toEqual(before);
  });

  it('runs again only the readers of a changed parameter', async () => {
    await rig.mltrack('repro');
    rig.write({ 'params.yaml': 'lr: 0.2\nother: 2\n' });
    await rig.mltrack('repro');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 2]);
  });

  it('stops where a changed input gives the same output', async () => {
    await rig.mltrack('repro');
    rig.write({ 'raw.txt': 'HELLO\n' });
    const again = await rig.mltrack('repro');
    expect(again.stdout).toContain("Stage 'train' didn't change, skipping");
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 1]);
  });

  it('takes the result of an earlier run with the same inputs from the run cache', async () => {
    await rig.mltrack('repro');
    rig.write({ 'raw.txt': 'other\n' });
    await rig.mltrack('repro');
    rig.write({ 'raw.txt': 'hello\n' });
    const back = await rig.mltrack('repro');
    expect(back.stdout).toContain("Stage 'prepare' is cached - skipping run, checking out outputs");
    expect(rig.read('clean.txt')).toBe('HELLO\n');
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 2]);
  });

  it('brings a deleted output back without running', async () => {
    await rig.mltrack('repro');
    rig.git('clean', '-fdxq', 'clean.txt');
    expect((await rig.mltrack('status --json')).stdout).toBe(
      '{"prepare": [{"changed outs": {"clean.txt": "deleted"}}], "train": [{"changed deps": {"clean.txt": "deleted"}}]}\n',
    );
    await rig.mltrack('repro');
    expect(rig.read('clean.txt')).toBe('HELLO\n');
    expect(rig.runs('prepare')).toBe(1);
  });

  it('finds a truncated object and runs the stage instead of using it', async () => {
    await rig.mltrack('repro');
    const object = join(rig.root, '.dvc/cache/files/md5', objectOf(rig, 'clean.txt'));
    chmodSync(object, 0o644);
    truncateSync(object, 2);
    chmodSync(object, 0o444);
    rig.git('clean', '-fdxq', 'clean.txt');
    await rig.mltrack('checkout -f');
    expect(rig.has('clean.txt')).toBe(false);
    await rig.mltrack('repro');
    expect(rig.read('clean.txt')).toBe('HELLO\n');
  });

  it('keeps the old lock entry and takes its ignore lines back when a stage fails', async () => {
    rig.write({ 'dvc.yaml': PIPELINE.replace('cat clean.txt > model.txt', 'exit 3') });
    const failed = await rig.mltrack('repro');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain("failed to reproduce 'train': failed to run: exit 3");
    expect(rig.read('dvc.lock')).not.toContain('train:');
    expect(rig.has('.gitignore')).toBe(false);
  });

  it('changes nothing with --dry', async () => {
    const dry = await rig.mltrack('repro --dry');
    expect(dry.stdout).toContain("Running stage 'prepare':");
    expect([rig.has('clean.txt'), rig.has('dvc.lock')]).toEqual([false, false]);
  });

  it('never follows a linked folder out of the project', async () => {
    rig.write({ '../outside/keep.txt': 'precious\n' });
    symlinkSync('../outside', join(rig.root, 'link'));
    rig.write({
      'dvc.yaml': 'stages:\n  s:\n    cmd: echo hi > link/keep.txt\n    outs:\n    - link/keep.txt\n',
    });
    const refused = await rig.mltrack('repro');
    expect(refused.code).toBe(255);
    expect(rig.read('../outside/keep.txt')).toBe('precious\n');
  });
});

describe('mistakes in a pipeline file', () => {
  it('are all named at once, with their places and hints', async () => {
    rig.write({ 'dvc.yaml': 'stages:\n  train:\n    cmd: echo\n    dep:\n    - a\n    frozen: maybe\n' });
    const refused = await rig.mltrack('repro');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain('dvc.yaml:4:5');
    expect(refused.stderr).toContain('did you mean `deps`?');
    expect(refused.stderr).toContain('dvc.yaml:6:13');
    expect(refused.stderr).toContain('^~~~');
  });

  it('are found in templates, once for all stages of a group', async () => {
    rig.write({ 'dvc.yaml': 'stages:\n  train:\n    foreach: [a]\n    do:\n      cmd: echo ${itm}\n' });
    const refused = await rig.mltrack('repro');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain("dvc.yaml:5:12  could not find 'itm'");
    expect(refused.stderr).toContain('did you mean `item`?');
  });
});

function objectOf(project: Rig, path: string): string {
  const md5 =
    new RegExp(`path: ${path}\\n      hash: md5\\n      md5: (\\w+)`).exec(project.read('dvc.lock'))?.[1] ??
    '';
  return `${md5.slice(0, 2)}/${md5.slice(2)}`;
}

/** Every file's time of change and of its state, but for git's own. */
function times(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path.includes('/.git/')) continue;
    const { mtimeMs, ctimeMs } = statSync(path);
    found[path] = `${mtimeMs} ${ctimeMs}`;
  }
  return found;
}
