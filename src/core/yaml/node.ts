import type { ScalarStyle } from './tokens.ts';

/** What a text is made of, before anything is said about what its scalars mean. Offsets count in the text. */
export type Node = AliasNode | ScalarNode | ListNode | MapNode;

export interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
}

export interface Content extends Placed {
  readonly anchor: string | undefined;
  /** In full: `tag:yaml.org,2002:str`. */
  readonly tag: string | undefined;
}

export interface ScalarNode extends Content {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: ScalarStyle;
}

export interface ListNode extends Content {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

export interface MapNode extends Content {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Node, Node])[];
}

export type Entry = readonly [Node, Node];
