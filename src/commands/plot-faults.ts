import type { PlotTroubles } from '../engine/plot-troubles.ts';
import type { Context } from '../ports/context.ts';

/** Says what of plots is not drawn, and why: once of a file that is in several plots. */
export function tellTroubles(context: Context, troubles: PlotTroubles): void {
  const messages = troubles.untold.map(({ plot, revisions, file = plot, reason }) => {
    const about = file === undefined ? '' : `'${file}' in `;
    return `${about}'${revisions.join(', ')}': ${reason}`;
  });
  for (const message of new Set(messages)) context.emit({ type: 'warning', message });
}
