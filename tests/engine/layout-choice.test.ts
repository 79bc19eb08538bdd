import { expect, it } from 'vitest';
import { layoutNamed } from '../../src/engine/layout-choice.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, warningsOf } from './opened.ts';

it("a new project gets DVC's names when it is asked for, by the name of the program, or by the environment", async () => {
  using rig = await Rig.create('mltrack');
  using engine = await openOn(rig);
  const { context } = engine.project;
  const kind = (program: string, layout: string | undefined, dvc = false): string =>
    layoutNamed({ ...context, program, env: { MLTRACK_LAYOUT: layout } }, dvc).kind;
  expect(kind('mltrack', undefined)).toBe('mltrack');
  expect(kind('mltrack', undefined, true)).toBe('dvc');
  expect(kind('dvc', undefined)).toBe('dvc');
  expect(kind('mltrack', 'dvc')).toBe('dvc');
  // The environment alone does not turn DVC's own name around.
  expect(kind('dvc', 'mltrack')).toBe('dvc');
});

it('a layout in the environment that there is not has no effect, and is warned of with those that there are', async () => {
  using rig = await Rig.create('mltrack');
  using engine = await openOn(rig);
  const env = { MLTRACK_LAYOUT: 'nonsense' };
  expect(layoutNamed({ ...engine.project.context, program: 'mltrack', env }, false).kind).toBe('mltrack');
  expect(warningsOf(engine)).toEqual([
    "MLTRACK_LAYOUT is 'nonsense' and has no effect: it may be 'dvc' or 'mltrack'.",
  ]);
});
