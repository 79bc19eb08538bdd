import { expect, it } from 'vitest';
import { layoutNamed } from '../../src/engine/layout-choice.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

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
  expect(kind('mltrack', 'nonsense')).toBe('mltrack');
});
