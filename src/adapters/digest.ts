import * as crypto from 'node:crypto';
import * as fs from 'node:fs';
import { FileTrouble } from '../ports/files.ts';
import type { DigestedFile } from '../ports/hasher.ts';
import { isMissing, toFileTrouble } from './errno.ts';

/** Files up to this size are read whole: what is hashed is then what is written, with nothing in between. */
export const SMALL_FILE_BYTES = 8 * 1024 * 1024;
/** The folding of line ends looks at each chunk of this size anew, so it is part of the legacy digest. */
const CHUNK_BYTES = 1024 * 1024;

export interface Digester {
  /** The digest of bytes in memory. */
  digestBytes(bytes: Uint8Array): string;
  /** Reads and digests a file; undefined when it is not there. `onBytes` hears of all bytes, chunk by chunk. */
  digestFile(path: string, onBytes?: (bytes: number) => void): DigestedFile | undefined;
  /** The bytes of a small file, valid until the next call, or 'big' or 'missing'. */
  readSmall(path: string): Uint8Array | 'big' | 'missing';
}

/**
 * Reads and hashes in loops of blocking calls on one buffer: promises per file take four times as long.
 *
 * @param legacy digests with CRLF folded to LF where a chunk looks like text, as DVC 2 did.
 */
export function createDigester(legacy: boolean): Digester {
  let buffer = Buffer.allocUnsafeSlow(CHUNK_BYTES);
  const digestBytes = (bytes: Uint8Array): string =>
    legacy ? digestFolded(bytes) : crypto.hash('md5', bytes, 'hex');

  function bufferFor(bytes: number): Buffer {
    // One byte more than the file has, so that the read itself shows whether it grew meanwhile.
    if (bytes >= buffer.length) buffer = Buffer.allocUnsafeSlow(Math.min(bytes * 2, SMALL_FILE_BYTES) + 1);
    return buffer;
  }

  /** Undefined when the file has more bytes than the buffer holds. */
  function readWhole(handle: number, size: number): Uint8Array | undefined {
    const space = bufferFor(size);
    let length = fs.readSync(handle, space, 0, space.length, 0);
    // A short read that ends where the file ended at first is the end; anything else needs a look further.
    while (length !== size && length < space.length) {
      const more = fs.readSync(handle, space, length, space.length - length, length);
      if (more === 0) break;
      length += more;
    }
    return length === space.length ? undefined : space.subarray(0, length);
  }

  function digestLarge(handle: number, onBytes?: (bytes: number) => void): DigestedFile {
    const hash = crypto.createHash('md5');
    const space = bufferFor(CHUNK_BYTES - 1);
    let size = 0;
    for (;;) {
      const length = readChunk(handle, space.subarray(0, CHUNK_BYTES), size);
      if (length === 0) break;
      const chunk = space.subarray(0, length);
      hash.update(legacy ? foldLineEnds(chunk) : chunk);
      size += length;
      onBytes?.(length);
    }
    return { md5: hash.digest('hex'), size };
  }

  return {
    digestBytes,
    digestFile: (path, onBytes) =>
      withFile(path, (handle, size) => {
        const small = size < SMALL_FILE_BYTES ? readWhole(handle, size) : undefined;
        if (small === undefined) return digestLarge(handle, onBytes);
        onBytes?.(small.length);
        return { md5: digestBytes(small), size: small.length };
      }),
    readSmall: path =>
      withFile(path, (handle, size) =>
        size < SMALL_FILE_BYTES ? (readWhole(handle, size) ?? 'big') : 'big',
      ) ?? 'missing',
  };
}

/** Fills the chunk as far as the file reaches, since the legacy digest depends on where chunks begin. */
function readChunk(handle: number, chunk: Uint8Array, position: number): number {
  let length = 0;
  while (length < chunk.length) {
    const more = fs.readSync(handle, chunk, length, chunk.length - length, position + length);
    if (more === 0) break;
    length += more;
  }
  return length;
}

function withFile<T>(path: string, read: (handle: number, size: number) => T): T | undefined {
  let handle: number;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer. Windows has neither.
    handle = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw toFileTrouble(error, 'reading', path);
  }
  try {
    const found = fs.fstatSync(handle);
    if (!found.isFile())
      throw new FileTrouble(found.isDirectory() ? 'EISDIR' : 'EINVAL', path, 'reading', undefined);
    return read(handle, found.size);
  } catch (error) {
    throw toFileTrouble(error, 'reading', path);
  } finally {
    fs.closeSync(handle);
  }
}

function digestFolded(bytes: Uint8Array): string {
  const hash = crypto.createHash('md5');
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    hash.update(foldLineEnds(bytes.subarray(at, at + CHUNK_BYTES)));
  return hash.digest('hex');
}

function foldLineEnds(chunk: Uint8Array): Uint8Array {
  if (!looksLikeText(chunk.subarray(0, 512)) || chunk.indexOf(13) < 0) return chunk;
  const folded = Buffer.allocUnsafe(chunk.length);
  let length = 0;
  for (let at = 0; at < chunk.length; at++) {
    const byte = chunk[at] ?? 0;
    if (byte === 13 && chunk[at + 1] === 10) continue;
    folded[length++] = byte;
  }
  return folded.subarray(0, length);
}

/** No NUL, and at most 30 % outside printable ASCII and the usual white space. */
function looksLikeText(start: Uint8Array): boolean {
  let odd = 0;
  for (const byte of start) {
    if (byte === 0) return false;
    const isText =
      (byte >= 32 && byte < 127) || byte === 8 || byte === 9 || byte === 10 || byte === 12 || byte === 13;
    if (!isText) odd++;
  }
  return odd / start.length <= 0.3 || start.length === 0;
}
