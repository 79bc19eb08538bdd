import { readFileSync } from 'node:fs';

/**
 * Reads one section of params.yaml: the `name: number` lines that are indented below `section:`.
 * This little of YAML is all the file needs, and so the example needs no package.
 *
 * @returns {Record<string, number>}
 */
export function readParams(section) {
  const values = {};
  let current;
  for (const line of readFileSync('params.yaml', 'utf8').split('\n')) {
    const text = line.replace(/#.*/, '').trimEnd();
    if (text === '') continue;
    const [name, value] = text.split(':').map(part => part.trim());
    if (!text.startsWith(' ')) current = name;
    else if (current === section) values[name] = toNumber(name, value);
  }
  return values;
}

function toNumber(name, text) {
  const number = Number(text);
  if (!text || Number.isNaN(number)) throw new Error(`params.yaml: '${name}' needs a number, it has '${text}'`);
  return number;
}
