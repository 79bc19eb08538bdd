import type { Plot } from '../engine/plot-charts.ts';
import { FailureError } from '../model/failure.ts';
import { ChartTrouble } from '../ports/charts.ts';
import type { Context } from '../ports/context.ts';

/** Says which parts of a plot are not drawn, and why. */
export function tellFaults(context: Context, { name, faults }: Plot): void {
  for (const { revision, file, trouble } of faults) {
    const why = 'detail' in trouble ? trouble.detail : trouble.message;
    context.emit({ type: 'warning', message: `'${file ?? name}' of '${revision}' is not drawn: ${why}` });
  }
}

/** Says why a plot is not drawn. @throws what has nothing to do with the plot. */
export function tellUndrawable(context: Context, name: string, error: unknown): void {
  const why =
    error instanceof ChartTrouble
      ? error.message
      : error instanceof FailureError && error.failure.code === 'refused'
        ? error.failure.message
        : undefined;
  if (why === undefined) throw error;
  context.emit({ type: 'warning', message: `'${name}' cannot be drawn: ${why}` });
}
