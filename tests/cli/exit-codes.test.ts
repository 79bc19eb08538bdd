import { describe, expect, it } from 'vitest';
import { REGISTRY } from '../../src/cli/registry.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES, trained, untrained } from '../rig/trained.ts';

/** A line of each command that can do its work, and the code it has for failures of its own. */
const LINES: readonly (readonly [line: string, own: number])[] = [
  ['repro', 255],
  ['status', 1],
  ['dag', 255],
  ['stage add -n x true', 255],
  ['stage list', 255],
  ['metrics show', 255],
  ['metrics diff', 255],
  ['params diff', 255],
  ['add raw.txt', 1],
  ['checkout', 255],
  ['commit', 1],
  ['data status', 255],
  ['diff', 1],
  ['ls .', 1],
  ['list .', 1],
  ['root', 255],
  ['version', 255],
  ['doctor', 255],
];

/** What works without a project as well. */
const ANYWHERE = ['metrics show', 'metrics diff', 'params diff', 'ls .', 'list .', 'version', 'doctor'];
/** What never looks at pipeline files, or goes on without those it cannot read. Before the first commit, `diff` too. */
const UNHARMED = ['metrics show', 'metrics diff', 'params diff', 'diff', 'root', 'version', 'doctor'];

describe.each(LAYOUT_NAMES)('exit codes in the layout of %s', name => {
  it('are 0 for success', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    for (const [line] of LINES.filter(([each]) => each !== 'add raw.txt'))
      expect(await rig.mltrack(line), line).toMatchObject({ code: 0 });
    rig.write({ 'own.txt': 'x' });
    expect(await rig.mltrack('add own.txt')).toMatchObject({ code: 0 });
  });

  it('are 253 where there is no project, unless none is needed', async () => {
    using empty = await Rig.create();
    for (const [line] of LINES) {
      const outside = await empty.mltrack(line);
      if (ANYWHERE.includes(line)) expect(outside.code, line).toBe(0);
      else {
        expect(outside, line).toMatchObject({ code: 253, stdout: '' });
        expect(outside.stderr).toMatch(/^ERROR: you are not inside of a project/);
        expect(outside.stderr).toContain('init` makes one here.\n');
      }
    }
  });

  it("are the command's own where a pipeline file is wrong", async () => {
    const { rig, layout } = await untrained(name);
    using _ = rig;
    rig.write({ [layout.pipelineFile]: 'stages:\n  a:\n    cmd: x\n    dep: [b]\n' });
    for (const [line, own] of LINES) {
      const failed = await rig.mltrack(line);
      expect(failed.code, line).toBe(UNHARMED.includes(line) ? 0 : own);
      if (!UNHARMED.includes(line)) expect(failed.stderr, line).toContain('did you mean `deps`?');
    }
  });

  it('are 254 for a wrong option, with a way to the help', async () => {
    const { rig } = await untrained(name);
    using _ = rig;
    for (const { name: verb } of REGISTRY) {
      const failed = await rig.mltrack(`${verb} --nope`);
      expect(failed, verb).toMatchObject({ code: 254, stdout: '' });
      expect(failed.stderr).toMatch(/^ERROR: unknown option '--nope'/);
      expect(failed.stderr).toContain(`${verb} --help`);
      const help = await rig.mltrack(`${verb} --help`);
      expect(help, verb).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain(`Usage: mltrack ${verb}`);
      expect(help.stdout).toContain('Examples:');
    }
  });

  it('of a config that is wrong are 251', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ [`${layout.directory}/config`]: '[core]\n    nonsense = 1\n' });
    for (const line of ['status', 'repro', 'metrics diff', 'root']) {
      const failed = await rig.mltrack(line);
      expect(failed, line).toMatchObject({ code: 251, stdout: '' });
      expect(failed.stderr).toContain('configuration error');
    }
  });

  it('of a lock of an old schema fail only what must read it', async () => {
    const { rig, layout } = await trained(name);
    using _ = rig;
    rig.write({ [layout.lockFile]: "schema: '1.0'\nstages: {}\n" });
    const codes = [];
    for (const line of [
      'status',
      'repro',
      'dag',
      'stage list',
      'metrics diff',
      'metrics show',
      'params diff',
      'root',
    ])
      codes.push([line, (await rig.mltrack(line)).code]);
    expect(Object.fromEntries(codes)).toEqual({
      status: 1,
      repro: 255,
      dag: 255,
      'stage list': 0,
      'metrics diff': 0,
      'metrics show': 0,
      'params diff': 0,
      root: 0,
    });
  });

  it('of a parameters file that DVC did not expect are 255, also of commands that have 1 otherwise', async () => {
    const { rig } = await trained(name);
    using _ = rig;
    rig.write({ 'params.yaml': 'day: 2020-01-01\n' });
    for (const line of ['status', 'commit', 'repro', 'stage list --all', 'checkout'])
      expect(await rig.mltrack(line), line).toMatchObject({ code: 255, stdout: '' });
  });
});

describe('a command line that is wrong', () => {
  it.each([
    ['nonsense', 'unknown command `nonsense`'],
    ['metrics', 'Its commands are `metrics show` and `metrics diff`.'],
    ['metrics nonsense', 'unknown command `metrics nonsense`'],
    ['repo', 'Did you mean `mltrack repro`?'],
    ['add', "missing required argument 'targets'"],
    ['ls', "missing required argument 'url'\nhint: For example `mltrack ls .`. See `mltrack ls --help`."],
    ['metrics diff a b c', 'too many arguments'],
    ['stage add true', '-n'],
  ])('`%s` ends with 254 and says what is wrong', async (line, words) => {
    using rig = await Rig.create('dvc');
    const failed = await rig.mltrack(line);
    expect(failed).toMatchObject({ code: 254, stdout: '' });
    expect(failed.stderr).toContain(words);
  });

  it('is the empty one as well, which shows what there is', async () => {
    using rig = await Rig.create();
    const failed = await rig.mltrack([]);
    expect(failed).toMatchObject({ code: 254, stdout: '' });
    for (const { name, summary } of REGISTRY.filter(({ isForPrograms }) => isForPrograms !== true)) {
      expect(failed.stderr).toContain(name);
      expect(failed.stderr).toContain(summary);
    }
    expect(await rig.mltrack('--help')).toEqual({ code: 0, stdout: failed.stderr, stderr: '' });
  });
});
