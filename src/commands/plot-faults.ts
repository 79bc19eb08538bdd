import { troubleText } from '../engine/plot-troubles.ts';
import type { PlotTroubles } from '../engine/plot-troubles.ts';
import type { Context } from '../ports/context.ts';

/** Says what of plots is not drawn, and why: once of a file that is in several plots. */
export function tellTroubles(context: Context, troubles: PlotTroubles): void {
  for (const message of new Set(troubles.untold.map(troubleText))) context.emit({ type: 'warning', message });
}
