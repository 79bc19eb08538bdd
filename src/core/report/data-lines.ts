import type { DataRow, DataSize } from '../../model/report.ts';
import { bytesText } from '../../model/size.ts';
import { codeSpan } from '../markdown/escape.ts';
import { count } from './words.ts';

const MOST = 20;

/** What became of tracked data, a line each. @param isRoomy all of it, not the first of many. */
export function dataLines(data: readonly DataRow[], isRoomy = false): string {
  const lines = data
    .slice(0, isRoomy ? Infinity : MOST)
    .map(row => `- ${codeSpan(row.path)} ${dataText(row)}`);
  const more = data.length - lines.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}

/** What became of one of them. */
export function dataText({ old, new: now }: DataRow): string {
  if (now === undefined) return 'has gone';
  if (old === undefined) return `is new${bracketed(sizeText(now))}`;
  const [before, after] = [sizeText(old), sizeText(now)];
  const sizes = before === after ? after : `${before} → ${after}`;
  return `changed${bracketed(before === '' || after === '' ? after : sizes)}`;
}

function sizeText({ bytes, files }: DataSize): string {
  const parts = [
    ...(files === undefined ? [] : [count(files, 'file')]),
    ...(bytes === undefined ? [] : [bytesText(bytes)]),
  ];
  return parts.join(', ');
}

function bracketed(text: string): string {
  return text === '' ? '' : ` (${text})`;
}
