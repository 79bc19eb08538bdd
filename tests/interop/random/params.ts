/** Random params files, kept as trees of source texts so that one value can be exchanged. */
import type { Dice } from './dice.ts';

/** A leaf is the text that stands in the file. */
export type Node = { readonly kind: 'leaf'; readonly source: string } | Branch | List;
interface Branch {
  readonly kind: 'map';
  readonly entries: Map<string, Node>;
}
interface List {
  readonly kind: 'list';
  readonly items: Node[];
}

export type Syntax = 'yaml' | 'json';

export interface ParamsFile {
  /** Relative to the project. */
  readonly path: string;
  readonly syntax: Syntax;
  readonly root: Branch;
}

const both = [
  '0',
  '1',
  '-5',
  '42',
  '100000000000000000000',
  '-9007199254740993',
  '0.1',
  '1.0',
  '-0.0',
  '1e-05',
  '1e5',
  '1.5e+300',
  '0.00001',
  '123456789.123456789',
  '1E400',
  '2.50',
  'true',
  'false',
  'null',
  '""',
  '"1"',
  '"1e3"',
  '"true"',
  '"2020-01-01"',
  '"é ü"',
  '"😀 smile"',
  '"a: b"',
  '"# no comment"',
  '" lead"',
  '"trail "',
  '"two\\nlines"',
  '"tab\\there"',
  '"it\'s"',
  '"say \\"hi\\""',
  '"~"',
  '[]',
  '{}',
  '[1, 2.0, "x", null, true]',
  '{"k": 1, "é": [1]}',
];

const yamlOnly = [
  'yes',
  'No',
  'on',
  '~',
  '1_000',
  '0x1F',
  '0o17',
  '0b11',
  '010',
  '.5',
  '1.',
  '+3',
  '.inf',
  '-.inf',
  '12:30',
  'plain words',
  "'single ''quoted'''",
  '1e3',
  '"\\u00e9\\x41"',
  'True',
  'FALSE',
  'NULL',
  '[a, b: c]',
  '1.2.3',
  'a#b',
];

const long = `"${'many words of a long value '.repeat(6).trim()}"`;

const keys = [
  'lr',
  'seed',
  'layers',
  'train',
  'size',
  'nfiles',
  'opt',
  'path',
  'md5',
  'é',
  'with space',
  'yes',
  'on',
  'dash-ed',
  'UPPER',
  'x1',
  '😀',
];

export function randomParams(dice: Dice, path: string): ParamsFile {
  const syntax = path.endsWith('.json') ? 'json' : 'yaml';
  return { path, syntax, root: randomMap(dice, syntax, 0, dice.between(2, 6)) };
}

function randomMap(dice: Dice, syntax: Syntax, depth: number, size: number): Branch {
  const names = dice.some(keys, size);
  return { kind: 'map', entries: new Map(names.map(name => [name, randomNode(dice, syntax, depth)])) };
}

function randomNode(dice: Dice, syntax: Syntax, depth: number): Node {
  if (depth < 2 && dice.oneIn(4)) return randomMap(dice, syntax, depth + 1, dice.between(1, 3));
  if (depth < 2 && dice.oneIn(6)) {
    return {
      kind: 'list',
      items: Array.from({ length: dice.between(1, 3) }, () => randomNode(dice, syntax, depth + 1)),
    };
  }
  return randomLeaf(dice, syntax);
}

function randomLeaf(dice: Dice, syntax: Syntax): Node {
  if (dice.oneIn(25)) return { kind: 'leaf', source: long };
  return { kind: 'leaf', source: dice.pick(syntax === 'yaml' && dice.oneIn(3) ? yamlOnly : both) };
}

/** Exchanges one random value, anywhere in the file. */
export function changeValue(dice: Dice, file: ParamsFile): void {
  const slots: ((node: Node) => void)[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'map') {
      for (const [name, inner] of node.entries) {
        slots.push(fresh => node.entries.set(name, fresh));
        visit(inner);
      }
    } else if (node.kind === 'list') {
      node.items.forEach((inner, index) => {
        slots.push(fresh => (node.items[index] = fresh));
        visit(inner);
      });
    }
  };
  visit(file.root);
  dice.pick(slots)(randomNode(dice, file.syntax, 2));
}

/** Every dotted name by which a stage can ask for something in this file. */
export function addressable(file: ParamsFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node, prefix: string): void => {
    const inner: (readonly [string, Node])[] =
      node.kind === 'map'
        ? [...node.entries]
        : node.kind === 'list'
          ? node.items.map((item, i) => [String(i), item])
          : [];
    for (const [name, child] of inner) {
      found.push(prefix + name);
      visit(child, `${prefix}${name}.`);
    }
  };
  visit(file.root, '');
  return found;
}

export function paramsText(file: ParamsFile, comment: string): string {
  if (file.syntax === 'json') return `${jsonText(file.root)}\n`;
  return `# ${comment}\n${yamlText(file.root, '')}`;
}

function jsonText(node: Node): string {
  switch (node.kind) {
    case 'leaf':
      return node.source;
    case 'map':
      return `{${[...node.entries].map(([name, inner]) => `${JSON.stringify(name)}: ${jsonText(inner)}`).join(', ')}}`;
    case 'list':
      return `[${node.items.map(jsonText).join(', ')}]`;
  }
}

function yamlText(node: Branch, indent: string): string {
  let text = '';
  for (const [name, inner] of node.entries) {
    const key = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
    if (inner.kind === 'leaf') text += `${indent}${key}: ${inner.source}\n`;
    else if (inner.kind === 'map') text += `${indent}${key}:\n${yamlText(inner, `${indent}  `)}`;
    else text += `${indent}${key}:\n${inner.items.map(item => `${indent}  - ${flowText(item)}\n`).join('')}`;
  }
  return text;
}

function flowText(node: Node): string {
  switch (node.kind) {
    case 'leaf':
      return node.source;
    case 'map':
      return `{${[...node.entries].map(([name, inner]) => `${JSON.stringify(name)}: ${flowText(inner)}`).join(', ')}}`;
    case 'list':
      return `[${node.items.map(flowText).join(', ')}]`;
  }
}
