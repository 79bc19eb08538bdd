import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value } from '../../model/value.ts';
import { pyStr } from '../python/text.ts';
import { compileGlob } from './glob.ts';

/** A parameter key that cannot be looked up, or a file in which none can. */
export interface ParamProblem {
  /** Absent when the file as a whole is to blame. */
  readonly key?: string;
  readonly message: string;
}

/** One place of a parameters file: the keys and list indexes that lead to it (never none), and what is there. */
export interface Found {
  readonly path: readonly Scalar[];
  readonly value: Value;
}

/**
 * Finds every place that a dotted key names: `model.lr`, `layers.0.units`, `layers.-1`, `model.*`, `**.lr`.
 *
 * A key that holds a dot itself cannot be named. Whole maps and lists are places too. Parents come before what is
 * below them, siblings in file order.
 *
 * @returns a problem for two `**` in one key. Nothing found is an empty list.
 * @source the package dpath, which DVC looks keys up with: leading dots fall away; a part that reads as an integer
 *         counts a list from either end and names an integer key; `**` stands for any number of parts.
 */
export function findParams(data: Value, key: string): Result<readonly Found[], ParamProblem> {
  const parts = key.replace(/^\.+/, '').split('.');
  if (!UNUSUAL_KEY.test(key)) return ok(descend(data, parts));
  if (parts.indexOf('**') !== parts.lastIndexOf('**')) {
    return err({ key, message: `'**' may stand only once in the key '${key}'` });
  }
  const steps = parts.map(toStep);
  const found: Found[] = [];
  search({ value: data, path: [], positions: startingAt(steps, 0) }, steps, found);
  return ok(found);
}

/** A key in which some part may match anything but one string key: a pattern, an integer, a boolean. */
const UNUSUAL_KEY = /[*?[]|(?:^|\.)(?:[\s\d+-]|True(?:\.|$)|False(?:\.|$))/;

/** The common case, without a look at every neighbour. */
function descend(data: Value, path: readonly string[]): Found[] {
  let value: Value | undefined = data;
  for (const part of path) value = isMap(value) ? value.get(part) : undefined;
  return value === undefined ? [] : [{ path, value }];
}

type Step =
  | 'any-depth'
  | { readonly integer: bigint | undefined; readonly matchesText: (text: string) => boolean };

const INTEGER = /^\s*([+-]?)(\d+(?:_\d+)*)\s*$/;

function toStep(part: string): Step {
  if (part === '**') return 'any-depth';
  const [, sign, digits] = INTEGER.exec(part) ?? [];
  const magnitude = digits === undefined ? undefined : BigInt(digits.replaceAll('_', ''));
  const integer = magnitude !== undefined && sign === '-' ? -magnitude : magnitude;
  return { integer, matchesText: compileGlob(part) };
}

/** Where a search stands: at a value, with the steps that may come next. */
interface Stand {
  readonly value: Value;
  readonly path: readonly Scalar[];
  readonly positions: readonly number[];
}

/** The positions of a search that reaches `at`: `**` may stand for nothing. */
function startingAt(steps: readonly Step[], at: number): number[] {
  return steps[at] === 'any-depth' ? [at, at + 1] : [at];
}

function search(from: Stand, steps: readonly Step[], found: Found[]): void {
  const node = from.value;
  const length = isList(node) ? node.length : undefined;
  const below: Stand[] = [];
  const visit = (value: Value, key: Scalar): void => {
    const positions = from.positions.flatMap(at => advance(steps, at, key, length));
    if (positions.length === 0) return;
    const path = [...from.path, key];
    if (positions.includes(steps.length)) found.push({ path, value });
    below.push({ value, path, positions });
  };
  if (isMap(node) || isList(node)) node.forEach((value: Value, key: Scalar) => visit(value, key));
  for (const stand of below) search(stand, steps, found);
}

/** The positions after `key` was taken at position `at`; `length` is that of the list the key is an index of. */
function advance(steps: readonly Step[], at: number, key: Scalar, length: number | undefined): number[] {
  const step = steps[at];
  if (step === undefined) return [];
  if (step === 'any-depth') return isNameable(key) ? startingAt(steps, at) : [];
  return matchesKey(step, key, length) ? startingAt(steps, at + 1) : [];
}

/** Floats, dates and null may be keys, but no part of a parameter's key can name them. */
function isNameable(key: Scalar): key is string | number | bigint | boolean {
  return (
    typeof key === 'string' || typeof key === 'boolean' || typeof key === 'number' || typeof key === 'bigint'
  );
}

function matchesKey(step: Exclude<Step, 'any-depth'>, key: Scalar, length: number | undefined): boolean {
  if (!isNameable(key)) return false;
  if (typeof key === 'string') return step.matchesText(key);
  if (step.integer === undefined) return step.matchesText(pyStr(key));
  const index = BigInt(key);
  return step.integer === index || (length !== undefined && step.integer + BigInt(length) === index);
}
