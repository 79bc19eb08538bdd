import { isSection, type ConfigSection, type ConfigValue } from './config.ts';

/** The section that holds a value and those around it, innermost first. */
export type Scope = readonly ConfigSection[];

export type Interpolated =
  | { readonly ok: true; readonly value: ConfigValue }
  | { readonly ok: false; readonly message: string };

/** Puts other options of the file in for each `%(name)s`. Asks the sections around it and their `DEFAULT`, too. */
export function interpolate(value: ConfigValue, key: string, scope: Scope): Interpolated {
  try {
    const fill = (text: string): string => expand(text, key, scope, []);
    return { ok: true, value: typeof value === 'string' ? fill(value) : value.map(fill) };
  } catch (trouble) {
    if (trouble instanceof InterpolationTrouble) return { ok: false, message: trouble.message };
    throw trouble;
  }
}

class InterpolationTrouble extends Error {}

function expand(value: ConfigValue, key: string, scope: Scope, path: readonly string[]): string {
  const here = `${String(scope.length)} ${key}`;
  if (path.includes(here)) throw new InterpolationTrouble(`interpolation loop detected in value "${key}".`);
  if (typeof value !== 'string')
    throw new InterpolationTrouble(`option "${key}" in interpolation is a list.`);
  return value.replace(/%\(([^)]*)\)s/g, (_, name: string) => {
    const found = find(name, scope);
    if (found === undefined) throw new InterpolationTrouble(`missing option "${name}" in interpolation.`);
    return expand(found.value, name, found.scope, [...path, here]);
  });
}

function find(name: string, scope: Scope): { value: ConfigValue; scope: Scope } | undefined {
  for (const [depth, section] of scope.entries()) {
    const defaults = section.get('DEFAULT');
    for (const value of [section.get(name), isSection(defaults) ? defaults.get(name) : undefined]) {
      if (value !== undefined && !isSection(value)) return { value, scope: scope.slice(depth) };
    }
  }
  return undefined;
}
