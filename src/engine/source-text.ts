import type { Problem } from '../core/schema/shape.ts';
import type { RepoPath } from '../model/path.ts';
import type { Value } from '../model/value.ts';

/** A YAML file of the project's, with what is needed to talk about its mistakes. */
export interface SourceFile {
  readonly path: RepoPath;
  /** How messages call it: relative to the current folder. */
  readonly shown: string;
  readonly text: string;
  /** The revision it was read from; absent for the workspace. */
  readonly revision?: string;
}

/**
 * Finds what is wrong with the content of a file, besides mistakes in its YAML.
 *
 * @param isWhole is this all of the file? Of one with syntax errors it is what can be read around them.
 */
export type Judge = (content: Value, isWhole: boolean) => readonly Problem[] | Promise<readonly Problem[]>;
