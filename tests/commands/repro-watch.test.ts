import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Signal } from '../../src/adapters/signals.ts';
import { main } from '../../src/cli/main.ts';
import type { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

const WAITS = /watching \d+ files?; edit one or press Ctrl-C\n/g;

/** A `repro --watch` that goes on while the test edits files. */
class Watching {
  readonly #rig: Rig;
  readonly #listeners = new Set<(signal: Signal) => void>();
  readonly #code: Promise<number>;
  #printed = '';
  #read = 0;

  constructor(rig: Rig, line = 'repro --watch') {
    this.#rig = rig;
    const write = (text: string | Uint8Array): void => {
      this.#printed += typeof text === 'string' ? text : Buffer.from(text).toString('utf8');
    };
    this.#code = main({
      ...rig.process(line.split(' ')),
      stdout: { isTerminal: false, columns: 80, write },
      stderr: { isTerminal: false, columns: 80, write },
      onSignal: listener => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
    });
  }

  /** What is printed from now on until it waits for so many edits more. */
  async next(waits = 1): Promise<string> {
    const rest = (): string => this.#printed.slice(this.#read);
    for (let left = 1000; (rest().match(WAITS)?.length ?? 0) < waits && left > 0; left--) await pause(10);
    const text = rest();
    this.#read = this.#printed.length;
    return text.replaceAll(this.#rig.root, '$ROOT');
  }

  /** What is printed while nothing is to happen: longer than an edit takes to be heeded. */
  async quiet(): Promise<string> {
    await pause(350);
    return this.#printed.slice(this.#read);
  }

  async shown(text: string): Promise<void> {
    for (let left = 1000; !this.#printed.includes(text) && left > 0; left--) await pause(10);
  }

  interrupt(): Promise<number> {
    for (const listener of [...this.#listeners]) listener('SIGINT');
    return this.#code;
  }
}

describe.each(LAYOUT_NAMES)('repro --watch in the layout of %s', name => {
  it('is not begun twice: the second one names the first and ends', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    const watching = new Watching(rig);
    await watching.next();
    const second = await rig.mltrack('repro --watch');
    expect(second.code).toBe(255);
    expect(second.stderr).toContain(`this project is watched already (PID ${process.pid}`);
    expect((await rig.mltrack('repro')).code).toBe(0);
    await watching.interrupt();
    const third = new Watching(rig);
    expect(await third.next()).toContain('watching 5 files');
    await third.interrupt();
  });

  it('runs, waits for an edit, runs what it made stale, and ends with Ctrl-C', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    const watching = new Watching(rig);
    const first = await watching.next();
    expect(first).toContain("Running stage 'prepare':");
    // Two dependencies, the parameters, the pipeline file and the ignore file.
    expect(first).toContain('watching 5 files; edit one or press Ctrl-C\n');
    expect(await watching.quiet()).toBe('');

    rig.write({ 'params.yaml': 'lr: 0.2\n' });
    const second = await watching.next();
    expect(second).toContain("Running stage 'train':");
    expect(second).not.toMatch(/skipping|git add/);
    rig.write({ 'raw.txt': 'new\n' });
    expect(await watching.next()).toContain("Running stage 'prepare':");
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([2, 3]);

    rig.write({ [layout.pipelineFile]: rig.read(layout.pipelineFile).replace('tr a-z A-Z', 'cat') });
    expect(await watching.next()).toContain('> cat raw.txt | cat > clean.txt');
    expect(await watching.interrupt()).toBe(0);
    expect((await rig.mltrack('status')).stdout).toBe('Data and pipelines are up to date.\n');
  });

  it('makes anew an output that goes', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    const watching = new Watching(rig);
    await watching.next();
    rmSync(join(rig.root, 'clean.txt'));
    expect(await watching.next()).toContain("Stage 'prepare' is cached - skipping run, checking out outputs");
    expect(rig.has('clean.txt')).toBe(true);
    expect(await watching.quiet()).toBe('');
    expect(await watching.interrupt()).toBe(0);
  });

  it('heeds neither the content of what stages make, nor the lock file, nor what nobody reads', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    const watching = new Watching(rig);
    await watching.next();
    rig.write({
      'clean.txt': 'x\n',
      'metrics.json': '{}',
      notes: '',
      'sub/other.txt': '',
      [layout.lockFile]: `${rig.read(layout.lockFile)}# edited\n`,
    });
    expect(await watching.quiet()).toBe('');
    expect(await watching.interrupt()).toBe(0);
  });

  it('shows mistakes in a pipeline file, and goes on when they are gone', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    const right = rig.read(layout.pipelineFile);
    const watching = new Watching(rig);
    await watching.next();
    rig.write({ [layout.pipelineFile]: right.replace('cmd:', 'cmdd:') });
    const wrong = await watching.next();
    expect(wrong).toContain(`ERROR: './${layout.pipelineFile}' validation failed`);
    expect(wrong).toContain('cmdd');
    rig.write({ [layout.pipelineFile]: right });
    expect(await watching.next()).toContain('Data and pipelines are up to date.');
    rmSync(join(rig.root, layout.pipelineFile));
    expect(await watching.next()).toContain('does not exist');
    rig.write({ [layout.pipelineFile]: right });
    expect(await watching.next()).toContain('Data and pipelines are up to date.');
    expect(await watching.interrupt()).toBe(0);
  });

  it('follows tracked data, in folders too, without taking what it records of it for an edit', async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({ 'data/a/1.txt': '1\n', 'raw.txt': 'hello\n' });
    // Tracked files become links to the cache, which is no edit either.
    await rig.mltrack('config cache.type hardlink');
    await rig.mltrack('add -q data');
    rig.write({
      [layout.pipelineFile]:
        'stages:\n  count:\n    cmd: find data -type f | wc -l > count.txt\n    deps: [data]\n    outs: [count.txt]\n',
    });
    const watching = new Watching(rig);
    await watching.next();
    rig.write({ 'data/b/c/2.txt': '2\n' });
    expect(await watching.next()).toContain("Running stage 'count':");
    expect(rig.read('count.txt').trim()).toBe('2');
    expect(await watching.quiet()).toBe('');
    rig.write({ 'data/b/c/3.txt': '3\n' });
    await watching.next();
    rmSync(join(rig.root, 'data/b'), { recursive: true });
    await watching.next();
    expect(rig.read('count.txt').trim()).toBe('1');
    expect(await watching.interrupt()).toBe(0);
  });
});

describe('repro --watch', () => {
  it('follows files that editors replace, and folders that go and come back', async () => {
    const { rig, layout } = await untrained();
    using _ = rig;
    rig.write({
      [layout.pipelineFile]:
        'stages:\n  a:\n    cmd: cat src/deep/a.txt > out.txt\n    deps: [src/deep/a.txt]\n    outs: [out.txt]\n',
      'src/deep/a.txt': 'one',
    });
    const watching = new Watching(rig);
    await watching.next();
    for (const text of ['two', 'three']) {
      rig.write({ 'src/deep/.a.swp': text });
      renameSync(join(rig.root, 'src/deep/.a.swp'), join(rig.root, 'src/deep/a.txt'));
      await watching.next();
      expect(rig.read('out.txt')).toBe(text);
    }
    renameSync(join(rig.root, 'src'), join(rig.root, 'old'));
    expect(await watching.next()).toContain("dependency 'src/deep/a.txt' does not exist");
    mkdirSync(join(rig.root, 'src'));
    rig.write({ 'src/deep/a.txt': 'four' });
    await watching.next();
    rig.write({ 'src/deep/a.txt': 'five!' });
    await watching.next();
    expect(rig.read('out.txt')).toBe('five!');
    expect(await watching.interrupt()).toBe(0);
  });

  it('follows files of vars', async () => {
    const { rig, layout } = await untrained();
    using _ = rig;
    rig.write({
      [layout.pipelineFile]:
        'vars: [v.yaml]\nstages:\n  a:\n    cmd: echo ${x} > out.txt\n    outs: [out.txt]\n',
      'v.yaml': 'x: 1\n',
    });
    const watching = new Watching(rig);
    await watching.next();
    rig.write({ 'v.yaml': 'x: 2\n' });
    expect(await watching.next()).toContain('> echo 2 > out.txt');
    expect(await watching.interrupt()).toBe(0);
  });

  it('lets a run end before it heeds the edits that came meanwhile, all of them with one more run', async () => {
    const { rig, layout } = await untrained();
    using _ = rig;
    rig.write({
      [layout.pipelineFile]:
        'stages:\n  a:\n    cmd: test ! -e ../busy && touch ../busy && cat raw.txt > out.txt && while [ -e ../hold ]; do sleep 0.01; done; echo x >> ../a.runs; rm ../busy\n    deps: [raw.txt]\n    outs: [out.txt]\n',
      '../hold': '',
    });
    const watching = new Watching(rig, 'repro --watch -j 2');
    await watching.shown('hold');
    while (!rig.has('../busy')) await pause(10);
    rig.write({ 'raw.txt': 'second\n' });
    await pause(250);
    rig.write({ 'raw.txt': 'third\n' });
    rmSync(join(rig.root, '../hold'));
    await watching.next(2);
    expect([rig.read('out.txt'), rig.runs('a')]).toEqual(['third\n', 2]);
    expect(await watching.quiet()).toBe('');
    expect(await watching.interrupt()).toBe(0);
  });

  it('takes many edits in a row for one', async () => {
    const { rig } = await trained();
    using _ = rig;
    const watching = new Watching(rig);
    await watching.next();
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) {
      rig.write({ 'raw.txt': text });
      await pause(60);
    }
    await watching.next();
    expect(await watching.quiet()).toBe('');
    expect([rig.runs('prepare'), rig.read('model.txt')]).toEqual([2, 'F']);
    expect(await watching.interrupt()).toBe(0);
  });

  it('goes on after a stage that failed, and forces only the first run', async () => {
    const { rig } = await trained();
    using _ = rig;
    const watching = new Watching(rig, 'repro --watch -f');
    expect(await watching.next()).toContain("Running stage 'train':");
    rmSync(join(rig.root, 'results.json'));
    expect(await watching.next()).toContain("dependency 'results.json' does not exist");
    rig.write({ 'results.json': '{}' });
    expect(await watching.next()).toContain("Running stage 'train':");
    expect(await watching.interrupt()).toBe(0);
  });

  it('ends with 252 when a stage is interrupted', async () => {
    const { rig, layout } = await untrained();
    using _ = rig;
    rig.write({ [layout.pipelineFile]: 'stages:\n  a:\n    cmd: echo begun; sleep 60\n' });
    const watching = new Watching(rig);
    await watching.shown('\nbegun\n');
    // dash may lose a signal that comes before it has become `sleep`.
    await pause(150);
    expect(await watching.interrupt()).toBe(252);
  });

  it('outside of a project is refused at once', async () => {
    const { rig, layout } = await untrained();
    using _ = rig;
    rmSync(join(rig.root, layout.directory), { recursive: true });
    expect((await rig.mltrack('repro --watch')).code).toBe(253);
  });
});
