import { Float } from '../../model/value.ts';
import type { Scalar } from '../../model/value.ts';
import { integerOf } from '../python/integer.ts';
import { readTimestamp } from './timestamp.ts';

/** What an unquoted text means. `merge` is `<<`, `value` is `=`: neither can stand as a value. */
export type PlainKind = 'text' | 'null' | 'boolean' | 'integer' | 'float' | 'timestamp' | 'merge' | 'value';

/**
 * Tells what YAML makes of an unquoted text.
 *
 * @source ruamel.yaml 0.19 resolver.py, its rules for YAML 1.2, which are not quite those of the standard: `1_000`,
 *         `0b11` and dates are recognised, `010` is ten, `.5e5` (no sign) is a text and `yes` and `12:30` are too.
 */
export function plainKind(text: string): PlainKind {
  const first = text.charCodeAt(0);
  // Nearly every text starts with a letter that decides at once.
  if (first > 0x39) {
    switch (first) {
      case 0x3c: // <
        return text === '<<' ? 'merge' : 'text';
      case 0x3d: // =
        return text === '=' ? 'value' : 'text';
      case 0x7e: // ~
        return text === '~' ? 'null' : 'text';
      case 0x4e: // N
      case 0x6e: // n
        return text === 'null' || text === 'Null' || text === 'NULL' ? 'null' : 'text';
      case 0x46: // F
      case 0x54: // T
      case 0x66: // f
      case 0x74: // t
        return BOOLEAN.test(text) ? 'boolean' : 'text';
      default:
        return 'text';
    }
  }
  if (text === '') return 'null';
  if (first < 0x2b || first === 0x2c || first === 0x2f) return 'text';
  if (FLOAT.test(text)) return 'float';
  if (first === 0x2e) return 'text'; // .
  if (INTEGER.test(text)) return 'integer';
  return first >= 0x30 && TIMESTAMP.test(text) ? 'timestamp' : 'text';
}

const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*(?:\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)|[-+]?\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^[-+]?(?:[0-9_]+|0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+)$/;
const TIMESTAMP =
  /^[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

/** The value of an unquoted text; undefined where ruamel.yaml refuses it: `<<`, `=`, `0b_`, the 30th of February. */
export function readPlain(text: string): Scalar | undefined {
  const kind = plainKind(text);
  return kind === 'text' ? text : readAs(kind, text);
}

/** The value of a text that is known, or said by a tag, to be of this kind; undefined when it is not. */
export function readAs(kind: PlainKind, text: string): Scalar | undefined {
  switch (kind) {
    case 'text':
      return text;
    case 'null':
      return null;
    case 'boolean':
      return text.startsWith('t') || text.startsWith('T');
    case 'integer':
      return readInteger(text);
    case 'float':
      return readFloat(text);
    case 'timestamp':
      return readTimestamp(text);
    case 'merge':
    case 'value':
      return undefined;
  }
}

/** Python refuses decimal ones of more digits, since reading them takes quadratic time. */
const DIGITS = /^(?:0b[01]+|0o[0-7]+|0x[0-9a-fA-F]+|[0-9]{1,4300})$/;

function readInteger(source: string): number | bigint | undefined {
  const text = source.includes('_') ? source.replaceAll('_', '') : source;
  const digits = text.startsWith('-') || text.startsWith('+') ? text.slice(1) : text;
  return DIGITS.test(digits) ? integerOf(text) : undefined;
}

function readFloat(source: string): Float | undefined {
  const text = (source.includes('_') ? source.replaceAll('_', '') : source).toLowerCase();
  if (text.endsWith('.inf')) return new Float(text.startsWith('-') ? -Infinity : Infinity, source);
  if (text === '.nan') return new Float(NaN, source);
  const number = Number(text);
  return Number.isNaN(number) || !/[0-9]/.test(text) ? undefined : new Float(number, source);
}
