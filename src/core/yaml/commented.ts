import type { Scalar } from '../../model/value.ts';

/**
 * A YAML text as people write it: values with the comments and blank lines between them. Comments are kept as they
 * stand, with their columns, since they are written back that way.
 */
export type Commented = CommentedScalar | CommentedMap | CommentedList;

export interface CommentedDocument {
  readonly root: CommentedMap;
  /** What follows the last value, when that is a `]` or a `}`. */
  tail: string;
}

export interface CommentedScalar {
  readonly is: 'scalar';
  readonly value: Scalar;
  /** Of a number: its source, which is written back. */
  readonly source?: string;
  readonly block?: BlockText;
}

/** A text behind `|` or `>`. */
export interface BlockText {
  /** `|` or `>`. */
  readonly indicator: string;
  /** Without their indentation; undefined where the value was changed and they are to be made anew. */
  readonly lines: readonly string[] | undefined;
}

export interface CommentedMap {
  readonly is: 'map';
  readonly flow: boolean;
  /** Whole lines before the first entry. */
  before: string;
  entries: CommentedEntry[];
}

export interface CommentedEntry {
  readonly key: Scalar;
  /** Whole lines before the key. */
  before: string;
  /** Behind the colon, where the value starts on a later line. */
  behindColon?: Behind;
  value: Commented;
  /** Behind the value. */
  behind?: Behind;
}

export interface CommentedList {
  readonly is: 'list';
  readonly flow: boolean;
  before: string;
  items: CommentedItem[];
}

export interface CommentedItem {
  before: string;
  value: Commented;
  behind?: Behind;
}

/** Comments and blank lines behind a value, up to the next one. */
export interface Behind {
  /** Of a comment that stands on the value's own line; undefined where the text starts with the end of that line. */
  readonly column?: number;
  /** With the end of its last line. */
  readonly text: string;
}
