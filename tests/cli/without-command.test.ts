import { describe, expect, it } from 'vitest';
import { call } from './call.ts';

describe('words that name no command', () => {
  it.each([
    ['rpero', 'unknown command `rpero`', 'Did you mean `mltrack repro`?'],
    ['stat', 'unknown command `stat`', 'Did you mean `mltrack status`?'],
    ['metrics dif', 'unknown command `metrics dif`', 'Did you mean `mltrack metrics diff`?'],
    ['metric diff', 'unknown command `metric`', 'Did you mean `mltrack metrics diff`?'],
    ['metric', 'unknown command `metric`', 'Did you mean `mltrack metrics`?'],
    ['par', 'unknown command `par`', 'Did you mean `mltrack params diff`?'],
    ['teleport', 'unknown command `teleport`', 'See `mltrack --help`.'],
    ['--verison', 'unknown option `--verison`', 'See `mltrack --help`.'],
    ['--cd', '`--cd` needs a folder', 'See `mltrack --help`.'],
  ])('`%s` is refused with a hint, and exits with 254', async (line, message, hint) => {
    expect(await call(line)).toEqual({ code: 254, stdout: '', stderr: `ERROR: ${message}\nhint: ${hint}\n` });
  });

  it.each(['push', 'exp show', 'remote add x y', 'data ls'])(
    '`%s` is a command that only DVC has',
    async line => {
      const { code, stderr } = await call(line);
      const name = line.startsWith('data') ? line : line.replace(/ .*/, '');
      expect(code).toBe(254);
      expect(stderr).toBe(
        `ERROR: mltrack does not have DVC's command \`${name}\`\nhint: \`mltrack --help\` lists those that it has.\n`,
      );
    },
  );

  it('the hint names the program that was called', async () => {
    expect((await call('rpero', { program: 'dvc' })).stderr).toContain('Did you mean `dvc repro`?');
  });
});

describe('the first word of a group alone', () => {
  it.each([
    ['metrics', 'Its commands are `metrics show` and `metrics diff`.'],
    ['stage', 'Its commands are `stage add` and `stage list`.'],
    ['params', 'Its only command is `params diff`.'],
    ['metrics --json', 'Its commands are `metrics show` and `metrics diff`.'],
  ])('`%s` names the commands of the group, and exits with 254', async (line, hint) => {
    const { code, stderr } = await call(line);
    expect(code).toBe(254);
    expect(stderr).toContain(`alone does nothing\nhint: ${hint}\n`);
  });

  it('with --help lists them', async () => {
    const help = await call('metrics --help');
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Usage: mltrack metrics <command> [options]');
    expect(help.stdout).toContain('metrics diff  Compare metrics between two revisions');
    expect(help.stdout).not.toContain('repro');
  });
});
