import type { ValueMap } from '../../model/value.ts';
import { valuesEqual } from '../python/equal.ts';
import {
  allComments,
  applyValues,
  commented,
  entryOf,
  replaceEmpty,
  valueOf,
} from '../yaml/commented-edit.ts';
import { readCommented } from '../yaml/commented-read.ts';
import { writeCommented } from '../yaml/commented-write.ts';
import type { CommentedMap } from '../yaml/commented.ts';
import { emitYaml } from '../yaml/emit.ts';
import { readYaml } from '../yaml/read.ts';

/**
 * The text of a pipeline file with one stage added, or replaced in its place: as DVC writes it, comments included.
 * Where that would lose a comment or a value, the text is edited in place instead and keeps its own style.
 *
 * @param content what `text` parses to; undefined for a new file.
 */
export async function withStage(
  text: string,
  content: ValueMap | undefined,
  name: string,
  definition: ValueMap,
): Promise<string> {
  if (content === undefined || content.size === 0) {
    const stages = emitYaml(new Map([['stages', new Map([[name, definition]])]]));
    return text.includes('#') ? `${text.trimEnd()}\n${stages}` : stages;
  }
  const asDvc = await reEmitted(text, name, definition);
  if (asDvc !== undefined) return asDvc;
  const { editPath } = await import('../yaml/edit.ts');
  return editPath(text, ['stages', name], definition);
}

/** Undefined where the text cannot be written anew without loss. */
async function reEmitted(text: string, name: string, definition: ValueMap): Promise<string | undefined> {
  const document = readCommented(text);
  if (document === undefined) return undefined;
  const comments = allComments(document);
  const stages = stagesOf(document.root);
  const before = entryOf(stages, name);
  if (before?.value.is === 'map') applyValues(before.value, definition);
  else if (before === undefined) stages.entries.push({ key: name, before: '', value: commented(definition) });
  else before.value = commented(definition);
  const written = writeCommented(document);
  const read = await readYaml(written);
  const again = readCommented(written);
  if (!read.ok || again === undefined || !valuesEqual(read.value, valueOf(document.root))) return undefined;
  return allComments(again).join('\n') === comments.join('\n') ? written : undefined;
}

/** The map of stages, made where there is none. */
function stagesOf(root: CommentedMap): CommentedMap {
  const entry = entryOf(root, 'stages');
  if (entry?.value.is === 'map' && entry.value.entries.length > 0) return entry.value;
  const stages: CommentedMap = { is: 'map', flow: false, before: '', entries: [] };
  if (entry === undefined) root.entries.push({ key: 'stages', before: '', value: stages });
  else replaceEmpty(entry, stages);
  return stages;
}
