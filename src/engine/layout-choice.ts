import { LAYOUT_VARIABLE, LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import type { Context } from '../ports/context.ts';

/**
 * The layout of a new project: asked for, or by the name the program was called, or by the environment. Warns of a
 * name there that is none.
 */
export function layoutNamed(context: Context, dvc: boolean): Layout {
  const { program, env } = context;
  const named = env[LAYOUT_VARIABLE] ?? '';
  const layouts: readonly Layout[] = Object.values(LAYOUTS);
  const known = layouts.find(({ kind }) => kind === named);
  if (named !== '' && known === undefined) {
    const kinds = layouts.map(({ kind }) => `'${kind}'`).join(' or ');
    context.emit({
      type: 'warning',
      message: `${LAYOUT_VARIABLE} is '${named}' and has no effect: it may be ${kinds}.`,
    });
  }
  return dvc || program === LAYOUTS.dvc.program ? LAYOUTS.dvc : (known ?? LAYOUTS.mltrack);
}
