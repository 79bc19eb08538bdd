/** How a scalar is written: unquoted, or by the character that announces it. */
export type ScalarStyle = 'plain' | "'" | '"' | '|' | '>';

export type TokenKind =
  | 'directive'
  | 'document-start'
  | 'document-end'
  | 'stream-end'
  | 'block-list'
  | 'block-map'
  | 'block-end'
  | 'block-item'
  | '['
  | ']'
  | '{'
  | '}'
  | ','
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

/** A part of a text; `start` and `end` are offsets. */
export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** Of a scalar its content, of an alias or anchor the name, of a tag what follows its handle. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** Of a tag: `!`, `!!` or `!name!`; undefined where it is written in full. Of a directive its name. */
  readonly handle: string | undefined;
}

export function token(kind: TokenKind, start: number, end: number, more: Partial<Token> = {}): Token {
  return { kind, start, end, text: '', style: 'plain', handle: undefined, ...more };
}
