import { Float, PythonObject } from '../../model/value.ts';
import type { Scalar } from '../../model/value.ts';
import { integerOf } from '../python/integer.ts';
import { readTimestamp } from '../yaml/timestamp.ts';

const DECIMAL = /^[+-]?(?:0|[1-9](?:_?[0-9])*)$/;
const BASED = /^0(?:x[0-9a-fA-F](?:_?[0-9a-fA-F])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/;
const FLOAT = /^[+-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const SPECIAL: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ['true', true],
  ['false', false],
  ...['inf', '+inf'].map((word): [string, Scalar] => [word, new Float(Infinity)]),
  ['-inf', new Float(-Infinity)],
  ...['nan', '+nan', '-nan'].map((word): [string, Scalar] => [word, new Float(NaN)]),
]);

const DATE_TIME =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?)?$/;
const TIME = /^((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?$/;

/** Is this a date, behind which a blank and a time may come? */
export function isDate(token: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(token);
}

/**
 * The value of what stands without quotes; undefined for what is none.
 *
 * @source tomlkit 0.15, which DVC reads TOML with: of a fraction of a second six digits count.
 */
export function readScalar(token: string): Scalar | undefined {
  const special = SPECIAL.get(token);
  if (special !== undefined) return special;
  const digits = token.includes('_') ? token.replaceAll('_', '') : token;
  if (DECIMAL.test(token) || BASED.test(token)) return integerOf(digits);
  if (FLOAT.test(token)) return new Float(Number(digits));
  return readDateTime(token) ?? readTime(token);
}

function readDateTime(token: string): Scalar | undefined {
  const [, date, clock, second = '00', fraction = '', zone = ''] = DATE_TIME.exec(token) ?? [];
  if (date === undefined) return undefined;
  if (clock === undefined) return readTimestamp(date);
  return readTimestamp(`${date} ${clock}:${second}.${fraction.slice(0, 6)}${zone.toUpperCase()}`);
}

/** A time without a date, for which there is nothing in YAML. */
function readTime(token: string): Scalar | undefined {
  const [, clock, second = '00', fraction = ''] = TIME.exec(token) ?? [];
  if (clock === undefined) return undefined;
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const parts = [...clock.split(':'), second, micros].map(Number);
  while (parts.length > 2 && parts.at(-1) === 0) parts.pop();
  const text = `${clock}:${second}${micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`}`;
  return new PythonObject('time', `datetime.time(${parts.join(', ')})`, text);
}
