import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value } from '../../model/value.ts';
import { toValue } from './compose.ts';
import { Lines } from './lines.ts';
import { parseYaml } from './parse.ts';
import type { YamlProblem } from './problem.ts';
import type { Mistake } from './source.ts';

/** Why a text has no value. */
export interface Refusal {
  /** In the order of the text, at most one for a line. */
  readonly problems: readonly YamlProblem[];
  /** Is the structure wrong, so that these may not be all of its mistakes? */
  readonly isPartial: boolean;
}

/**
 * Reads any YAML document that ruamel.yaml's safe loader reads, to the same value. Loaded only when the fast reader has
 * no answer.
 */
export function readYamlFully(source: string): Result<Value, Refusal> {
  const lines = new Lines(source);
  const { text } = lines;
  const forbidden = forbiddenCharacters(text);
  if (forbidden.length > 0) return refuse(forbidden, lines);
  const parsed = parseYaml(text);
  if (!parsed.ok) return refuse([parsed.error], lines, true);
  const mistakes: Mistake[] = [];
  const root = parsed.value;
  const value =
    root === undefined
      ? null
      : toValue(root, (message, start, end) => mistakes.push({ message, start, end }));
  return mistakes.length === 0 ? ok(value) : refuse(mistakes, lines);
}

/** What may not stand in a YAML text, not even in quotes. */
export const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/g;

function forbiddenCharacters(text: string): Mistake[] {
  return Array.from(text.matchAll(FORBIDDEN), ({ 0: character, index }) => ({
    message: `the character U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} is not allowed; write it as an escape in double quotes`,
    start: index,
    end: index + 1,
  }));
}

function refuse(mistakes: readonly Mistake[], lines: Lines, isPartial = false): Result<never, Refusal> {
  const conflict = conflictMarker(lines.text);
  if (conflict !== undefined) return err({ problems: [lines.problem(conflict)], isPartial: false });
  return err({ problems: firstOfEachLine(mistakes.map(mistake => lines.problem(mistake))), isPartial });
}

/** What git leaves in a file that it could not merge explains every other mistake. */
export function conflictMarker(text: string): Mistake | undefined {
  const found = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(text);
  if (found === null) return undefined;
  const message = 'a git merge conflict is not resolved here';
  return { message, start: found.index, end: found.index + found[0].length };
}

/** One mistake often makes several messages; the first of a line says it best. */
export function firstOfEachLine(problems: readonly YamlProblem[]): readonly YamlProblem[] {
  const byLine = new Map<number, YamlProblem>();
  for (const problem of [...problems].sort((a, b) => a.line - b.line || a.column - b.column)) {
    if (!byLine.has(problem.line)) byLine.set(problem.line, problem);
  }
  return [...byLine.values()];
}
