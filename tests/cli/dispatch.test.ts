import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REGISTRY } from '../../src/cli/registry.ts';
import { ok } from '../../src/model/result.ts';
import { Rig } from '../rig/rig.ts';
import { call } from './call.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.create('dvc');
});
afterEach(() => {
  vi.restoreAllMocks();
  rig[Symbol.dispose]();
});

describe('where it works', () => {
  it('--cd before the command means: as if called in that folder', async () => {
    rig.write({ 'sub/deep/x': '' });
    expect((await rig.mltrack('--cd sub/deep root')).stdout).toBe('../..\n');
    expect((await rig.mltrack('--cd=sub root')).stdout).toBe('..\n');
  });

  it('of several --cd the last counts, as in DVC', async () => {
    rig.write({ 'sub/deep/x': '' });
    expect((await rig.mltrack('--cd nowhere --cd sub/deep root')).stdout).toBe('../..\n');
  });

  it('--cd to no folder fails as in DVC, for every command alike', async () => {
    for (const verb of ['status', 'repro'])
      expect(await rig.mltrack(`--cd nowhere ${verb}`)).toEqual({
        code: 255,
        stdout: '',
        stderr: "ERROR: there is no folder 'nowhere'\n",
      });
  });

  it('without a project there, says how to make one', async () => {
    const refused = await call('status');
    expect(refused.code).toBe(253);
    expect(refused.stderr).toContain('hint: `mltrack init` makes one here.');
  });
});

describe('options before the command', () => {
  it('-q there is understood and does not count, as in DVC; a hint says so', async () => {
    const status = await rig.mltrack('-q status');
    expect(status.code).toBe(0);
    expect(status.stdout).toContain('There are no data or pipelines tracked');
    expect(status.stderr).toBe('hint: -q counts only behind the command, as in DVC.\n');
    expect((await rig.mltrack('status -q')).stdout).toBe('');
  });
});

describe('the names it speaks of', () => {
  it('are those of the program it was called as, before a project is open', async () => {
    expect((await call('repro --nonsense', { program: 'dvc' })).stderr).toContain('See `dvc repro --help`');
    expect((await call('repro --help', { program: 'dvc' })).stdout).toContain('Usage: dvc repro');
  });
});

describe('what a command has to say', () => {
  const METRICS = { 'm.json': '{"a": 1.5}', 'dvc.yaml': 'metrics:\n- m.json\n' };

  it('is JSON on one line for programs, and indented on a terminal', async () => {
    rig.write(METRICS);
    const cwd = rig.root;
    expect((await call('metrics show --json', { cwd })).stdout).toBe(
      '{"": {"data": {"m.json": {"data": {"a": 1.5}}}}}\n',
    );
    const onTerminal = (await call('metrics show --json', { cwd, terminal: true })).stdout;
    expect(onTerminal).toContain('\n  "": {');
    expect(JSON.parse(onTerminal)).toEqual({ '': { data: { 'm.json': { data: { a: 1.5 } } } } });
  });

  it('takes the former names of --json and --md, with a hint on stderr', async () => {
    rig.write(METRICS);
    const shown = await rig.mltrack('metrics show --show-md');
    expect(shown.stdout).toMatch(/^\| Path +\| a/);
    expect(shown.stderr).toBe('hint: this option is called --md now.\n');
    for (const line of ['metrics show --show-json', 'status --show-json']) {
      const told = await rig.mltrack(line);
      expect(told.stderr, line).toContain('--json now');
      expect(JSON.parse(told.stdout), line).toBeTypeOf('object');
    }
    expect((await rig.mltrack('dag --show-md')).stdout).toMatch(/^```mermaid/);
  });

  it('has colours on a terminal and none elsewhere', async () => {
    rig.write(METRICS);
    const cwd = rig.root;
    expect((await call('metrics show', { cwd, terminal: true })).stdout).toContain('\x1b[1m');
    expect((await call('metrics show', { cwd })).stdout).not.toContain('\x1b');
    expect(
      (await call('metrics show', { cwd, terminal: true, env: { NO_COLOR: '1' } })).stdout,
    ).not.toContain('\x1b');
    // Whatever the colours: for a pipe the text stays DVC's.
    expect((await call('metrics show', { cwd, env: { FORCE_COLOR: '1' } })).stdout).not.toContain('─');
  });
});

describe('a bug of ours', () => {
  it('prints the version, what to do and where it happened, and exits with 70', async () => {
    const entry = REGISTRY.find(({ name }) => name === 'root')!;
    vi.spyOn(entry as { load: () => Promise<unknown> }, 'load').mockResolvedValue({
      command: {
        spec: { name: 'root', summary: '', examples: [], failureCode: 255 },
        run: () => Promise.reject(new TypeError('no such thing at https://ann:s3cret@example.com/x')),
      },
    });
    const broken = await rig.mltrack('root');
    expect(broken.code).toBe(70);
    expect(broken.stdout).toBe('');
    expect(broken.stderr).toMatch(
      /^ERROR: unexpected error in mltrack 0\.0\.0-test, which is a bug of ours\./,
    );
    expect(broken.stderr).toContain('TypeError: no such thing');
    expect(broken.stderr).toContain('dispatch.test.ts');
    expect(broken.stderr).toContain('hint: please report it');
    expect(broken.stderr).not.toContain('s3cret');
  });

  it('while a command is loaded is told in the same way', async () => {
    const entry = REGISTRY.find(({ name }) => name === 'root')!;
    vi.spyOn(entry, 'load').mockRejectedValue(new Error('half installed'));
    const broken = await rig.mltrack('root');
    expect(broken.code).toBe(70);
    expect(broken.stderr).toContain('half installed');
  });
});

it('says nothing at all when there is nothing to say', async () => {
  const entry = REGISTRY.find(({ name }) => name === 'root')!;
  vi.spyOn(entry as { load: () => Promise<unknown> }, 'load').mockResolvedValue({
    command: {
      spec: { name: 'root', summary: '', examples: [], failureCode: 255 },
      run: () => Promise.resolve(ok({ doc: [], exitCode: 3 })),
    },
  });
  expect(await rig.mltrack('root')).toEqual({ code: 3, stdout: '', stderr: '' });
});

describe('--quiet', () => {
  it('silences all answers but tables, in every form, and keeps exit codes and failures', async () => {
    rig.write({
      'dvc.yaml': 'stages:\n  one:\n    cmd: "true"\n    deps: [nowhere]\n',
      'm.json': '{"a": 1}',
    });
    for (const line of [
      'status --json -q',
      'root -q',
      'dag -q',
      'ls . -q',
      'fsck -q',
      'metrics show m.json --json -q',
    ])
      expect(await rig.mltrack(line)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await rig.mltrack('status -q')).toEqual({ code: 1, stdout: '', stderr: '' });
    expect((await rig.mltrack('metrics show m.json -q')).stdout).toContain('m.json');
    expect((await rig.mltrack('repro -q')).stderr).toContain('nowhere');
    expect((await rig.mltrack('version -q')).stdout).toContain('mltrack version');
  });
});
