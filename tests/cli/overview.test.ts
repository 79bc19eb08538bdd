import { describe, expect, it } from 'vitest';
import { overview } from '../../src/cli/overview.ts';
import { REGISTRY } from '../../src/cli/registry.ts';
import { call } from './call.ts';

describe('help', () => {
  it.each(['--help', '-h', 'help'])('`%s` lists every command on stdout', async line => {
    const { code, stdout, stderr } = await call(line);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const { name, summary, isForPrograms } of REGISTRY)
      if (isForPrograms === true) expect(stdout).not.toContain(name);
      else expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  it('without any word goes to stderr, and exits with 254', async () => {
    const { code, stdout, stderr } = await call('');
    expect({ code, stdout }).toEqual({ code: 254, stdout: '' });
    expect(stderr).toBe(overview('mltrack'));
  });

  it('speaks of the program by the name it was called by', () => {
    expect(overview('dvc')).toContain('Usage: dvc [--cd <path>]');
    expect(overview('dvc')).not.toContain('mltrack');
  });

  it('fits a terminal of 80 columns', () => {
    expect(
      overview('mltrack')
        .split('\n')
        .filter(line => line.length > 80),
    ).toEqual([]);
  });

  it.each(REGISTRY.map(({ name }) => name))('of `%s` shows usage and examples', async name => {
    const { code, stdout } = await call(`${name} --help`);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^Usage: mltrack ${name} \\[options\\]`));
    expect(stdout).toContain('\nExamples:\n  $ mltrack ');
    expect((await call(`help ${name}`)).stdout).toBe(stdout);
    expect((await call(`${name} -h`)).stdout).toBe(stdout);
  });

  it('leaves out options that are there only for old scripts', async () => {
    expect((await call('metrics diff --help')).stdout).not.toContain('--show-json');
  });
});
