import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { emitYaml } from '../yaml/emit.ts';

/**
 * The text of a pipeline file with one stage added, or replaced in its place. A file that is written as DVC writes
 * stays so to the byte; any other one is edited in place and keeps its comments and its style.
 *
 * @param content what `text` parses to; undefined for a new file.
 */
export async function withStage(
  text: string,
  content: ValueMap | undefined,
  name: string,
  definition: ValueMap,
): Promise<string> {
  const stages = content?.get('stages');
  const before = isMap(stages) ? stages : new Map<Scalar, Value>();
  const changed = new Map<Scalar, Value>(before).set(name, patch(before.get(name), definition));
  const next = new Map<Scalar, Value>(content ?? []).set('stages', changed);
  if (content === undefined || content.size === 0 || emitYaml(content, { keepFloatText: true }) === text) {
    return emitYaml(next, { keepFloatText: true });
  }
  const { editPath } = await import('../yaml/edit.ts');
  return editPath(text, ['stages', name], definition);
}

/** New values in the order of the old keys; keys that are gone go, new ones follow. */
function patch(before: Value | undefined, after: Value): Value {
  if (!isMap(before) || !isMap(after)) return after;
  const patched = new Map<Scalar, Value>();
  for (const [key, value] of before) {
    const wanted = after.get(key);
    if (wanted !== undefined) patched.set(key, isList(wanted) ? wanted : patch(value, wanted));
  }
  for (const [key, value] of after) if (!patched.has(key)) patched.set(key, value);
  return patched;
}
