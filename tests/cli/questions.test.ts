import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../rig/rig.ts';
import { trained, untrained } from '../rig/trained.ts';
import { CTRL_C, left, play, type Played, type Step } from '../rig/terminal.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));

let rig: Rig;
afterEach(() => rig[Symbol.dispose]());

function mltrack(line: string, steps: readonly Step[]): Promise<Played> {
  const env = { HOME: join(rig.root, '..'), NO_COLOR: '1' };
  return play(steps, [process.execPath, bin, ...line.split(' ')], { cwd: rig.root, env });
}

describe('repro -i on a terminal', () => {
  beforeEach(async () => ({ rig } = await untrained()));
  const question = (stage: string): string =>
    `Going to reproduce stage: '${stage}'. Are you sure you want to continue? [y/n] `;

  it('asks before each stage, and stops at a no', async () => {
    const steps: Step[] = [
      [question('prepare'), 'y\n'],
      [question('train'), 'perhaps\n'],
      ["must be one of: ['yes', 'no', 'y', 'n']", ''],
      [question('train'), 'NO\n'],
      ["ERROR: failed to reproduce 'train': reproduction aborted by the user", ''],
      left(255),
    ];
    expect(await mltrack('repro -i -j 4', steps)).toMatchObject({ unmet: [], settingsKept: true });
    expect([rig.runs('prepare'), rig.runs('train')]).toEqual([1, 0]);
  });

  it('leaves the terminal to the stages in between', async () => {
    rig.write({
      'dvc.yaml':
        'stages:\n  a:\n    cmd: read x; echo $x > a.txt\n    outs: [a.txt]\n  b:\n    cmd: read x; cat a.txt - > b.txt\n    deps: [a.txt]\n    outs: [b.txt]\n'.replace(
          'cat a.txt -',
          '(cat a.txt; echo $x)',
        ),
    });
    const steps: Step[] = [
      [question('a'), 'yes\n'],
      ['> read x', 'one\n'],
      [question('b'), 'y\n'],
      ['> read x', 'two\n'],
      left(0),
    ];
    expect(await mltrack('repro -i', steps)).toMatchObject({ unmet: [], settingsKept: true });
    expect(rig.read('b.txt')).toBe('one\ntwo\n');
  });

  it('ends with Ctrl-C at a question, and takes the end of the input for a no', async () => {
    expect(await mltrack('repro -i', [[question('prepare'), CTRL_C], left(252)])).toMatchObject({
      unmet: [],
    });
    expect(await mltrack('repro -i', [[question('prepare'), '\x04'], left(255)])).toMatchObject({
      unmet: [],
    });
    expect(rig.runs('prepare')).toBe(0);
  });
});

describe('commit on a terminal', () => {
  beforeEach(async () => ({ rig } = await trained()));

  it('names what has changed, and records it at a yes', async () => {
    rig.write({ 'clean.txt': 'by hand\n', 'params.yaml': 'lr: 5\n', 'model.txt': 'by hand\n' });
    const played = await mltrack('commit train', [
      [
        "dependencies ['clean.txt', 'params.yaml'] and outputs ['model.txt'] of stage: 'train' changed. Are you sure you",
        '',
      ],
      ['want to commit it? [y/n] ', 'y\n'],
      left(0),
    ]);
    expect(played.unmet).toEqual([]);
    expect(rig.read('dvc.lock')).toContain('lr: 5');
    const status = (await rig.mltrack('status train')).stdout;
    expect(status).not.toContain('lr');
  });

  it('records nothing at a no, nor asks where nothing has changed or --force is given', async () => {
    rig.write({ 'dvc.yaml': rig.read('dvc.yaml').replace('cmd: cat raw', 'cmd: cat  raw') });
    const lock = rig.read('dvc.lock');
    const played = await mltrack('commit', [
      ["'cmd' of stage: 'prepare' has changed. Are you sure you want to commit it? [y/n] ", 'n\n'],
      ["unable to commit changed stage: 'prepare'. Use `-f|--force` to force.", ''],
      left(1),
    ]);
    expect(played.unmet).toEqual([]);
    expect(rig.read('dvc.lock')).toBe(lock);
    expect((await mltrack('commit -f', [left(0)])).screen).not.toContain('[y/n]');
    expect((await mltrack('commit', [left(0)])).screen).not.toContain('[y/n]');
  });

  it('asks about tracked data', async () => {
    rig.write({ 'data.csv': '1\n' });
    await rig.mltrack('add -q data.csv');
    rmSync(join(rig.root, 'data.csv'));
    rig.write({ 'data.csv': '22\n' });
    const question =
      "outputs ['data.csv'] of stage: 'data.csv.dvc' changed. Are you sure you want to commit it? [y/n] ";
    expect(await mltrack('commit data.csv', [[question, 'y\n'], left(0)])).toMatchObject({ unmet: [] });
    expect(rig.read('data.csv.dvc')).toContain('size: 3');
  });
});
