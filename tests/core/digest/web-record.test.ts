import { expect, it } from 'vitest';
import { webRecord } from '../../../src/core/digest/web-record.ts';

const answer = (headers: Readonly<Record<string, string>>, url = 'http://localhost:18791/none') => ({
  url,
  header: (name: string): string | undefined => headers[name],
});

it.each([
  [
    { 'Content-Length': '6', ETag: '"a-1"', 'Content-MD5': 'XrY7' },
    { digest: '"a-1"', size: 6 },
  ],
  [
    { 'Content-Length': '6', 'Content-MD5': 'XrY7' },
    { digest: 'XrY7', size: 6 },
  ],
  [
    { 'Content-Range': 'bytes 0-1/77', ETag: 'W/"1"' },
    { digest: 'W/"1"', size: 77 },
  ],
  // Compressed on the way, the length says nothing of the file.
  [{ 'Content-Length': '6', 'Content-Encoding': 'gzip', ETag: '"a"' }, { digest: '"a"' }],
  // As DVC 3.67.1 has recorded it.
  [{ 'Content-Length': '6' }, { digest: '151348382602468345783048000945927238678', size: 6 }],
])('of the headers %j a lock records %j', (headers, record) => {
  expect(webRecord('http://localhost:18791/none', [answer(headers)])).toEqual({
    name: 'checksum',
    ...record,
  });
});

it('what the file itself is sent with counts before what was said of it', () => {
  const [head, get] = [answer({ ETag: '"old"' }), answer({ ETag: '"new"', 'Content-Length': '1' })];
  expect(webRecord('http://x', [head, get])).toEqual({ name: 'checksum', digest: '"new"', size: 1 });
  expect(webRecord('http://x', [])).toBeUndefined();
});
