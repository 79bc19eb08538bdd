/** Says a part of a random pipeline with templates, and adds groups of stages to it. */
import { Dice } from './dice.ts';
import type { Names } from './names.ts';
import type { Plain } from './yaml-text.ts';

/** What a templated pipeline file says in another way. */
export interface Templating {
  /** Text → the template that stands for it, in the order in which they are put in. */
  readonly said: ReadonlyMap<string, string>;
  /** The `vars` section. */
  readonly vars: readonly Plain[];
  /** A file of values beside the pipeline file that `vars` names, and what is in it. */
  readonly file: string;
  readonly values: Record<string, Plain>;
  readonly groups: Readonly<Record<string, Plain>>;
  /** Names of the stages that the groups make. */
  readonly members: readonly string[];
}

const items: readonly (string | number | boolean | null)[] = [
  'a',
  'b c',
  'é',
  'x:y',
  1,
  2,
  0.5,
  1e-7,
  1.5e300,
  true,
  false,
  null,
];

/** @param texts what the pipeline file says in plain words, of which some is said by templates. */
export function randomTemplating(seed: number, names: Names, texts: readonly string[]): Templating {
  const dice = new Dice(seed + 2_000_000);
  const file = names.read(dice.pick(['.yaml', '.json']));
  const inline: Record<string, Plain> = {};
  const values: Record<string, Plain> = {
    pad: dice.between(1, 99),
    deep: { list: [1, 'two', { three: 3 }] },
  };
  const said = new Map<string, string>();
  const sayable = [...new Set(texts)].filter(text => text.length > 2 && !/\$|\n/.test(text));
  for (const [n, text] of dice.some(sayable, dice.between(1, 4)).entries()) {
    const into = dice.oneIn(2) ? inline : values;
    into[`t${n}`] = dice.oneIn(2) ? { path: text } : [text];
    said.set(
      text,
      `\${${Array.isArray(into[`t${n}`]) ? dice.pick([`t${n}[0]`, `t${n}.0`, ` t${n}.-1 `]) : `t${n}.path`}}`,
    );
  }
  const groups: Record<string, Plain> = {};
  const members: string[] = [];
  for (let n = dice.between(1, 2); n > 0; n--) addGroup(dice, names, { inline, values, groups, members });
  const keys = Object.keys(values);
  const fromFile = dice.oneIn(3) ? `${file}:${keys.join(',')}` : file;
  const vars: Plain[] = Object.keys(inline).length > 0 ? [fromFile, inline] : [fromFile];
  return { said, vars: dice.shuffled(vars), file, values, groups, members };
}

interface Draft {
  readonly inline: Record<string, Plain>;
  readonly values: Record<string, Plain>;
  readonly groups: Record<string, Plain>;
  readonly members: string[];
}

function addGroup(dice: Dice, names: Names, { inline, values, groups, members }: Draft): void {
  const name = names.stage();
  const base = names.file('');
  const chosen = dice.some(items, dice.between(1, 4));
  const into = dice.oneIn(2) ? inline : values;
  const key = `items${Object.keys(groups).length}`;
  // The text of the item in a name, as it is written into a path.
  const text = (item: string | number | boolean | null): string =>
    item === null ? 'None' : pythonText(item);
  switch (dice.pick(['list', 'named list', 'map', 'matrix'] as const)) {
    case 'list':
      groups[name] = { foreach: chosen, do: body(base, '${item}') };
      members.push(...chosen.map(item => `${name}@${text(item)}`));
      return;
    case 'named list':
      into[key] = chosen.filter(item => typeof item !== 'boolean');
      groups[name] = { foreach: `\${${key}}`, do: body(base, '${item}') };
      members.push(...chosen.filter(item => typeof item !== 'boolean').map(item => `${name}@${text(item)}`));
      return;
    case 'map':
      into[key] = Object.fromEntries(chosen.map(item => [`k${text(item)}`, { value: item, list: [1, 'é'] }]));
      groups[name] = { foreach: `\${${key}}`, do: body(base, '${key}', ' ${item.value} ${item.list[1]}') };
      members.push(...chosen.map(item => `${name}@k${text(item)}`));
      return;
    case 'matrix': {
      const other = [{ deep: 1, flag: true, words: ['x y', "it's"] }, 'plain'];
      groups[name] = { matrix: { one: chosen, two: other }, ...body(base, '${key}', ' ${item.one}') };
      members.push(...chosen.flatMap(item => [`${name}@${text(item)}-two0`, `${name}@${text(item)}-plain`]));
    }
  }
}

/** A stage that makes one file, whose name holds the template. */
function body(base: string, template: string, more = ''): Record<string, Plain> {
  const path = `${base}-${template}`;
  const quoted = `'${base.replaceAll("'", `'\\''`)}'-"${template}"`;
  return { cmd: `echo "${template}${more}" \${deep.list[2]} \${pad} > ${quoted}`, outs: [path] };
}

function pythonText(item: string | number | boolean): string {
  return item === 1e-7 ? '1e-07' : item === 1.5e300 ? '1.5e+300' : String(item);
}

/** Puts the templates in, in texts and keys. */
export function templated(value: Plain, said: ReadonlyMap<string, string>): Plain {
  if (typeof value === 'string') return sayByTemplate(value, said);
  if (Array.isArray(value)) return value.map((item: Plain) => templated(item, said));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [sayByTemplate(key, said), templated(item, said)]),
  );
}

/** Never inside of what is a template already. */
function sayByTemplate(text: string, said: ReadonlyMap<string, string>): string {
  for (const [plain, template] of said)
    if (text.includes(plain)) return text.replaceAll(plain, () => template);
  return text;
}
