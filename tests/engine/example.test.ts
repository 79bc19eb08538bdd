import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

describe('init --example', () => {
  it('names its branches as its README does, whatever git would call the first one', async () => {
    using rig = await Rig.create();
    rig.git('symbolic-ref', 'HEAD', 'refs/heads/trunk');
    const made = await rig.mltrack('init --example');
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toContain('on the branch neural-network. Next:\n\n  mltrack repro ');
    expect(rig.git('for-each-ref', '--format=%(refname:short)').split('\n')).toEqual([
      'main',
      'neural-network',
      '',
    ]);
    expect((await rig.mltrack('metrics diff main')).code).toBe(0);
  });

  it.each(['mltrack', 'dvc'])('declares gates in the layout of %s, which the branch fails', async layout => {
    using rig = await Rig.create();
    await rig.mltrack('init --example', '', { MLTRACK_LAYOUT: layout });
    expect(rig.has('dvc.yaml')).toBe(layout === 'dvc');
    // As its run leaves them.
    rig.write({
      'metrics.json': '{"accuracy": 0.82, "log_loss": 0.41, "failures": {"recall": 0.67}}\n',
    });
    const { code, stdout } = await rig.mltrack('gate main');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^fail +failures\.recall .* drop ≤ 0\.02$/m);
    expect(stdout).toContain('1 gate failed.');
  });

  it('leaves a repository alone in which something was committed', async () => {
    using rig = await Rig.create();
    rig.git('commit', '-q', '--allow-empty', '-m', 'mine');
    const head = rig.git('rev-parse', 'HEAD');
    const refused = await rig.mltrack('init --example');
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('has commits already');
    expect(rig.git('rev-parse', 'HEAD')).toBe(head);
    expect(rig.has('.mltrack')).toBe(false);
  });

  it('refuses a folder that holds anything', async () => {
    using rig = await Rig.create();
    rig.write({ mine: 'x' });
    const refused = await rig.mltrack('init --example');
    expect(refused.code).toBe(1);
    expect(rig.git('status', '--porcelain')).toBe('?? mine\n');
  });

  it('says that it made a repository inside of another one', async () => {
    using rig = await Rig.create();
    const made = await rig.mltrack('init --example demo');
    expect(made.stdout).toContain(
      'It is a git repository of its own, inside of $ROOT.\nThe example is ready',
    );
    expect(made.stdout).toContain('\n  cd demo\n');
    expect(rig.git('-C', 'demo', 'rev-parse', '--show-toplevel')).toBe(`${rig.root}/demo\n`);
  });
});
