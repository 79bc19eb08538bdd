import { isSection, type ConfigEntry } from './config.ts';

/** What is wrong with a value, or undefined. */
export type Check = (value: ConfigEntry) => string | undefined;

export const anything: Check = () => undefined;

export const text: Check = value => (typeof value === 'string' ? undefined : 'expected str');

export const flag: Check = value =>
  typeof value === 'string' && /^(true|false)$/i.test(value) ? undefined : 'expected true or false';

export const textOrFlag: Check = value => (typeof value === 'string' ? undefined : 'expected true or false');

export function oneOf(...choices: readonly string[]): Check {
  return value =>
    typeof value === 'string' && choices.includes(value.toLowerCase())
      ? undefined
      : `expected one of ${choices.join(', ')}`;
}

export function integer(least = -Infinity, most = Infinity): Check {
  return value => {
    if (typeof value !== 'string' || !/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) return 'expected int';
    return outside(Number(value.replaceAll('_', '')), least, most);
  };
}

export function decimal(least = -Infinity): Check {
  return value => {
    const pattern = /^\s*[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|inf|infinity|nan)\s*$/i;
    if (typeof value !== 'string' || !pattern.test(value)) return 'expected float';
    return outside(Number(value.trim().replace(/inf(inity)?/i, 'Infinity')), least, Infinity);
  };
}

/** Options that no text satisfies: DVC asks for a type that a config file cannot give. */
export function impossible(type: string): Check {
  return () => `expected ${type}`;
}

export const LINK_TYPES: readonly string[] = ['reflink', 'hardlink', 'symlink', 'copy'];

export const linkTypes: Check = value => {
  if (isSection(value)) return 'expected str';
  const wrong = toList(value).filter(type => !LINK_TYPES.includes(type));
  return wrong.length === 0 ? undefined : `Unsupported cache type(s): ${wrong.join(', ')}`;
};

/** A text with commas, or a list, as a list. */
export function toList(value: string | readonly string[]): readonly string[] {
  return typeof value === 'string' ? value.split(',').map(each => each.trim()) : value;
}

function outside(value: number, least: number, most: number): string | undefined {
  if (value < least) return `value must be at least ${String(least)}`;
  return value > most ? `value must be at most ${String(most)}` : undefined;
}
