import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Value } from '../../model/value.ts';

/** Trouble with a metrics file or a revision, under the name that DVC's JSON gives it. */
export interface Trouble {
  /** Such as `FileNotFoundError`, `YAMLFileCorruptedError`. */
  readonly type: string;
  readonly message: string;
  /** For people, instead of the message: a place and what is wrong there. */
  readonly detail?: string;
  /** It is recorded, but its content is neither there nor in the cache. */
  readonly isLost?: boolean;
  /** All mistakes of the file. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The metrics of one file, as `extractMetrics` makes them, or why there are none. */
export type FileMetrics = { readonly data: Value } | { readonly error: Trouble };

/** The metrics of one revision: file, as shown to the user → its metrics, in the order of collection. */
export type RevisionMetrics =
  | { readonly data: ReadonlyMap<string, FileMetrics> }
  | { readonly error: Trouble };
