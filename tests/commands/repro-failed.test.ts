import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

describe.each(LAYOUT_NAMES)('a repro that fails, in the layout of %s', name => {
  it('ends at a failing command with 255, and the next one goes on from there', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const pipeline = rig.read(layout.pipelineFile);
    rig.write({
      [layout.pipelineFile]: pipeline.replace(
        'cat clean.txt > model.txt',
        'cat clean.txt > model.txt && exit 3',
      ),
    });
    const failed = await rig.mltrack('repro');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain(
      "failed to reproduce 'train': failed to run: cat clean.txt > model.txt && exit 3",
    );
    expect(failed.stderr).toContain('exited with 3');
    // What ran before is recorded, the stage itself is not, and git is told nothing.
    expect(rig.read(layout.lockFile)).toContain('prepare:');
    expect(rig.read(layout.lockFile)).not.toContain('train:');
    expect(failed.stdout).not.toContain('git add');
    rig.write({ [layout.pipelineFile]: pipeline });
    const next = await rig.mltrack('repro');
    expect(next.code).toBe(0);
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 1]);
    expect((await rig.mltrack('status --json')).stdout).toBe('{}\n');
  });

  it('keeps the lock of a stage that ran well before, so that the old inputs bring the old result back', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    const lock = rig.read(layout.lockFile);
    rig.write({ 'results.json': 'none' });
    rmSync(join(rig.root, 'results.json'));
    expect((await rig.mltrack('repro')).code).toBe(255);
    expect(rig.read(layout.lockFile)).toBe(lock);
    rig.git('checkout', '-q', 'results.json');
    const back = await rig.mltrack('repro');
    expect(back.stdout).toContain("Stage 'train' is cached - skipping run, checking out outputs\n");
    expect([back.code, rig.runs('train'), rig.read('model.txt')]).toEqual([0, 1, 'HELLO\n']);
    expect(rig.read(layout.lockFile)).toBe(lock);
  });

  it.each([
    ['a dependency', 'raw.txt', "dependency 'raw.txt'"],
    ['a parameters file', 'params.yaml', 'params.yaml'],
  ])('names %s that is missing', async (_what, path, words) => {
    const { rig } = await trained(name);
    using _ = rig;
    rmSync(join(rig.root, path));
    const failed = await rig.mltrack('repro');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain(words);
  });

  it('refuses an output that the command does not make, and takes its .gitignore lines back', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const pipeline = rig.read(layout.pipelineFile);
    rig.write({ [layout.pipelineFile]: pipeline.replace('cp results.json metrics.json', 'true') });
    const failed = await rig.mltrack('repro');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain('metrics.json');
    expect(rig.has('.gitignore') ? rig.read('.gitignore') : '').not.toContain('/model.txt');
  });

  it('refuses an output that git has in its index', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    rig.write({ 'model.txt': 'committed\n' });
    rig.commit('with a model');
    const failed = await rig.mltrack('repro');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain('model.txt');
    expect(rig.git('ls-files', 'model.txt')).toBe('model.txt\n');
  });

  it('goes on with -k where nothing depends on what failed, and still ends with 255', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({
      [layout.pipelineFile]: [
        'stages:',
        '  bad: {cmd: "false", outs: [a]}',
        '  after: {cmd: cp a b && echo x >> ../after.runs, deps: [a], outs: [b]}',
        '  other: {cmd: echo 1 > c && echo x >> ../other.runs, outs: [c]}',
        '',
      ].join('\n'),
    });
    const failed = await rig.mltrack('repro -k');
    expect(failed.code).toBe(255);
    expect(failed.stderr).toContain("Stage 'after' will be skipped due to this failure");
    expect([rig.runs('after'), rig.runs('other')]).toEqual([0, 1]);
    expect(rig.read(layout.lockFile)).toContain('other:');
    // Without it the failure is the end.
    await rig.mltrack('repro -f');
    expect(rig.runs('other')).toBe(1);
  });

  it('refuses what it is not told to know: a stage, a file, a pipeline where there is none', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    expect((await rig.mltrack('repro nothing')).code).toBe(255);
    expect((await rig.mltrack('repro trian')).stderr).toContain('train');
    expect((await rig.mltrack(`repro sub/${layout.pipelineFile}`)).code).toBe(255);
    expect((await rig.mltrack('repro', 'sub')).code).toBe(255);
  });
});
