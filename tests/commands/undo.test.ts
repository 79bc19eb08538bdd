import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

describe('undo', () => {
  it('lists what can be brought back, the last first, and brings back one after the other', async () => {
    using rig = await Rig.create('dvc');
    expect(await rig.mltrack('undo --list')).toEqual({
      code: 0,
      stdout: 'The trash is empty.\n',
      stderr: '',
    });
    for (const content of ['one', 'second']) {
      rig.write({ file: content });
      await rig.mltrack('add -q file');
      rig.write({ file: 'now' });
      await rig.mltrack('add -q file');
      await rig.mltrack('gc -q -w -f');
    }
    const { stdout } = await rig.mltrack('undo --list');
    expect(stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d/g, 'WHEN')).toBe(
      'WHEN  gc  1 object, 6 B\nWHEN  gc  1 object, 3 B\n',
    );
    rig.answers.push('');
    expect((await rig.mltrack('undo --list')).stdout).not.toContain('Damaged');
    rig.answers.length = 0;
    expect((await rig.mltrack('undo')).stdout).toContain('1 object, 6 B');
    expect((await rig.mltrack('undo')).stdout).toContain('1 object, 3 B');
    expect(await rig.mltrack('undo')).toEqual({
      code: 0,
      stdout: 'Nothing to bring back: the trash is empty.\n',
      stderr: '',
    });
  });
});
