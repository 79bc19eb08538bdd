import { LAYOUT_VARIABLE, LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import type { Context } from '../ports/context.ts';

/** The layout of a new project: asked for, or by the name the program was called, or by the environment. */
export function layoutNamed({ program, env }: Context, dvc: boolean): Layout {
  return dvc || program === LAYOUTS.dvc.program || env[LAYOUT_VARIABLE] === LAYOUTS.dvc.kind
    ? LAYOUTS.dvc
    : LAYOUTS.mltrack;
}
