import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { keyIdentity, valuesEqual } from '../python/equal.ts';
import type {
  Behind,
  Commented,
  CommentedDocument,
  CommentedEntry,
  CommentedItem,
  CommentedList,
  CommentedMap,
} from './commented.ts';

/** The value alone. */
export function valueOf(node: Commented): Value {
  if (node.is === 'scalar') return node.value;
  if (node.is === 'list') return node.items.map(({ value }) => valueOf(value));
  return new Map(node.entries.map(({ key, value }) => [key, valueOf(value)]));
}

/** Every comment, sorted: an edit may move one, but none may go. */
export function allComments({ root, tail }: CommentedDocument): string[] {
  const lines = `${commentsIn(root)}${tail}`.split('\n').map(line => line.trim());
  return lines.filter(line => line !== '').sort();
}

/** Looks an entry up. */
export function entryOf(map: CommentedMap, key: Scalar): CommentedEntry | undefined {
  return map.entries.find(entry => keyIdentity(entry.key) === keyIdentity(key));
}

/** Puts a collection that starts on the next line where nothing stood, or `{}`: what was behind that is behind the colon now. */
export function replaceEmpty(entry: CommentedEntry, value: Commented): void {
  entry.value = value;
  if (entry.behind?.column === undefined) return;
  entry.behindColon = entry.behind;
  delete entry.behind;
}

/** A value that has no comments yet. */
export function commented(value: Value): Commented {
  if (isMap(value)) {
    const entries = [...value].map(([key, item]) => ({ key, before: '', value: commented(item) }));
    return { is: 'map', flow: false, before: '', entries };
  }
  if (isList(value)) {
    const items = value.map(item => ({ before: '', value: commented(item) }));
    return { is: 'list', flow: false, before: '', items };
  }
  return { is: 'scalar', value };
}

/**
 * Makes a map hold new values, in the order of the old keys and with their comments: what is the same stays as it is
 * written. Comments of what goes are kept, which DVC does not do, and stand where they stood.
 *
 * @source iterative/dvc dvc/utils/collections.py (apply_diff).
 */
export function applyValues(map: CommentedMap, values: ValueMap): void {
  for (const [key, value] of values) {
    const entry = entryOf(map, key);
    if (entry === undefined) map.entries.push({ key, before: '', value: commented(value) });
    else entry.value = changed(entry.value, value, entry);
  }
  const wanted = new Set([...values.keys()].map(keyIdentity));
  map.entries = withoutLosing(map, map.entries, ({ key }) => wanted.has(keyIdentity(key)));
}

/**
 * Takes an entry out, with its comments. Those on lines of their own behind it may speak of what follows: they stay,
 * which they do not in DVC.
 */
export function removeEntry(map: CommentedMap, key: Scalar): void {
  const index = map.entries.findIndex(entry => keyIdentity(entry.key) === keyIdentity(key));
  const [gone] = index < 0 ? [] : map.entries.splice(index, 1);
  const lines = gone === undefined ? '' : linesAfter(gone);
  const before = map.entries[index - 1];
  if (lines === '') return;
  if (before === undefined) map.before += lines;
  else attach(before, lines);
}

/** Comments on lines of their own behind the last thing that a part holds. */
function linesAfter(part: { readonly value: Commented; readonly behind?: Behind }): string {
  const { value, behind } = part;
  const inner = value.is === 'scalar' || value.flow ? undefined : partsOf(value).at(-1);
  if (inner !== undefined) return linesAfter(inner);
  if (behind === undefined) return '';
  return commentLines(behind.column === undefined ? behind.text : behind.text.replace(/^[^\n]*/, ''));
}

function applyItems(list: CommentedList, values: readonly Value[]): void {
  if (values.length === list.items.length) {
    list.items.forEach((item, index) => (item.value = changed(item.value, values[index] ?? null, item)));
    return;
  }
  const rest = [...list.items];
  const kept = new Set<CommentedItem>();
  const items = values.map((value): CommentedItem => {
    const same = hasComment(list)
      ? rest.find(item => !kept.has(item) && valuesEqual(valueOf(item.value), value))
      : undefined;
    if (same !== undefined) kept.add(same);
    return same ?? { before: '', value: commented(value) };
  });
  const gone = list.items
    .filter(item => !kept.has(item))
    .map(commentsOf)
    .join('');
  list.items = items;
  const last = items.at(-1);
  if (gone !== '' && last !== undefined) attach(last, gone);
  else list.before += gone;
}

function changed(before: Commented, value: Value, owner: { behind?: Behind }): Commented {
  const isEmpty = before.is !== 'scalar' && commentsIn(before) === '' && partsOf(before).length === 0;
  // Brackets around nothing are no style to keep.
  if (isEmpty) return commented(value);
  if (before.is === 'map' && isMap(value)) {
    applyValues(before, value);
    return before;
  }
  if (before.is === 'list' && isList(value)) {
    applyItems(before, value);
    return before;
  }
  if (valuesEqual(valueOf(before), value)) return before;
  if (before.is === 'scalar' && typeof value === 'string') {
    const { block } = before;
    return { is: 'scalar', value, ...(block === undefined ? {} : { block: { ...block, lines: undefined } }) };
  }
  const gone = commentsIn(before);
  if (gone !== '') owner.behind = { text: `${owner.behind?.text ?? '\n'}${gone}`, ...columnOf(owner.behind) };
  return commented(value);
}

/** The parts that stay; comments of the others move behind the one before them. */
function withoutLosing(
  map: CommentedMap,
  parts: readonly CommentedEntry[],
  stays: (part: CommentedEntry) => boolean,
): CommentedEntry[] {
  const kept: CommentedEntry[] = [];
  for (const part of parts) {
    if (stays(part)) {
      kept.push(part);
      continue;
    }
    const lines = commentsOf(part);
    const last = kept.at(-1);
    if (lines === '') continue;
    if (last === undefined) map.before += lines;
    else attach(last, lines);
  }
  return kept;
}

/** Puts lines behind the last thing that a part holds. */
function attach(part: { value: Commented; behind?: Behind }, lines: string): void {
  const { value } = part;
  const inner = value.is === 'scalar' || value.flow ? undefined : partsOf(value).at(-1);
  if (inner === undefined) addBehind(part, lines);
  else attach(inner, lines);
}

/** Adds whole lines behind a part. A block text ends its last line by itself. */
function addBehind(part: { readonly value: Commented; behind?: Behind }, lines: string): void {
  const { value, behind } = part;
  if (behind !== undefined) part.behind = { ...behind, text: behind.text + lines };
  else part.behind = { text: value.is === 'scalar' && value.block !== undefined ? lines : `\n${lines}` };
}

function columnOf(behind: Behind | undefined): { readonly column?: number } {
  return behind?.column === undefined ? {} : { column: behind.column };
}

function hasComment(node: Commented): boolean {
  return commentsIn(node) !== '';
}

/** The lines with comments of a part and of everything in it, in order. */
function commentsOf(part: CommentedEntry | CommentedItem): string {
  const behindColon = 'key' in part ? linesOf(part.behindColon) : '';
  return commentLines(part.before) + behindColon + commentsIn(part.value) + linesOf(part.behind);
}

function commentsIn(node: Commented): string {
  if (node.is === 'scalar') return '';
  return commentLines(node.before) + partsOf(node).map(commentsOf).join('');
}

function partsOf(node: CommentedMap | CommentedList): readonly (CommentedEntry | CommentedItem)[] {
  return node.is === 'map' ? node.entries : node.items;
}

function linesOf(behind: Behind | undefined): string {
  if (behind === undefined) return '';
  return commentLines(behind.column === undefined ? behind.text : ' '.repeat(behind.column) + behind.text);
}

function commentLines(text: string): string {
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => `${line}\n`)
    .join('');
}
