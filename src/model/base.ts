import type { Failure } from './failure.ts';

/** What changes are measured against, and how it was chosen. */
export type Base =
  | {
      readonly kind: 'commit';
      readonly commit: string;
      /** As the user named it, or what it was found by. */
      readonly name: string;
      readonly how: BaseChoice;
    }
  /** There is none, which is no mistake. */
  | { readonly kind: 'none'; readonly why: 'no-git' | 'no-commits' | 'first-commit' | 'shallow' }
  /** The CI job tells of one, which is not in its clone and cannot be fetched. */
  | { readonly kind: 'none'; readonly why: 'unreachable'; readonly name: string }
  /** The user named one that is not there. */
  | { readonly kind: 'unknown'; readonly name: string; readonly failure: Failure };

/**
 * - `named`: by the user.
 * - `merge-base`: where the branch left the branch `name`.
 * - `base-tip`: the last commit of the branch `name`, where what is measured has been merged with it or no more is known.
 * - `before-push`: what the branch `name` pointed to before the push.
 * - `last-commit`: of a workspace with changes.
 * - `previous-commit`: nothing has changed since the last one.
 */
export type BaseChoice =
  | 'named'
  | 'merge-base'
  | 'base-tip'
  | 'before-push'
  | 'last-commit'
  | 'previous-commit';
