/** Writes pipeline files in the many styles people use: the same value, other quotes, blocks and flow forms. */
import type { Dice } from './dice.ts';

export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** Loaded as a string by YAML 1.2 when unquoted, on one line, as key and as value. */
const safe = /^(?!(?:true|false|null|nan)$)(?:\.{1,2}\/)*[a-z_][a-z_./\d-]*(?: [a-z_./\d-]+)*$/;

export function yamlDocument(dice: Dice, value: Plain): string {
  return block(dice, value, '').replace(/^\n/, '');
}

/** What follows `key:` or `-`, with the blank or newline before it. */
function block(dice: Dice, value: Plain, indent: string): string {
  if (Array.isArray(value)) return sequence(dice, value as readonly Plain[], indent);
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value as { readonly [key: string]: Plain });
    if (entries.length === 0) return ' {}\n';
    const lines = entries.map(
      ([key, inner]) => `${indent}${keyText(dice, key)}:${block(dice, inner, `${indent}  `)}`,
    );
    return `\n${lines.join('')}`;
  }
  if (typeof value === 'string') return ` ${text(dice, value, indent)}\n`;
  return value === null ? dice.pick([' null\n', '\n', ' ~\n']) : ` ${value}\n`;
}

function sequence(dice: Dice, items: readonly Plain[], indent: string): string {
  if (items.length === 0) return ' []\n';
  if (dice.oneIn(4) && items.every(item => typeof item === 'string' && !item.includes('\n'))) {
    return ` [${items.map(item => flow(dice, item as string)).join(', ')}]\n`;
  }
  const lines = items.map(item => {
    const body = block(dice, item, `${indent}  `);
    return `${indent}-${body.startsWith('\n') && body.length > 1 ? ` ${body.slice(indent.length + 3)}` : body}`;
  });
  return `\n${lines.join('')}`;
}

function keyText(dice: Dice, key: string): string {
  return safe.test(key) && !dice.oneIn(10) ? key : quoted(dice, key);
}

function flow(dice: Dice, value: string): string {
  return safe.test(value) ? value : quoted(dice, value);
}

function text(dice: Dice, value: string, indent: string): string {
  if (
    value.includes('\n') &&
    /^[!-~][ -~\n]*[!-~]$/.test(value) &&
    !value.includes('\n\n') &&
    !/[ \n] |\s$/m.test(value)
  ) {
    const style = dice.pick(['|-', 'quoted']);
    if (style === '|-') return `|-\n${value.replace(/^/gm, indent === '' ? '  ' : indent)}`;
  }
  if (
    /^[!-~][ -~]*$/.test(value) &&
    value.length > 60 &&
    !value.includes('  ') &&
    !value.endsWith(' ') &&
    dice.oneIn(2)
  ) {
    const half = value.indexOf(' ', 40);
    if (half > 0 && half < value.length - 1) {
      return `>-\n${indent}${value.slice(0, half)}\n${indent}${value.slice(half + 1)}`;
    }
  }
  return safe.test(value) && !dice.oneIn(8) ? value : quoted(dice, value);
}

function quoted(dice: Dice, value: string): string {
  if (/^[^\n\t\0-\x1f\x7f-\xa0]*$/.test(value) && dice.oneIn(2)) return `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}
