import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isAlive } from '../adapters/is-alive.ts';
import { Rig } from '../rig/rig.ts';

/** Appends when a stage begins and ends, so that what ran at the same time is seen. */
const log = (name: string, seconds: number): string =>
  `echo +${name} >> ../log; sleep ${seconds}; echo ${name} > ${name}; echo -${name} >> ../log`;

/** As {@link log}, and ends only once the other one has begun; after ten seconds in any case. */
const meeting = (name: string, other: string): string =>
  `echo +${name} >> ../log; for i in $(seq 200); do grep -q +${other} ../log && break; sleep 0.05; done; echo ${name} > ${name}; echo -${name} >> ../log`;

function pipeline(
  stages: Readonly<Record<string, { readonly cmd: string; readonly more?: string }>>,
): string {
  const entries = Object.entries(stages).map(
    ([name, { cmd, more = '' }]) => `  ${name}:\n    cmd: '${cmd}'\n    outs: [${name}]\n${more}`,
  );
  return `stages:\n${entries.join('')}`;
}

describe('repro -j', () => {
  it('runs at a time what does not wait for each other, and names each line', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({
      'mltrack.yaml': pipeline({
        a: { cmd: `echo hello; ${meeting('a', 'b')}` },
        b: { cmd: `echo oops >&2; ${meeting('b', 'a')}` },
        c: { cmd: log('c', 0), more: '    deps: [a, b]\n' },
      }),
    });
    const ran = await rig.mltrack('repro -j 2');
    expect(ran.code).toBe(0);
    const order = rig.read('../log').trim().split('\n');
    expect(order.slice(0, 2).sort()).toEqual(['+a', '+b']);
    expect(order.slice(-2)).toEqual(['+c', '-c']);
    expect(ran.stdout).toContain('[a] hello\n');
    expect(ran.stderr).toContain('[b] oops\n');
    expect((await rig.mltrack('repro -j 2')).stdout).toContain("Stage 'c' didn't change, skipping");
  });

  it('leaves the lock and ignore files of a serial run, whatever finishes first', async () => {
    const slowFirst = pipeline({
      s1: { cmd: 'sleep 0.4; echo 1 > s1' },
      s2: { cmd: 'sleep 0.2; echo 2 > s2' },
      s3: { cmd: 'echo 3 > s3' },
      s4: { cmd: 'echo 4 > s4', more: '    deps: [s2]\n' },
    });
    const locks: string[] = [];
    for (const line of ['repro', 'repro -j 8']) {
      using rig = await Rig.create('dvc');
      rig.write({ 'dvc.yaml': slowFirst });
      expect((await rig.mltrack(line)).code).toBe(0);
      locks.push(`${rig.read('dvc.lock')}${rig.read('.gitignore')}`);
    }
    expect(locks[1]).toBe(locks[0]);
  });

  it('records all stages that end at the same time', async () => {
    using rig = await Rig.create('dvc');
    const names = Array.from({ length: 24 }, (_, n) => `s${n}`);
    rig.write({
      'dvc.yaml': pipeline(Object.fromEntries(names.map(name => [name, { cmd: `echo > ${name}` }]))),
    });
    expect((await rig.mltrack('repro -j 12')).code).toBe(0);
    expect(rig.read('dvc.lock').match(/^ {2}s\d+(?=:)/gm)).toEqual(names.map(name => `  ${name}`));
    expect(rig.read('.gitignore').split('\n')).toHaveLength(25);
  });

  it('keeps remarks in a lock file, and puts new entries among them as a serial run would', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': pipeline({ old: { cmd: 'echo > old' } }) });
    await rig.mltrack('repro');
    rig.write({ 'dvc.lock': rig.read('dvc.lock').replace('stages:', '# ours\nstages:') });
    rig.write({
      'dvc.yaml': pipeline({
        old: { cmd: 'echo > old' },
        slow: { cmd: 'sleep 0.3; echo > slow' },
        fast: { cmd: 'echo > fast' },
      }),
    });
    expect((await rig.mltrack('repro -j 3')).code).toBe(0);
    expect(rig.read('dvc.lock')).toContain('# ours\n');
    expect(rig.read('dvc.lock').match(/^ {2}\w+(?=:)/gm)).toEqual(['  old', '  slow', '  fast']);
  });

  it('lets running stages finish after a failure, starts no other, and names all that failed', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': pipeline({
        bad: { cmd: 'exit 3' },
        slow: { cmd: log('slow', 0.3) },
        late: { cmd: log('late', 0), more: '    deps: [slow]\n' },
      }),
    });
    const ran = await rig.mltrack('repro -j 2');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain('WARNING: failed to run: exit 3, exited with 3\n');
    expect(ran.stderr).toContain("ERROR: failed to reproduce 'bad'\n");
    expect([rig.has('slow'), rig.has('late')]).toEqual([true, false]);
    expect(rig.read('dvc.lock')).toContain('slow:');
  });

  it('tells last lines that are the same once, of many others the first ones, and how far it came', async () => {
    using rig = await Rig.create('dvc');
    const bad = (name: string, last: string): string => `  ${name}:\n    cmd: echo ${last}; exit 3\n`;
    const own = Array.from({ length: 12 }, (_, n) => bad(`own${n}`, `line ${n}`)).join('');
    rig.write({
      'dvc.yaml': `stages:\n  ok:\n    cmd: "true"\n${bad('x', 'no data')}${bad('y', 'no data')}${own}`,
    });
    const ran = await rig.mltrack('repro -j 2 -k');
    expect(ran.stderr.match(/^Last lines of /gm)).toHaveLength(10);
    expect(ran.stderr).toMatch(/^Last lines of '[xy]', and of 1 more stage that failed:\n {2}no data\n/m);
    expect(ran.stderr).toContain('What 3 more failed stages printed: `mltrack log <stage>`\n');
    expect(ran.stderr).toMatch(/ERROR: failed to reproduce stages: 'x', 'y', .* and 5 more\n/);
    rig.answers.push('');
    expect((await rig.mltrack('repro -j 2')).stdout).toMatch(
      /\n1 ran, \d+ failed, \d+ not run in [\d.]+ s\n/,
    );
  });

  it('ends running stages with --fail-fast, with all they have started', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': pipeline({
        bad: { cmd: 'while ! test -e ../up; do sleep 0.05; done; exit 3' },
        slow: { cmd: 'sleep 300 & echo $! > ../up; wait' },
      }),
    });
    const ran = await rig.mltrack('repro -j 2 --fail-fast');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain("stage 'slow' was ended, as another one had failed");
    expect(ran.stderr).toContain("ERROR: failed to reproduce 'bad'\n");
    for (let n = 0; n < 100 && isAlive(Number(rig.read('../up'))); n++) await pause(20);
    expect(isAlive(Number(rig.read('../up')))).toBe(false);
  });

  it('goes on with -k, without what depends on the failed one', async () => {
    using rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': pipeline({
        bad: { cmd: 'exit 3' },
        after: { cmd: 'echo > after', more: '    deps: [bad]\n' },
        other: { cmd: 'echo > other' },
      }),
    });
    const ran = await rig.mltrack('repro -j 4 -k');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain("Stage 'after' will be skipped due to this failure");
    expect([rig.has('after'), rig.has('other')]).toEqual([false, true]);
  });

  it('refuses what is no number of jobs', async () => {
    using rig = await Rig.create('dvc');
    for (const jobs of ['0', '-1', 'x', '1.5'])
      expect((await rig.mltrack(['repro', `--jobs=${jobs}`])).code).toBe(254);
  });
});

describe('a stage', () => {
  it('never runs together with one that holds the same mutex', async () => {
    using rig = await Rig.create('dvc');
    const more = '    meta: {mltrack: {mutex: db}}\n';
    rig.write({ 'dvc.yaml': pipeline({ a: { cmd: log('a', 0.1), more }, b: { cmd: log('b', 0.1), more } }) });
    expect((await rig.mltrack('repro -j 4')).code).toBe(0);
    expect(rig.read('../log').trim().split('\n')).toEqual(['+a', '-a', '+b', '-b']);
  });

  it('is ended when it takes longer than it may', async () => {
    using rig = await Rig.create('mltrack');
    rig.write({ 'mltrack.yaml': pipeline({ a: { cmd: 'sleep 300', more: '    timeout: 200ms\n' } }) });
    const ran = await rig.mltrack('repro');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain("failed to reproduce 'a': ended after 0.2 s: sleep 300");
  });

  it('is killed when it does not end as it is asked to, and that is what is said', async () => {
    using rig = await Rig.create('mltrack');
    const deaf = 'trap "" TERM; sleep 0.1; sleep 300';
    rig.write({ 'mltrack.yaml': pipeline({ a: { cmd: deaf, more: '    timeout: 200ms\n' } }) });
    const ran = await rig.mltrack('repro');
    expect(ran.stderr).toMatch(/asked to end after 0\.2 s, killed after 1[01]\.\d s: trap/);
  }, 30_000);

  it('has its own GPUs, and is told of where there are not as many', async () => {
    using rig = await Rig.create('mltrack');
    const gpu = (n: number): string => `    resources: {gpu: ${n}}\n`;
    const see = (name: string): string => `echo $CUDA_VISIBLE_DEVICES > ${name}; sleep 0.3`;
    rig.write({
      'mltrack.yaml': pipeline({
        a: { cmd: see('a'), more: gpu(1) },
        b: { cmd: see('b'), more: gpu(1) },
        c: { cmd: see('c') },
        d: { cmd: see('d'), more: gpu(3) },
      }),
    });
    const ran = await rig.mltrack('repro -j 8', '', { CUDA_VISIBLE_DEVICES: '4,7' });
    expect(ran.stderr).toContain(
      "WARNING: stage 'd' wants 3 GPUs, 2 are known\nCUDA_VISIBLE_DEVICES says which there are, or MLTRACK_GPUS how many.\n",
    );
    expect([rig.read('a'), rig.read('b')].sort()).toEqual(['4\n', '7\n']);
    expect([rig.read('c'), rig.read('d')]).toEqual(['4,7\n', '4,7\n']);
  });

  it('runs again after a failure as often as it may, from a clean state', async () => {
    using rig = await Rig.create('mltrack');
    const flaky = 'test ! -e a || exit 9; echo x > a; echo >> ../tries; test $(wc -l < ../tries) -ge 3';
    rig.write({ 'mltrack.yaml': pipeline({ a: { cmd: flaky, more: '    retries: 2\n' } }) });
    const ran = await rig.mltrack('repro');
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('trying again (1 of 2)');
    expect(rig.read('../tries')).toBe('\n\n\n');
    rig.write({
      '../tries': '',
      'mltrack.yaml': rig.read('mltrack.yaml').replace('retries: 2', 'retries: 1'),
    });
    expect((await rig.mltrack('repro -f')).code).toBe(255);
    expect(rig.read('../tries')).toBe('\n\n');
  });

  it('with keys that DVC does not know has them under `meta` in DVC’s files', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': pipeline({ a: { cmd: 'x', more: '    timeout: 5\n' } }) });
    const refused = await rig.mltrack('repro');
    expect(refused.code).toBe(255);
    expect(refused.stderr).toContain('unknown key `timeout`');
  });
});
