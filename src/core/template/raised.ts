import { isList, isMap } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import type { Problem } from '../schema/shape.ts';
import { findTemplates, parseExpression } from './expression.ts';

/** What DVC raises: Python's name of the type, and its words. It is part of what commands print as JSON. */
export interface Raised {
  readonly type: string;
  readonly message: string;
}

/** DVC's words for a mistake, which follow the place of it; or an error that it did not expect, which has none. */
export type Said =
  | Raised
  | {
      readonly words: string;
      /** The words begin on a line of their own. */
      readonly isBelow?: true;
      /** Of a stage's `vars`: the section is named, not the stage. */
      readonly isOfSection?: true;
      /** Is looked for in all of `vars` before any of it is loaded. */
      readonly isEarly?: true;
    };

/** A mistake for people, and what DVC says of it. */
export interface TemplateProblem extends Problem {
  readonly said?: Said;
}

/**
 * @param where as DVC calls the place: `'stages.train.cmd'`, with the quotes.
 * @source iterative/dvc dvc/parsing/__init__.py (format_and_raise)
 */
export function raisedAt(where: string, file: string, said: Said): Raised {
  if ('type' in said) return said;
  const space = said.isBelow === true ? '\n' : ' ';
  return { type: 'ResolveError', message: `failed to parse ${where} in '${file}':${space}${said.words}` };
}

/** The first template in a value that cannot be read: DVC looks for these before it resolves any. */
export function firstUnreadable(value: Value): Said | undefined {
  if (typeof value === 'string') {
    for (const { inner } of findTemplates(value)) {
      const parsed = parseExpression(inner);
      if ('failedAt' in parsed) return unreadable(inner, parsed.failedAt);
    }
    return undefined;
  }
  const items = isMap(value) ? [...value].flat() : isList(value) ? value : [];
  for (const item of items) {
    const said = firstUnreadable(item);
    if (said !== undefined) return said;
  }
  return undefined;
}

/** @source pyparsing, exceptions.py: the word that an error shows. */
const SHOWN =
  /[0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{1,16}|./uy;

const paint = (code: number, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

/** With colours, which DVC puts into the message itself, whoever reads it. */
export function unreadable(inner: string, failedAt: number): Said {
  SHOWN.lastIndex = failedAt;
  const found = SHOWN.exec(`${inner}}`)?.[0] ?? '';
  const at = Array.from(inner.slice(0, failedAt)).length + '${'.length;
  const expected = failedAt === 0 ? '!W:(.[])' : 'end of text';
  const error = `Expected ${expected}, found '${found}'  (at char ${at}), (line:1, col:${at + 1})`;
  const words = [
    paint(34, '${') + paint(35, inner) + paint(34, '}'),
    paint(31, `${' '.repeat(at)}^`),
    `\u001b[1m${paint(31, `ParseException: ${error}`)}`,
  ];
  return { words: words.join('\n'), isBelow: true };
}
