import { isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { applyValues, commented, entryOf, removeEntry, replaceEmpty } from '../yaml/commented-edit.ts';
import type { CommentedMap } from '../yaml/commented.ts';
import { emitYaml } from '../yaml/emit.ts';
import { rewritten } from '../yaml/rewrite.ts';

/** A definition stands two maps deep: in `stages`, under its name. */
const DEPTH = 2;

/**
 * The text of a pipeline file with one stage added, or replaced in its place: as DVC writes it, comments included.
 * Where that would lose a comment or a value, only that stage is touched, and the rest of the text stays as it is.
 *
 * @param content what `text` parses to; undefined for a new file.
 * @returns undefined where neither can be done.
 */
export async function withStage(
  text: string,
  content: ValueMap | undefined,
  name: string,
  definition: ValueMap,
): Promise<string | undefined> {
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
  return asDvc ?? spliced(text, withDefinition(content, name, definition));
}

/**
 * The text of a pipeline file with the definition of one of its stages written anew, as with {@link withStage}. Where
 * that would lose something, only `frozen` is set.
 */
export async function withFrozen(
  text: string,
  content: ValueMap,
  name: string,
  definition: ValueMap,
): Promise<string | undefined> {
  const asDvc = await rewritten(text, root => {
    const entry = entryOf(stagesOf(root), name);
    if (entry?.value.is === 'map') applyValues(entry.value, definition);
  });
  if (asDvc !== undefined) return asDvc;
  const before = stagesIn(content).get(name);
  const next = new Map<Scalar, Value>(isMap(before) ? before : definition);
  if (definition.get('frozen') === true) next.set('frozen', true);
  else next.delete('frozen');
  return spliced(text, withDefinition(content, name, next));
}

/** The text of a pipeline file without one of its stages, in the manner of {@link withStage}. */
export async function withoutStage(
  text: string,
  content: ValueMap,
  name: string,
): Promise<string | undefined> {
  const asDvc = await rewritten(text, root => removeEntry(stagesOf(root), name), { dropsComments: true });
  return asDvc ?? spliced(text, withDefinition(content, name, undefined));
}

async function spliced(text: string, content: ValueMap): Promise<string | undefined> {
  const splice = await import('../yaml/splice.ts');
  return splice.spliced(text, content, DEPTH);
}

function withDefinition(content: ValueMap, name: string, definition: ValueMap | undefined): ValueMap {
  const stages = new Map(stagesIn(content));
  if (definition === undefined) stages.delete(name);
  else stages.set(name, definition);
  return new Map(content).set('stages', stages);
}

function stagesIn(content: ValueMap): ValueMap {
  const stages = content.get('stages');
  return isMap(stages) ? stages : new Map();
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
