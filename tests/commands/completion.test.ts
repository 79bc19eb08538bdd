import { expect, it } from 'vitest';
import { call } from '../cli/call.ts';

it('completion prints a script for bash unless told, under the name that the program is called by', async () => {
  const { code, stdout, stderr } = await call('completion');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe((await call('completion -s bash')).stdout);
  expect(stdout).toMatch(/\ncomplete -o default -F _mltrack mltrack\n$/);
  expect((await call('completion', { program: 'dvc' })).stdout).toMatch(/ _dvc dvc\n$/);
  expect((await call('completion --shell zsh')).stdout).toMatch(/^#compdef mltrack\n/);
});

it('completion refuses a shell that it does not know', async () => {
  const refused = await call('completion -s tcsh');
  expect(refused).toMatchObject({ code: 254, stdout: '' });
  expect(refused.stderr).toContain('bash, zsh, fish, powershell');
});
