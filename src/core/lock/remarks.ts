import type { Value } from '../../model/value.ts';
import { commented, entryOf } from '../yaml/commented-edit.ts';
import { readCommented } from '../yaml/commented-read.ts';
import { writeCommented } from '../yaml/commented-write.ts';

/**
 * The text of a lock file in which somebody left comments, blank lines or brackets, with one stage's entry replaced or
 * added: as in DVC what stands within the old entry, and behind it, goes with it.
 *
 * @param follower the entry before which a new one belongs; at the end where there is none of that name.
 * @returns undefined where the text cannot be kept that way.
 */
export function withEntry(text: string, name: string, value: Value, follower?: string): string | undefined {
  const document = readCommented(text);
  if (document === undefined) return undefined;
  const stages = entryOf(document.root, 'stages')?.value;
  if (stages?.is !== 'map' || stages.entries.length === 0) return undefined;
  const entry = entryOf(stages, name);
  const fresh = commented(value);
  if (entry === undefined) {
    const at = stages.entries.findIndex(({ key }) => key === follower);
    stages.entries.splice(at < 0 ? stages.entries.length : at, 0, { key: name, before: '', value: fresh });
  } else {
    // What stands between the name and the first key belongs to the name.
    if (entry.value.is === 'map' && fresh.is === 'map') fresh.before = entry.value.before;
    entry.value = fresh;
  }
  return writeCommented(document);
}
