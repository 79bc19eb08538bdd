/**
 * What was hashed before, so that unchanged files need not be read again. One table for a folder of files: names in
 * the order of the walk, four numbers a file, its MD5.
 */
export interface MemoTable {
  readonly names: readonly string[];
  /** Four numbers a file: mtime and ctime (epoch ms), size (bytes), inode. NaN as mtime: not to be trusted. */
  readonly stats: Float64Array;
  /** 16 bytes a file. */
  readonly digests: Uint8Array;
  /** Digest of the folder as a whole, or the empty string for a table of single files. */
  readonly treeDigest: string;
}

export const STATS_PER_FILE = 4;
const DIGEST_BYTES = 16;
const MAGIC = 0x324d4c4d;
const HEADER_BYTES = 64;
/** Where the part of the header starts that the checksum is about. */
const CHECKED_FROM = 16;

/**
 * How long after its last change a file may still change without its times showing it. Times of most file systems
 * tick every few milliseconds; where all times are whole seconds, they tick that slowly.
 */
export function racyWindowMs(mtimeMs: number): number {
  return mtimeMs % 1000 === 0 ? 2000 : 50;
}

/** Header (64 bytes: magic, file count, names' bytes, checksum, tree digest), stats, digests, names joined by NUL. */
export function encodeMemo(table: MemoTable): Uint8Array {
  const names = new TextEncoder().encode(table.names.join('\0'));
  const count = table.names.length;
  const statsBytes = count * STATS_PER_FILE * 8;
  const bytes = new Uint8Array(HEADER_BYTES + statsBytes + count * DIGEST_BYTES + names.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, count, true);
  view.setUint32(8, names.length, true);
  bytes.set(new TextEncoder().encode(table.treeDigest.padEnd(36)).subarray(0, 36), 16);
  bytes.set(new Uint8Array(table.stats.buffer, table.stats.byteOffset, statsBytes), HEADER_BYTES);
  bytes.set(table.digests.subarray(0, count * DIGEST_BYTES), HEADER_BYTES + statsBytes);
  bytes.set(names, HEADER_BYTES + statsBytes + count * DIGEST_BYTES);
  view.setUint32(12, checksum(bytes, count), true);
  return bytes;
}

/** Undefined for anything that is not as it was written: a memo can always be made again. */
export function decodeMemo(bytes: Uint8Array): MemoTable | undefined {
  if (bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(4, true);
  const namesBytes = view.getUint32(8, true);
  const statsBytes = count * STATS_PER_FILE * 8;
  if (view.getUint32(0, true) !== MAGIC) return undefined;
  if (bytes.length !== HEADER_BYTES + statsBytes + count * DIGEST_BYTES + namesBytes) return undefined;
  if (view.getUint32(12, true) !== checksum(bytes, count)) return undefined;
  const decoder = new TextDecoder();
  const joined = decoder.decode(bytes.subarray(bytes.length - namesBytes));
  const names = count === 0 ? [] : joined.split('\0');
  if (names.length !== count) return undefined;
  return {
    names,
    // A copy: numbers must be aligned in their buffer, and a view of a larger one need not be.
    stats: new Float64Array(new Uint8Array(bytes.subarray(HEADER_BYTES, HEADER_BYTES + statsBytes)).buffer),
    digests: bytes.subarray(HEADER_BYTES + statsBytes, HEADER_BYTES + statsBytes + count * DIGEST_BYTES),
    treeDigest: decoder.decode(bytes.subarray(16, 52)).trim(),
  };
}

/**
 * Over the digests, which are believed: a file whose blocks never reached the disk has its length, but not its content.
 * Wrong names and stats are harmless, since they fit no file.
 */
function checksum(bytes: Uint8Array, count: number): number {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >>> 2);
  const start = (HEADER_BYTES + count * STATS_PER_FILE * 8) / 4;
  let sum = bytes.length;
  for (let i = CHECKED_FROM / 4; i < HEADER_BYTES / 4; i++) sum = mix(sum, words[i] ?? 0);
  const end = start + (count * DIGEST_BYTES) / 4;
  for (let i = start; i < end; i++) sum = mix(sum, words[i] ?? 0);
  return sum >>> 0;
}

function mix(sum: number, word: number): number {
  const product = Math.imul(sum ^ word, 0x01000193);
  return product ^ (product >>> 15);
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function digestAt(table: Pick<MemoTable, 'digests'>, index: number): string {
  let hex = '';
  for (let i = index * DIGEST_BYTES; i < (index + 1) * DIGEST_BYTES; i++)
    hex += HEX[table.digests[i] ?? 0] ?? '';
  return hex;
}

export function putDigest(digests: Uint8Array, index: number, hex: string): void {
  for (let i = 0; i < DIGEST_BYTES; i++)
    digests[index * DIGEST_BYTES + i] = (nibble(hex, i * 2) << 4) | nibble(hex, i * 2 + 1);
}

/** Of lower-case hex; digits and letters lie apart by the seventh bit. */
function nibble(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 15) + (code >> 6) * 9;
}

/**
 * A file name for a path: 16 hex digits that differ wherever paths do, for all that matters. Two FNV-1a hashes side by
 * side and no MD5, since setting up Node's crypto takes longer than everything else of a run in which nothing changed.
 */
export function memoName(path: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < path.length; i++) {
    const unit = path.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ (unit + i), 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a, b].map(half => (half >>> 0).toString(16).padStart(8, '0')).join('');
}
