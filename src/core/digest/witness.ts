import { createHash } from 'node:crypto';
import { STATS_PER_FILE } from './memo.ts';

/**
 * One text for how the files of a folder look: names, times of change, sizes, inodes. It stays the same while nobody
 * touches them. What making other links to a file changes (its ctime) does not count.
 *
 * @param stats {@link STATS_PER_FILE} numbers a file, as in a memo.
 */
export function witnessOf(names: readonly string[], stats: Float64Array, folders: readonly string[]): string {
  const numbers = Float64Array.from(stats, (value, index) => (index % STATS_PER_FILE === 1 ? 0 : value));
  return createHash('md5')
    .update(new Uint8Array(numbers.buffer))
    .update([...names, '', ...folders].join('\0'))
    .digest('hex');
}
