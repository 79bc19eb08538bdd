import type { Sketch } from './sketch.ts';

/**
 * What a command has to say, before it is text: printed plain, on a terminal with colours, or as Markdown.
 */
export type Doc = readonly Block[];

export type Block =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | Table
  | Sketch
  /** Words for people where a program is told nothing: printed on a terminal only. */
  | { readonly kind: 'remark'; readonly text: string }
  /**
   * Text that is the product itself (a diagram, a file): printed as it is in every form. `isOpen`: its line goes on.
   * `isTable`: it is a table already, which `--quiet` leaves.
   */
  | {
      readonly kind: 'verbatim';
      readonly text: string;
      readonly isOpen?: boolean;
      readonly isTable?: boolean;
    };

export interface Table {
  readonly kind: 'table';
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Line = readonly Span[];

export type Span = string | { readonly text: string; readonly style: Style };

export type Cell = Span;

/** Meanings, not colours: the view chooses. */
export type Style = 'strong' | 'dim' | 'good' | 'bad' | 'warn' | 'name' | 'number' | 'path';

export function line(...spans: Span[]): Block {
  return { kind: 'lines', lines: [spans] };
}

export function lines(all: readonly (Line | string)[]): Block {
  return { kind: 'lines', lines: all.map(each => (typeof each === 'string' ? [each] : each)) };
}
