import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const bin = fileURLToPath(new URL('../../bin/mltrack.js', import.meta.url));
const driver = fileURLToPath(new URL('drivers/slow_reader.py', import.meta.url));
const mltrack = `'${process.execPath}' '${bin}'`;

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Runs a line of bash that calls the built program. */
function bash(line: string, rig: Rig): Printed {
  const env = { PATH: process.env['PATH'], HOME: rig.root, MLTRACK_SITE_CACHE_DIR: `${rig.root}/../memo` };
  return spawnSync('bash', ['-c', line], { cwd: rig.root, env, encoding: 'utf8', maxBuffer: 1 << 26 });
}

describe('a large output', () => {
  const METRICS = 60_000;
  let rig: Rig;
  let whole: Buffer;
  const md5 = (content: Uint8Array): string => createHash('md5').update(content).digest('hex');

  beforeAll(async () => {
    rig = await Rig.create('dvc');
    const values = Array.from({ length: METRICS }, (_, index) => [`metric_${index}`, index / 7] as const);
    rig.write({ 'big.json': JSON.stringify(Object.fromEntries(values)) });
    bash(`${mltrack} metrics show --json big.json > whole.json`, rig);
    whole = readFileSync(join(rig.root, 'whole.json'));
  });
  afterAll(() => rig[Symbol.dispose]());

  it('is whole in a file', () => {
    expect(whole.length).toBeGreaterThan(1 << 20);
    const shown = JSON.parse(whole.toString()) as { '': { data: { 'big.json': { data: object } } } };
    expect(Object.keys(shown[''].data['big.json'].data)).toHaveLength(METRICS);
  });

  it('is whole in a pipe', () => {
    const { stdout, stderr, status } = bash(`${mltrack} metrics show --json big.json | cat`, rig);
    expect({ md5: md5(Buffer.from(stdout)), stderr, status }).toEqual({
      md5: md5(whole),
      stderr: '',
      status: 0,
    });
  });

  it('loses nothing in a non-blocking pipe that is read slowly', () => {
    const { stdout, stderr } = bash(`python3 '${driver}' 0 ${mltrack} metrics show --json big.json`, rig);
    expect({ stdout, stderr }).toEqual({ stdout: `${whole.length} ${md5(whole)} 0\n`, stderr: '' });
  });

  it('ends quietly with 141 when its reader leaves in the middle, of either kind of pipe', () => {
    const piped = bash(
      `${mltrack} metrics show --json big.json | head -c 10 >/dev/null; echo "\${PIPESTATUS[0]}"`,
      rig,
    );
    expect(piped).toMatchObject({ stdout: '141\n', stderr: '' });
    const slow = bash(`python3 '${driver}' 100000 ${mltrack} metrics show --json big.json`, rig);
    expect(slow).toMatchObject({ stdout: expect.stringMatching(/ 141\n$/), stderr: '' });
  });
});

describe('a reader that leaves', () => {
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.create('dvc')));
  afterEach(() => rig[Symbol.dispose]());

  it.each(['--help', '--version', 'root'])('ends `%s` with 141 and without a word', line => {
    // What reads is gone before anything is written.
    const piped = bash(`{ sleep 0.2; ${mltrack} ${line}; echo "$?" >&2; } | true`, rig);
    expect(piped.stderr).toBe('141\n');
  });

  it('does not keep a stage from being finished and recorded', () => {
    rig.write({ 'dvc.yaml': 'stages:\n  s:\n    cmd: sleep 0.2; echo 1 > out\n    outs: [out]\n' });
    expect(bash(`${mltrack} repro | true; echo "\${PIPESTATUS[0]}"`, rig)).toMatchObject({ stdout: '141\n' });
    expect(rig.read('dvc.lock')).toContain('path: out');
  });
});

describe.runIf(existsSync('/dev/full'))('an output that is full', () => {
  const FULL = 'ERROR: cannot write to standard output: no space left on device\n';
  let rig: Rig;
  beforeEach(async () => (rig = await Rig.create('dvc')));
  afterEach(() => rig[Symbol.dispose]());

  it.each(['--help', '--version', 'root', 'doctor'])('is told by `%s` in one line', line => {
    expect(bash(`${mltrack} ${line} > /dev/full`, rig)).toMatchObject({ status: 255, stderr: FULL });
  });

  it('is told by the exit code alone where stderr is full too', () => {
    expect(bash(`${mltrack} nonsense 2> /dev/full`, rig)).toMatchObject({ status: 255, stdout: '' });
    expect(bash(`${mltrack} --help > /dev/full 2>&1`, rig)).toMatchObject({ status: 255 });
  });

  it('is told once, and does not keep a stage from being finished and recorded', () => {
    rig.write({
      'dvc.yaml':
        'stages:\n  a:\n    cmd: echo 1 > out\n    outs: [out]\n  b:\n    cmd: cp out end\n    deps: [out]\n    outs: [end]\n',
    });
    expect(bash(`${mltrack} repro > /dev/full`, rig)).toMatchObject({ status: 255, stderr: FULL });
    expect(rig.read('dvc.lock')).toContain('path: end');
    expect(bash(`${mltrack} status`, rig)).toMatchObject({ stdout: 'Data and pipelines are up to date.\n' });
  });
});
