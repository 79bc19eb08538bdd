import type { Plot } from '../engine/plot-charts.ts';
import type { Context } from '../ports/context.ts';

/** Says which parts of a plot are not drawn, and why. */
export function tellFaults({ emit }: Context, { name, faults }: Plot): void {
  for (const { revision, file, trouble } of faults) {
    const why = 'detail' in trouble && trouble.detail !== undefined ? trouble.detail : trouble.message;
    emit({ type: 'warning', message: `'${file ?? name}' of '${revision}' is not drawn: ${why}` });
  }
}
