import type { ValueMap } from '../../model/value.ts';
import { applyValues, commented, entryOf, removeEntry, replaceEmpty } from '../yaml/commented-edit.ts';
import type { CommentedMap } from '../yaml/commented.ts';
import { emitYaml } from '../yaml/emit.ts';
import { rewritten } from '../yaml/rewrite.ts';

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
  const asDvc = await rewritten(text, root => {
    const stages = stagesOf(root);
    const before = entryOf(stages, name);
    if (before?.value.is === 'map') applyValues(before.value, definition);
    else if (before === undefined)
      stages.entries.push({ key: name, before: '', value: commented(definition) });
    else before.value = commented(definition);
  });
  if (asDvc !== undefined) return asDvc;
  const { editPath } = await import('../yaml/edit.ts');
  return editPath(text, ['stages', name], definition);
}

/**
 * The text of a pipeline file with the definition of one of its stages written anew, as with {@link withStage}. Where
 * that would lose something, only `frozen` is set.
 */
export async function withFrozen(
  text: string,
  name: string,
  definition: ValueMap,
  frozen: boolean,
): Promise<string> {
  const asDvc = await rewritten(text, root => {
    const entry = entryOf(stagesOf(root), name);
    if (entry?.value.is === 'map') applyValues(entry.value, definition);
  });
  if (asDvc !== undefined) return asDvc;
  const { editPath, removePath } = await import('../yaml/edit.ts');
  const path = ['stages', name, 'frozen'];
  return frozen ? editPath(text, path, true) : removePath(text, path);
}

/** The text of a pipeline file without one of its stages, in the manner of {@link withStage}. */
export async function withoutStage(text: string, name: string): Promise<string> {
  const asDvc = await rewritten(text, root => removeEntry(stagesOf(root), name), { dropsComments: true });
  if (asDvc !== undefined) return asDvc;
  const { removePath } = await import('../yaml/edit.ts');
  return removePath(text, ['stages', name]);
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
