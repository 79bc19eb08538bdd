import type { DataProblem } from '../core/reading/by-suffix.ts';
import { dataMistakes } from '../core/reading/mistakes.ts';
import type { DataMistake } from '../core/reading/mistakes.ts';
import type { Problem } from '../core/schema/shape.ts';
import { locatePaths } from '../core/yaml/locate.ts';
import type { YamlProblem } from '../core/yaml/problem.ts';
import { readRest } from '../core/yaml/rest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Judge, SourceFile } from './source-text.ts';

/** Syntax errors at their places, and what else is wrong with a file that has them, in the order of its lines. */
export async function syntaxDiagnostics(
  file: SourceFile,
  problems: readonly YamlProblem[],
  judge?: Judge,
): Promise<readonly Diagnostic[]> {
  const found = diagnosticsAt(file, problems).map(hinted);
  const known = new Set(found.map(({ line }) => line));
  // One mistake often makes others on its line: what the reader says of it says it best.
  const judged = judge === undefined ? [] : await judgedDiagnostics(file, judge);
  return [...found, ...judged.filter(({ line }) => !known.has(line))].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}

/** Between brackets of YAML the brace of a template begins a mapping. */
function hinted(diagnostic: Diagnostic): Diagnostic {
  const { source, column } = diagnostic;
  if (source.slice(column - 2, column) !== '${') return diagnostic;
  return { ...diagnostic, hint: 'inside `[]` and `{}` a text with `${…}` has to stand in quotes' };
}

/** All mistakes of a file of values that was refused, as far as the place of any is known. */
export async function dataDiagnostics(
  file: SourceFile,
  problem: DataProblem,
): Promise<readonly Diagnostic[]> {
  return diagnosticsAt(file, await dataMistakes(file.text, problem));
}

/** So many lines are shown of a file that may hold no text at all. */
const MOST_LINES = 5;

/** Where bytes stand that are no UTF-8, once a line. They arrive as U+FFFD, which hardly any text has for itself. */
export function encodingDiagnostics(file: SourceFile): readonly Diagnostic[] {
  const found: YamlProblem[] = [];
  for (const [index, text] of file.text.split('\n').entries()) {
    const [marked = ''] = /\ufffd+/.exec(text) ?? [];
    if (marked === '') continue;
    const column = text.indexOf(marked) + 1;
    found.push({ message: 'this is not UTF-8', line: index + 1, column, length: marked.length });
    if (found.length === MOST_LINES) break;
  }
  return diagnosticsAt(file, found);
}

/** What a reader says, at its places. */
export function diagnosticsAt(file: SourceFile, problems: readonly DataMistake[]): readonly Diagnostic[] {
  const lines = file.text.split('\n');
  return problems.map(problem => ({
    file: file.path,
    line: problem.line,
    column: problem.column,
    length: problem.length,
    source: lines[problem.line - 1]?.replace(/\r$/, '') ?? '',
    message: problem.message,
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  }));
}

async function judgedDiagnostics(file: SourceFile, judge: Judge): Promise<readonly Diagnostic[]> {
  const rest = readRest(file.text);
  if (rest === undefined) return [];
  const { value, text, cut } = rest;
  const problems = await judge(value, cut === undefined);
  if (cut === undefined) return diagnosticsOf({ ...file, text }, problems);
  // What seems to be missing may be in what was left out.
  const sure = diagnosticsOf(
    { ...file, text },
    problems.filter(({ path }) => path.length > 0),
  );
  return sure.filter(({ line }) => !cut.has(line));
}

/** Mistakes in what a file says, at their places. */
export function diagnosticsOf(file: SourceFile, problems: readonly Problem[]): readonly Diagnostic[] {
  const places = locatePaths(
    file.text,
    problems.map(problem => ({ path: problem.path, at: problem.at })),
  );
  return problems.map((problem, index): Diagnostic => {
    const place = places[index] ?? { line: 1, column: 1, length: 1, source: '' };
    return {
      file: file.path,
      ...place,
      message: problem.message,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    };
  });
}
