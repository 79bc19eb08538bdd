import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/adapters/clock.ts';
import { Rig } from '../rig/rig.ts';

async function project(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': `stages:
  loud: {cmd: 'echo hello; echo oops >&2; echo > loud', outs: [loud]}
  quiet: {cmd: echo > quiet, outs: [quiet]}
`,
  });
  return rig;
}

describe('log', () => {
  it('shows what the last run of a stage printed, errors among it', async () => {
    using rig = await project();
    await rig.mltrack('repro');
    expect((await rig.mltrack('log loud')).stdout).toBe('hello\noops\n');
  });

  it('shows all stages with how they ran, and what is known of a stage that printed nothing', async () => {
    using rig = await project();
    await rig.mltrack('repro');
    const { stdout } = await rig.mltrack('log');
    expect(stdout).toMatch(/^Stage +Started +Outcome +Time +CPU +Memory +Output$/m);
    expect(stdout).toMatch(/^loud +\d{4}-\d\d-\d\d \d\d:\d\d +ran +\d+\.\d s .* kept$/m);
    expect((await rig.mltrack('log quiet')).stdout).toMatch(/^quiet .* none\n\nIt printed nothing\.$/m);
  });

  it('tells people when a stage ran by their own clock, and programs by that of the world', async () => {
    using rig = await project();
    await rig.mltrack('repro loud');
    const [, started = ''] = /"started": "([^"]+)"/.exec((await rig.mltrack('log loud --json')).stdout) ?? [];
    expect(started).toMatch(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/);
    expect((await rig.mltrack('log')).stdout).toContain(`  ${createClock().text(Date.parse(started))}  `);
  });

  it('finds the last run that failed, though a later one went well', async () => {
    using rig = await project();
    rig.write({ 'dvc.yaml': rig.read('dvc.yaml').replace('echo hello', 'echo bad; exit 3') });
    expect((await rig.mltrack('repro loud')).code).toBe(255);
    rig.write({ 'dvc.yaml': rig.read('dvc.yaml').replace('echo bad; exit 3', 'echo good') });
    await rig.mltrack('repro loud');
    expect((await rig.mltrack('log loud')).stdout).toBe('good\noops\n');
    expect((await rig.mltrack('log loud --failed')).stdout).toBe('bad\n');
    expect((await rig.mltrack('log loud --all')).stdout).toContain('failed (3)');
  });

  it('is JSON for programs', async () => {
    using rig = await project();
    await rig.mltrack('repro');
    const said = JSON.parse((await rig.mltrack('log --json')).stdout) as Record<
      string,
      Record<string, unknown>[]
    >;
    expect(Object.keys(said)).toEqual(['loud', 'quiet']);
    expect(said['loud']?.[0]).toMatchObject({ outcome: 'ran' });
    expect(said['loud']?.[0]?.['seconds']).toBeGreaterThan(0);
  });

  it('says where there is nothing to show', async () => {
    using rig = await project();
    const refused = await rig.mltrack('log loud');
    expect([refused.code, refused.stderr]).toEqual([
      255,
      "ERROR: no run of 'loud' is kept here\nhint: Runs are kept by `repro`, on this machine only.\n",
    ]);
  });
});

describe('a failed stage', () => {
  it('has its last lines told again at the end, where others printed behind them', async () => {
    using rig = await project();
    const lines = 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo line $i; done; exit 3';
    rig.write({ 'dvc.yaml': rig.read('dvc.yaml').replace('echo hello', lines) });
    for (const line of ['repro', 'repro -j 2', 'repro -k']) {
      const { stderr } = await rig.mltrack(line);
      expect(stderr).toMatch(
        /Last lines of 'loud':\n {2}line 3\n(?: {2}line \d+\n)* {2}line 12\nERROR: failed to reproduce/,
      );
    }
  });
});
