/** Nodes as text, for tests: `[a, {b: 'c'}]` with tags and anchors as they were written. */
import type { Node } from '../../../src/core/yaml/node.ts';
import { parseYaml } from '../../../src/core/yaml/parse.ts';

/** The structure of a text, or `refused: …`. */
export function parsed(text: string): string {
  const read = parseYaml(text);
  if (!read.ok) return `refused: ${read.error.message}`;
  return read.value === undefined ? 'nothing' : shown(read.value);
}

function shown(node: Node): string {
  if (node.kind === 'alias') return `*${node.name}`;
  const properties = `${node.anchor === undefined ? '' : `&${node.anchor} `}${node.tag === undefined ? '' : `<${node.tag}> `}`;
  if (node.kind === 'list') return `${properties}[${node.items.map(shown).join(', ')}]`;
  if (node.kind === 'map') {
    return `${properties}{${node.entries.map(([key, value]) => `${shown(key)}: ${shown(value)}`).join(', ')}}`;
  }
  const mark = node.style === 'plain' ? '' : node.style;
  return `${properties}${mark}${JSON.stringify(node.text)}`;
}
