import type { Remark } from '../core/plots/remark.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { PageTrouble } from '../model/plot-page.ts';
import { ChartTrouble } from '../ports/charts.ts';
import type { Plot } from './plot-charts.ts';
import type { StatePlots } from './plots.ts';
import { troubleOf } from './trouble.ts';

interface Known {
  readonly trouble: PageTrouble;
  readonly isTold: boolean;
}

/**
 * What of some plots is not drawn, and why: the same words in whatever form they are drawn. What several revisions have
 * in common is said once.
 */
export class PlotTroubles {
  readonly #known = new Map<string, Known>();
  #failure: Failure | undefined;

  get all(): readonly PageTrouble[] {
    return [...this.#known.values()].map(({ trouble }) => trouble);
  }

  /** Those that nobody else tells of. */
  get untold(): readonly PageTrouble[] {
    return [...this.#known.values()].flatMap(({ trouble, isTold }) => (isTold ? [] : [trouble]));
  }

  /** What of all kept a plot from being drawn at all, though its data are fine. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** States of the project that cannot be read. */
  addStates(states: readonly StatePlots[]): void {
    for (const { label, definitions } of states)
      if (!definitions.ok) this.#add({ reason: reasonOf(definitions.error) }, [label]);
  }

  /** Files that cannot be read, and rows that do not fit. The latter are told as DVC tells them. */
  addFaults({ name, faults }: Plot): void {
    for (const { revision, file, trouble } of faults) {
      const reason = ('detail' in trouble ? trouble.detail : undefined) ?? trouble.message;
      this.#add(
        { plot: name, ...(file === undefined ? {} : { file }), reason },
        [revision],
        file === undefined,
      );
    }
  }

  addRemarks(plot: string, remarks: readonly Remark[]): void {
    for (const { revision, text } of remarks) this.#add({ plot, reason: text }, [revision]);
  }

  /** A plot that cannot be drawn. @throws what has nothing to do with it. */
  addRefusal(plot: string, revisions: readonly string[], error: unknown): void {
    if (error instanceof ChartTrouble) this.#add({ plot, reason: error.message }, revisions);
    else if (error instanceof FailureError) {
      this.#failure ??= error.failure;
      this.#add({ plot, reason: reasonOf(error.failure) }, revisions);
    } else throw error;
  }

  #add(about: Omit<PageTrouble, 'revisions'>, revisions: readonly string[], isTold = false): void {
    const key = JSON.stringify(about);
    const before = this.#known.get(key)?.trouble.revisions ?? [];
    this.#known.set(key, {
      trouble: { ...about, revisions: [...new Set([...before, ...revisions])] },
      isTold,
    });
  }
}

/** In a line: what is not drawn of which revisions, and why. */
export function troubleText({ plot, revisions, file = plot, reason }: PageTrouble): string {
  const about = file === undefined ? '' : `'${file}' in `;
  return `${about}'${revisions.join(', ')}': ${reason}`;
}

function reasonOf(failure: Failure): string {
  return failure.code === 'refused' ? failure.message : troubleOf(failure).message;
}
