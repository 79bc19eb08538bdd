import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { call } from './call.ts';

describe('a hint names the program as it was called, whatever the project is of:', () => {
  it.each(['dvc', 'mltrack'] as const)('in a project of %s', async kind => {
    using rig = await Rig.create(kind);
    rig.write({ [LAYOUTS[kind].pipelineFile]: 'stages: {a: {cmd: x, outs: [o]}, b: {cmd: x}}\n' });
    const hint = async (line: string, program: string): Promise<string> => {
      const { stderr } = await call(line, { cwd: rig.root, program });
      return stderr.split('\n').findLast(text => text.startsWith('hint:')) ?? stderr;
    };
    for (const program of ['dvc', 'mltrack']) {
      for (const verb of ['metrics diff', 'metrics show'])
        expect(await hint(`${verb} --precision x`, program)).toBe(`hint: See \`${program} ${verb} --help\`.`);
      expect(await hint('add o', program)).toBe(
        `hint: Run the pipeline or use \`${program} commit\` to force update it.`,
      );
    }
  });

  it("also in DVC's sentences of several lines", async () => {
    using rig = await Rig.create('dvc');
    rig.write({ 'dvc.yaml': 'stages: {a: {cmd: x, outs: [o]}, b: {cmd: x, outs: [o]}}\n' });
    expect((await rig.mltrack('repro')).stderr).toContain('\nUse `mltrack remove` with any of the above');
  });
});
