import type { Plot } from '../engine/plot-charts.ts';
import type { StatePlots } from '../engine/plots.ts';
import type { Context } from '../ports/context.ts';

/** Tells what of plots cannot be read, as DVC does: what does not fit at once, the rest in one line at the end. */
export class PlotFaults {
  readonly #context: Context;
  readonly #troubled = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  tell({ faults }: Plot): void {
    for (const { revision, file, trouble } of faults) {
      if (file !== undefined) this.#troubled.add(revision);
      else
        this.#context.emit({
          type: 'warning',
          message: `In '${revision}', ${trouble.message.toLowerCase()}`,
        });
    }
  }

  finish(states: readonly StatePlots[]): void {
    const revisions = states
      .filter(({ label, definitions }) => !definitions.ok || this.#troubled.has(label))
      .map(({ label }) => label);
    if (revisions.length > 0) this.#context.emit({ type: 'revisions-troubled', what: 'plots', revisions });
  }
}
