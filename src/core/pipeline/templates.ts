import type { Value } from '../../model/value.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Problem } from '../schema/shape.ts';

/** A template opens with `${`, unless a backslash stands before it. */
const TEMPLATE = /(?<!\\)\$\{/;

/**
 * Finds what this version does not expand. Running a command with an unexpanded `${…}` in it would be worse than
 * refusing it, so each place is named.
 */
export function findTemplates(top: ReadonlyMap<unknown, Value>): readonly Problem[] {
  const problems: Problem[] = [];
  for (const section of ['stages', 'params', 'metrics', 'plots', 'artifacts', 'datasets']) {
    const value = top.get(section);
    if (value !== undefined) visit(value, [section], problems);
  }
  return problems;
}

function visit(value: Value, path: readonly (string | number)[], problems: Problem[]): void {
  if (typeof value === 'string') {
    if (TEMPLATE.test(value)) problems.push(refusal(path, 'value', '`${…}` templating'));
  } else if (isList(value)) {
    value.forEach((item, index) => visit(item, [...path, index], problems));
  } else if (isMap(value)) {
    for (const [key, item] of value) {
      if (typeof key !== 'string') continue;
      const here = [...path, key];
      if (path.length === 2 && path[0] === 'stages' && (key === 'foreach' || key === 'matrix')) {
        problems.push(refusal(here, 'key', `\`${key}\``));
        continue;
      }
      if (TEMPLATE.test(key)) problems.push(refusal(here, 'key', '`${…}` templating'));
      if (key !== 'do' || path[0] !== 'stages' || path.length !== 2) visit(item, here, problems);
    }
  }
}

function refusal(path: readonly (string | number)[], at: 'key' | 'value', feature: string): Problem {
  return {
    path,
    at,
    message: `${feature} is not supported by this version`,
    hint: 'write the stages out; a literal dollar-brace is written `\\${`',
  };
}

/** Turns the escaped `\${` into the text it stands for, in every string. */
export function unescapeTemplates(value: Value): Value {
  if (typeof value === 'string') return value.includes('\\${') ? value.replaceAll('\\${', '${') : value;
  if (isList(value)) return value.map(unescapeTemplates);
  if (isMap(value)) {
    return new Map(
      [...value].map(([key, item]) => [
        typeof key === 'string' ? key.replaceAll('\\${', '${') : key,
        unescapeTemplates(item),
      ]),
    );
  }
  return value;
}
