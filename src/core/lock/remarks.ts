import type { Value } from '../../model/value.ts';
import { commented, entryOf } from '../yaml/commented-edit.ts';
import { readCommented } from '../yaml/commented-read.ts';
import { writeCommented } from '../yaml/commented-write.ts';
import type { CommentedDocument, CommentedMap } from '../yaml/commented.ts';

/**
 * The text of a lock file in which somebody left comments, blank lines or brackets, with one stage's entry replaced or
 * added: as in DVC what stands within the old entry, and behind it, goes with it.
 *
 * @param follower the entry before which a new one belongs; at the end where there is none of that name.
 * @returns undefined where the text cannot be kept that way.
 */
export function withEntry(text: string, name: string, value: Value, follower?: string): string | undefined {
  const document = readCommented(text);
  const stages = document === undefined ? undefined : stagesOf(document);
  if (document === undefined || stages === undefined) return undefined;
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

/** As {@link withEntry}, with one stage's entry taken out. */
export function withoutEntry(text: string, name: string): string | undefined {
  const document = readCommented(text);
  const stages = document === undefined ? undefined : stagesOf(document);
  if (document === undefined || stages === undefined) return undefined;
  stages.entries = stages.entries.filter(({ key }) => key !== name);
  return writeCommented(document);
}

function stagesOf({ root }: CommentedDocument): CommentedMap | undefined {
  const stages = entryOf(root, 'stages')?.value;
  return stages?.is === 'map' && stages.entries.length > 0 ? stages : undefined;
}
