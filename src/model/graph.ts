import type { Stage, StageId } from './stage.ts';

/**
 * The stages of a project and what each of them needs from others. Acyclic by construction.
 * Nodes carry no marks: what a walk finds out lives in tables of its own, keyed by {@link StageId}.
 */
export interface Graph {
  /** In the order in which the files were collected, and within a file as declared. */
  readonly stages: ReadonlyMap<StageId, Stage>;
  /** For every stage those it reads from, in the order of its dependencies, each one once. */
  readonly upstream: ReadonlyMap<StageId, readonly StageId[]>;
  /** For every stage those that read from it, in the order of `stages`. */
  readonly downstream: ReadonlyMap<StageId, readonly StageId[]>;
}

/** A graph reduced to what is shown of it. Names are unique; edges join names of `nodes`. */
export interface Drawing {
  readonly nodes: readonly string[];
  readonly edges: readonly Edge[];
}

/** What is read comes first, its reader second. */
export type Edge = readonly [upstream: string, downstream: string];
