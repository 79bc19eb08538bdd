import { Float, isList, isMap, PythonObject, Timestamp, Tuple } from '../../model/value.ts';
import type { Value } from '../../model/value.ts';
import { floatText } from './float.ts';

/** Python's `str()` of a value: texts as they are, everything else as {@link pyRepr} (dates and the like excepted). */
export function pyStr(value: Value): string {
  if (typeof value === 'string') return value;
  return value instanceof Timestamp || value instanceof PythonObject ? value.text : pyRepr(value);
}

/** Python's `repr()` of a value: `[1, 2.0, 'a', None]`, `(1,)`, `{'a': True}`. */
export function pyRepr(value: Value): string {
  if (typeof value === 'string') return stringRepr(value);
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof Timestamp) return timestampRepr(value.text);
  if (value instanceof PythonObject) return value.repr;
  if (value instanceof Tuple) return tupleRepr(value);
  if (isList(value)) return `[${value.map(pyRepr).join(', ')}]`;
  if (isMap(value))
    return `{${[...value].map(([key, item]) => `${pyRepr(key)}: ${pyRepr(item)}`).join(', ')}}`;
  return value satisfies never;
}

function tupleRepr(tuple: Tuple): string {
  const [only] = tuple;
  if (tuple.length === 1 && only !== undefined) return `(${pyRepr(only)},)`;
  return `(${Array.from(tuple, pyRepr).join(', ')})`;
}

function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, character => escape(character, quote)) : text;
  return quote + body + quote;
}

/** Quotes, backslashes, and what Python calls not printable: controls, unassigned, separators but the blank. */
const NEEDS_ESCAPE = /['"\\]|(?! )[\p{C}\p{Z}]/u;
const ESCAPED = new RegExp(NEEDS_ESCAPE, 'gu');

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escape(character: string, quote: string): string {
  if (character === "'" || character === '"') return character === quote ? `\\${character}` : character;
  const short = SHORT[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** As ruamel.yaml builds dates; the name it gives a zone is the source text, taken here to be the usual one. */
function timestampRepr(text: string): string {
  const [day = '', time = ''] = text.split(' ');
  const date = numbers(day.split('-'));
  if (time === '') return `datetime.date(${date})`;
  const [, clock = '', fraction = '', zone = ''] = /^([\d:]+)(?:\.(\d+))?(.*)$/.exec(time) ?? [];
  const parts = [...clock.split(':'), fraction];
  while (parts.length > 2 && Number(parts.at(-1)) === 0) parts.pop();
  return `datetime.datetime(${date}, ${numbers(parts)}${zone === '' ? '' : `, tzinfo=${zoneRepr(zone)}`})`;
}

function zoneRepr(zone: string): string {
  const [hours = '', minutes = ''] = zone.slice(1).split(':');
  const offset = (Number(hours) * 60 + Number(minutes)) * (zone.startsWith('-') ? -60 : 60);
  if (offset === 0) return "datetime.timezone(datetime.timedelta(0), 'Z')";
  const delta = offset < 0 ? `days=-1, seconds=${offset + 86_400}` : `seconds=${offset}`;
  return `datetime.timezone(datetime.timedelta(${delta}), '${zone}')`;
}

function numbers(parts: readonly string[]): string {
  return parts.map(Number).join(', ');
}
