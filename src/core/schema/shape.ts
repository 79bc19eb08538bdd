import type { Value } from '../../model/value.ts';
import { Float, isList, isMap, PythonObject, Timestamp } from '../../model/value.ts';
import { closest } from './closest.ts';

/**
 * A description of what a file may hold: from it come the validation with all mistakes at once, the hints, and
 * the JSON Schema for editors.
 */
export type Shape = Kind & {
  /** What it is for, in a few words: editors show it. */
  readonly about?: string;
};

type Kind =
  | { readonly is: 'text' | 'boolean' | 'anything' | 'nothing' }
  /** A finite number: from `least` on, or greater than `above`. `called`: what it is to people. */
  | {
      readonly is: 'number';
      readonly called: string;
      readonly whole?: true;
      readonly least?: number;
      readonly above?: number;
    }
  /** A text of a form. */
  | { readonly is: 'form'; readonly called: string; readonly pattern: RegExp }
  /** Exactly this text. */
  | { readonly is: 'literal'; readonly text: string }
  /** One of these texts. */
  | { readonly is: 'word'; readonly called: string; readonly of: readonly string[] }
  /** A text with a `${…}` in it, that stands for any value. */
  | { readonly is: 'template' }
  | { readonly is: 'list'; readonly of: Shape }
  /** Keys are free texts, with `anyKey` of any type. `onlyKey` asks for exactly one. */
  | { readonly is: 'map'; readonly of: Shape; readonly onlyKey?: boolean; readonly anyKey?: boolean }
  | {
      readonly is: 'record';
      readonly fields: Fields;
      readonly required?: readonly string[];
      /** Other keys, and what is no mapping at all, are nobody's business. */
      readonly open?: boolean;
      /** What people write for a field whose name is another: word → field. */
      readonly synonyms?: Readonly<Record<string, string>>;
    }
  | { readonly is: 'either'; readonly options: readonly Shape[] }
  /** A record of one kind or of another, told apart by the presence of a key. */
  | {
      readonly is: 'variant';
      readonly whenKeys: readonly string[];
      readonly then: Shape;
      readonly otherwise: Shape;
    };

export type Fields = Readonly<Record<string, Shape>>;

/** A mistake, and the way to it from the top of the file. `at` says which of the two is marked. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly at: 'key' | 'value';
  readonly message: string;
  readonly hint?: string;
}

/** The same shape with words for people who write such a file. */
export const about = (words: string, shape: Shape): Shape => ({ ...shape, about: words });

export const text: Shape = { is: 'text' };
export const boolean: Shape = { is: 'boolean' };
export const anything: Shape = { is: 'anything' };
export const nothing: Shape = { is: 'nothing' };
export const list = (of: Shape): Shape => ({ is: 'list', of });
export const map = (of: Shape): Shape => ({ is: 'map', of });
export const oneKey = (of: Shape): Shape => ({ is: 'map', of, onlyKey: true });
export const either = (...options: Shape[]): Shape => ({ is: 'either', options });
export const literal = (wanted: string): Shape => ({ is: 'literal', text: wanted });
export const oneOf = (called: string, of: readonly string[]): Shape => ({ is: 'word', called, of });
/** As YAML tells integers from floats: `2.0` is none. */
export const wholeNumber = (least: number): Shape => ({
  is: 'number',
  called: `a whole number, ${least} or more`,
  whole: true,
  least,
});
export const number: Shape = { is: 'number', called: 'a number' };
export const numberAtLeast = (least: number): Shape => ({
  is: 'number',
  called: `a number, ${least} or more`,
  least,
});
export const numberAbove = (above: number, called: string): Shape => ({ is: 'number', called, above });
export const form = (pattern: RegExp, called: string): Shape => ({ is: 'form', called, pattern });
export const record = (
  fields: Fields,
  required: readonly string[] = [],
  synonyms: Readonly<Record<string, string>> = {},
): Shape => ({ is: 'record', fields, required, synonyms });

export const template: Shape = { is: 'template' };
export const open = (fields: Fields): Shape => ({ is: 'record', fields, open: true });

/** Every way in which `value` is not of the shape; empty when it is. Order: as in the file. */
export function check(value: Value, shape: Shape): readonly Problem[] {
  const problems: Problem[] = [];
  visit(value, shape, [], problems);
  return problems;
}

type Path = readonly (string | number)[];

function visit(value: Value, shape: Shape, path: Path, problems: Problem[]): void {
  switch (shape.is) {
    case 'anything':
      return;
    case 'text':
      if (typeof value !== 'string') wrong();
      return;
    case 'boolean':
      if (typeof value !== 'boolean') wrong();
      return;
    case 'nothing':
      if (value !== null) wrong();
      return;
    case 'number':
      if (!isSuchNumber(value, shape)) wrong();
      return;
    case 'form':
      if (typeof value !== 'string' || !shape.pattern.test(value)) wrong();
      return;
    case 'literal':
      if (value !== shape.text) problems.push(notTheText(value, shape.text, path));
      return;
    case 'word':
      if (!shape.of.some(word => word === value)) problems.push(notTheWord(value, shape, path));
      return;
    case 'template':
      if (typeof value !== 'string' || !value.includes('${')) wrong();
      return;
    case 'list':
      if (!isList(value)) wrong();
      else value.forEach((item, index) => visit(item, shape.of, [...path, index], problems));
      return;
    case 'map':
      if (!isMap(value)) wrong();
      else {
        if (shape.onlyKey === true && value.size !== 1) {
          problems.push({
            path,
            at: 'value',
            message: `expected one key with its properties, found ${value.size} keys`,
          });
        }
        for (const [key, item] of value) {
          if (typeof key === 'string') visit(item, shape.of, [...path, key], problems);
          else if (shape.anyKey !== true) problems.push(keyIsNotText(key, path));
          else visit(item, shape.of, path, problems);
        }
      }
      return;
    case 'record':
      if (!isMap(value)) {
        if (shape.open !== true) wrong();
      } else visitRecord(value, shape, path, problems);
      return;
    case 'either': {
      let best: readonly Problem[] | undefined;
      for (const option of shape.options) {
        const found: Problem[] = [];
        visit(value, option, path, found);
        if (found.length === 0) return;
        // Problems deeper inside mean that the value was of the right kind: those help, the others would not.
        if (sameKind(value, option) && (best === undefined || found.length < best.length)) best = found;
      }
      if (best === undefined) wrong();
      else problems.push(...best);
      return;
    }
    case 'variant': {
      const chosen =
        isMap(value) && shape.whenKeys.some(key => value.has(key)) ? shape.then : shape.otherwise;
      visit(value, chosen, path, problems);
    }
  }

  function wrong(): void {
    problems.push({ path, at: 'value', message: `expected ${describe(shape)}, found ${nameOf(value)}` });
  }
}

function isSuchNumber(value: Value, { whole, least, above }: Extract<Shape, { is: 'number' }>): boolean {
  const number = value instanceof Float ? value.value : value;
  if (typeof number !== 'number' && typeof number !== 'bigint') return false;
  const isWhole = typeof value === 'bigint' || Number.isInteger(value);
  if (whole === true ? !isWhole : !Number.isFinite(Number(number))) return false;
  return (least === undefined || number >= least) && (above === undefined || number > above);
}

/** The very text is wanted, so what is there is shown as it is written. */
function notTheText(value: Value, wanted: string, path: Path): Problem {
  const needsQuotes =
    value instanceof Float ? value.text === wanted : typeof value === 'number' && String(value) === wanted;
  const found = typeof value === 'string' ? `'${value}'` : nameOf(value);
  return {
    path,
    at: 'value',
    message: `expected the text '${wanted}', found ${found}`,
    ...(needsQuotes ? { hint: `put it in quotes: '${wanted}'` } : {}),
  };
}

function notTheWord(value: Value, { called, of }: Extract<Shape, { is: 'word' }>, path: Path): Problem {
  const near = typeof value === 'string' ? closest(value, of) : undefined;
  return {
    path,
    at: 'value',
    message: `expected ${called}, found ${typeof value === 'string' ? `'${value}'` : nameOf(value)}`,
    hint: near === undefined ? `allowed here: ${of.join(', ')}` : `did you mean \`${near}\`?`,
  };
}

function visitRecord(
  value: ReadonlyMap<unknown, Value>,
  shape: Extract<Shape, { is: 'record' }>,
  path: Path,
  problems: Problem[],
): void {
  for (const [key, item] of value) {
    if (typeof key !== 'string') {
      if (shape.open !== true) problems.push(keyIsNotText(key, path));
      continue;
    }
    const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    if (field !== undefined) visit(item, field, [...path, key], problems);
    else if (shape.open !== true) problems.push(unknownKey(key, shape, path));
  }
  for (const key of shape.required ?? []) {
    if (!value.has(key)) problems.push({ path, at: 'key', message: `\`${key}\` is missing here` });
  }
}

function unknownKey(
  key: string,
  { fields, synonyms = {} }: Extract<Shape, { is: 'record' }>,
  path: Path,
): Problem {
  const known = Object.keys(fields);
  const word = key.toLowerCase().replaceAll('-', '_');
  const near = Object.hasOwn(synonyms, word) ? synonyms[word] : closest(key, known);
  const hint = near === undefined ? `allowed here: ${known.join(', ')}` : `did you mean \`${near}\`?`;
  return { path: [...path, key], at: 'key', message: `unknown key \`${key}\``, hint };
}

function keyIsNotText(key: unknown, path: Path): Problem {
  return {
    path,
    at: 'value',
    message: `the key ${String(key)} is not text`,
    hint: `put it in quotes: '${String(key)}'`,
  };
}

function sameKind(value: Value, shape: Shape): boolean {
  if (isList(value)) return shape.is === 'list';
  if (isMap(value)) return shape.is === 'map' || shape.is === 'record' || shape.is === 'variant';
  return false;
}

function describe(shape: Shape): string {
  switch (shape.is) {
    case 'text':
      return 'text';
    case 'boolean':
      return 'true or false';
    case 'nothing':
      return 'nothing';
    case 'template':
      return 'a template';
    case 'number':
    case 'form':
    case 'word':
      return shape.called;
    case 'literal':
      return `the text '${shape.text}'`;
    case 'list':
      return 'a list';
    case 'map':
    case 'record':
    case 'variant':
      return 'a mapping';
    case 'anything':
      return 'anything';
    case 'either':
      return [...new Set(shape.options.filter(({ is }) => is !== 'template').map(describe))].join(' or ');
  }
}

function nameOf(value: Value): string {
  if (value === null) return 'nothing';
  if (isList(value)) return 'a list';
  if (isMap(value)) return 'a mapping';
  if (value instanceof Float) return `the number ${value.text ?? String(value.value)}`;
  if (value instanceof Timestamp) return `the date ${value.text}`;
  if (value instanceof PythonObject) return value.text;
  if (typeof value === 'string') return 'text';
  return typeof value === 'boolean' ? String(value) : `the number ${String(value)}`;
}
