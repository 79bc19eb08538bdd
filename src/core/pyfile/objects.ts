import { Float, PythonObject } from '../../model/value.ts';
import type { Scalar } from '../../model/value.ts';
import { floatText } from '../python/float.ts';
import { integerOf } from '../python/integer.ts';

export interface Complex {
  readonly real: number;
  readonly imag: number;
}

export type PyNumber = number | bigint | Float | Complex;

export function isComplex(number: PyNumber): number is Complex {
  return typeof number === 'object' && 'imag' in number;
}

const INTEGER = /^(?:0x(?:_?[0-9a-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|0(?:_?0)*|[1-9](?:_?[0-9])*)$/;
const DIGITS = '[0-9](?:_?[0-9])*';
const FLOAT = new RegExp(`^(?:(?:${DIGITS})?\\.${DIGITS}|${DIGITS}\\.?)(?:e[+-]?${DIGITS})?(j?)$`);

/** Reads a number as it is written in Python; undefined for what Python refuses, such as `01`. */
export function readNumber(source: string): PyNumber | undefined {
  const text = source.toLowerCase();
  const digits = text.replaceAll('_', '');
  if (INTEGER.test(text)) return integerOf(digits);
  const [isFloat, imaginary] = FLOAT.exec(text) ?? [];
  if (isFloat === undefined) return undefined;
  if (imaginary === 'j') return { real: 0, imag: Number(digits.slice(0, -1)) };
  return /[.e]/.test(digits) ? new Float(Number(digits)) : undefined;
}

export function negated(number: PyNumber): PyNumber {
  if (isComplex(number)) return { real: -number.real, imag: -number.imag };
  if (number instanceof Float) return new Float(-number.value);
  return typeof number === 'bigint' ? -number : 0 - number;
}

export function numberValue(number: PyNumber): Scalar {
  return isComplex(number) ? new PythonObject('complex', complexRepr(number)) : number;
}

function complexRepr({ real, imag }: Complex): string {
  const part = (value: number): string => floatText(value).replace(/\.0$/, '');
  if (Object.is(real, 0)) return `${part(imag)}j`;
  return `(${part(real)}${part(imag).startsWith('-') ? '' : '+'}${part(imag)}j)`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/** @param bytes each as a character. */
export function bytesObject(bytes: string): PythonObject {
  const quote = bytes.includes("'") && !bytes.includes('"') ? '"' : "'";
  const body = bytes.replace(/[^ -~]|[\\'"]/g, byte => {
    if (byte === "'" || byte === '"') return byte === quote ? `\\${byte}` : byte;
    return ESCAPES[byte] ?? `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return new PythonObject('bytes', `b${quote}${body}${quote}`);
}
