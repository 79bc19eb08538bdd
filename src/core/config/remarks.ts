import { isRest, scanKey, scanTitle, scanValue } from './scan.ts';

/** A title or an option of a config file, with the comments that stand at it. */
interface Item {
  /** The section's title, and behind a line end the option's key. */
  readonly id: string;
  /** Comment lines above it. */
  readonly above: readonly string[];
  /** The comment behind it, or the empty string. */
  readonly behind: string;
}

/**
 * A config file that was written anew, with the comments of the text that stood there before, which DVC drops. A
 * comment above an option that is gone stands above the next one.
 */
export function withRemarks(before: string, written: string): string {
  if (!before.includes('#') || /'''|"""/.test(before + written)) return written;
  const lines = written.split('\n');
  const ids = lines.map(scanner());
  const kept = new Map<string, Item>();
  let carried: readonly string[] = [];
  const { items, tail } = itemsOf(before);
  for (const item of items) {
    const above = [...carried, ...item.above];
    if (ids.includes(item.id)) kept.set(item.id, { ...item, above });
    carried = ids.includes(item.id) ? [] : above;
  }
  const result = lines.flatMap((line, index) => {
    const item = kept.get(ids[index] ?? '');
    if (item === undefined) return [line];
    const indent = /^ */.exec(line)?.[0] ?? '';
    return [...item.above.map(each => indent + each), item.behind === '' ? line : `${line}  ${item.behind}`];
  });
  const rest = [...carried, ...tail].map(line => `${line}\n`).join('');
  return `${result.join('\n').replace(/^\n$/, '')}${rest}`;
}

function itemsOf(text: string): { readonly items: readonly Item[]; readonly tail: readonly string[] } {
  const items: Item[] = [];
  let above: string[] = [];
  const idOf = scanner();
  for (const line of text.split(/\r\n|[\r\n]/)) {
    const id = idOf(line);
    if (id !== undefined) {
      items.push({ id, above, behind: commentBehind(line) });
      above = [];
    } else if (line.trim() !== '') above.push(line.trim());
  }
  return { items, tail: above };
}

/** Names the title or option of each line of a file, one after the other. */
function scanner(): (line: string) => string | undefined {
  let section = '';
  return line => {
    if (isRest(line)) return undefined;
    const title = scanTitle(line);
    if (title !== undefined) return (section = `${title.name.toLowerCase()}\n`);
    const key = scanKey(line)?.key;
    return key === undefined ? undefined : section + key.toLowerCase();
  };
}

/** What can be cut off without changing what the line says. */
function commentBehind(line: string): string {
  const meaning = meaningOf(line);
  for (let at = line.indexOf('#'); at >= 0; at = line.indexOf('#', at + 1)) {
    if (meaningOf(line.slice(0, at)) === meaning) return line.slice(at).trimEnd();
  }
  return '';
}

function meaningOf(line: string): string {
  const title = scanTitle(line);
  if (title !== undefined) return JSON.stringify(title);
  const pair = scanKey(line);
  return JSON.stringify([pair?.key, pair === undefined ? undefined : scanValue(pair.rest)]);
}
