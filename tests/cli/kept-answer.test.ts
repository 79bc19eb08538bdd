import { chmodSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerAgain, questionOf } from '../../src/cli/kept-answer.ts';
import { main } from '../../src/cli/main.ts';
import type { ProcessLike } from '../../src/cli/process.ts';
import { Rig } from '../rig/rig.ts';

const UP_TO_DATE =
  "Stage 'copy' didn't change, skipping\nStage 'count' didn't change, skipping\nData and pipelines are up to date.\n";
/** Longer than a file may change without its times showing it. */
const SETTLED_MS = 60;

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': `stages:
  copy:
    cmd: mkdir -p parts && cp data.txt parts/a.txt && cp data.txt parts/b.txt
    deps: [data.txt]
    params: [lr]
    outs: [parts]
  count:
    cmd: wc -l < parts/a.txt > lines.txt
    deps: [parts]
    outs: [lines.txt]
`,
    'data.txt': 'one\n',
    'params.yaml': 'lr: 1\n',
    'sub/notes.txt': 'nothing that counts\n',
  });
  // The second one looks at what has settled, and remembers the hashes.
  for (const line of ['repro -q', 'repro -q']) {
    await rig.mltrack(line);
    await pause(SETTLED_MS);
  }
});
afterEach(() => rig[Symbol.dispose]());

interface Asking {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

function process(line: string, { cwd = '', env = {}, columns }: Asking): ProcessLike {
  const base = rig.process(line.split(' '), cwd);
  const stdout = { ...base.stdout, isTerminal: columns !== undefined, columns };
  return { ...base, env: { ...base.env, ...env }, stdout };
}

/** What is answered without running the command. */
function kept(line: string, asking: Asking = {}): string | undefined {
  const io = process(line, asking);
  const question = questionOf('build', io);
  const answer = question && answerAgain(question, io.env);
  return answer?.map(([stream, text]) => (stream === 'stderr' ? `stderr: ${text}` : text)).join('');
}

async function run(line: string, asking: Asking = {}): Promise<number> {
  const io = process(line, asking);
  return main(io, questionOf('build', io));
}

describe('an answer', () => {
  it('is given again while all that it came from looks the same', async () => {
    expect(kept('repro')).toBeUndefined();
    await run('repro');
    expect(kept('repro')).toBe(UP_TO_DATE);
    await run('status');
    expect(kept('status')).toBe('Data and pipelines are up to date.\n');
  });

  it('that reports changes is given again as well', async () => {
    rig.write({ 'params.yaml': 'lr: 2\n' });
    await pause(SETTLED_MS);
    await run('status --json');
    expect(kept('status --json')).toContain('{"lr": "modified"}');
  });

  it('that goes to both streams is given in the same order', async () => {
    await rig.mltrack('freeze copy -q');
    await pause(SETTLED_MS);
    await run('repro');
    expect(kept('repro')).toBe(
      `stderr: WARNING: stage: 'copy' is frozen. Its dependencies are not going to be reproduced.\n${UP_TO_DATE}`,
    );
  });

  it.each<[string, () => void]>([
    ['a dependency', () => rig.write({ 'data.txt': 'two\n' })],
    ['a parameter', () => rig.write({ 'params.yaml': 'lr: 2\n' })],
    ['the pipeline', () => rig.write({ 'dvc.yaml': `${rig.read('dvc.yaml')}# more\n` })],
    ['the lock', () => rig.write({ 'dvc.lock': rig.read('dvc.lock').replace('lr: 1', 'lr: 3') })],
    ['a file of an output', () => rig.write({ 'parts/b.txt': 'two\n' })],
    ['a file that is new in an output', () => rig.write({ 'parts/c.txt': 'new\n' })],
    ['a pipeline that is new', () => rig.write({ 'sub/dvc.yaml': 'stages: {x: {cmd: ls}}\n' })],
    ['data that is new', () => rig.write({ 'sub/x.dvc': 'outs: [{path: x}]\n' })],
    ['an ignore file', () => rig.write({ '.dvcignore': 'sub\n' })],
    ['a config file that is new', () => rig.write({ '.dvc/config.local': '[core]\n    autostage = true\n' })],
    ["the user's config", () => rig.write({ '../config/dvc/config': '[core]\n    autostage = true\n' })],
  ])('is not given again after a change of %s', async (_, change) => {
    await run('repro');
    expect(kept('repro')).toBe(UP_TO_DATE);
    change();
    expect(kept('repro')).toBeUndefined();
  });

  it.each(['lines.txt', 'parts/b.txt', 'parts', 'dvc.lock', '.dvc/cache', 'params.yaml'])(
    'is not given again once %s has gone',
    async path => {
      await run('repro');
      expect(kept('repro')).toBe(UP_TO_DATE);
      rig.git('-c', 'alias.gone=!rm -rf', 'gone', path);
      expect(kept('repro')).toBeUndefined();
    },
  );

  it('is not given again when a file of the same size and time is another one', async () => {
    await run('repro');
    const time = new Date(Date.now() - 10_001);
    utimesSync(join(rig.root, 'data.txt'), time, time);
    await pause(SETTLED_MS);
    await run('repro');
    await pause(SETTLED_MS);
    await run('repro');
    expect(kept('repro')).toBe(UP_TO_DATE);
    rig.write({ 'data.txt': 'two\n' });
    utimesSync(join(rig.root, 'data.txt'), time, time);
    expect(kept('repro')).toBeUndefined();
  });

  it.each<[string, string, Asking]>([
    ['another target', 'repro copy', {}],
    ['another folder', 'repro', { cwd: 'sub' }],
    ['a terminal', 'repro', { columns: 80 }],
    ['another variable that it asks for', 'repro', { env: { XDG_CONFIG_HOME: '/nowhere' } }],
    ['a variable that was not set', 'repro', { env: { NO_COLOR: '1' } }],
  ])('is not given for %s', async (_, line, asking) => {
    await run('repro');
    expect(kept(line, asking)).toBeUndefined();
  });

  it('does not depend on variables that nobody asks for', async () => {
    await run('repro');
    expect(kept('repro', { env: { SHLVL: '7' } })).toBe(UP_TO_DATE);
  });

  it('for a terminal is for its width', async () => {
    await run('status', { columns: 80 });
    expect(kept('status', { columns: 80 })).toBe('Data and pipelines are up to date.\n');
    expect(kept('status', { columns: 60 })).toBeUndefined();
  });

  it.each(['repro -f', 'status nothing', 'metrics diff', 'log'])(
    'is not kept of %s, which does more than look at files, or fails, or is not known to only look',
    async line => {
      await run(line);
      expect(kept(line)).toBeUndefined();
    },
  );

  it('is not kept while a file changed only a moment ago', async () => {
    rig.write({ 'sub/new.txt': 'new\n' });
    await run('repro');
    expect(kept('repro')).toBeUndefined();
  });

  it('is not believed when others could have written it, or when it is not whole', async () => {
    await run('repro');
    const file = questionOf('build', process('repro', {}))?.file ?? '';
    chmodSync(file, 0o666);
    expect(kept('repro')).toBeUndefined();
    chmodSync(file, 0o600);
    expect(kept('repro')).toBe(UP_TO_DATE);
    writeFileSync(file, new Uint8Array(2000));
    expect(kept('repro')).toBeUndefined();
  });
});
