import type { YamlProblem } from '../core/yaml/problem.ts';
import { readRest } from '../core/yaml/rest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { diagnosticsOf } from './source-file.ts';
import type { Judge, SourceFile } from './source-file.ts';

/** Syntax errors at their places, and what else is wrong with a file that has them, in the order of its lines. */
export async function syntaxDiagnostics(
  file: SourceFile,
  problems: readonly YamlProblem[],
  judge?: Judge,
): Promise<readonly Diagnostic[]> {
  const found = yamlDiagnostics(file, problems);
  const known = new Set(found.map(({ line }) => line));
  // One mistake often makes others on its line: what the reader says of it says it best.
  const judged = judge === undefined ? [] : await judgedDiagnostics(file, judge);
  return [...found, ...judged.filter(({ line }) => !known.has(line))].sort(
    (a, b) => a.line - b.line || a.column - b.column,
  );
}

/** What a reader of YAML says, at its places. */
function yamlDiagnostics(file: SourceFile, problems: readonly YamlProblem[]): readonly Diagnostic[] {
  const lines = file.text.split('\n');
  return problems.map(problem => ({
    file: file.path,
    line: problem.line,
    column: problem.column,
    length: problem.length,
    source: lines[problem.line - 1]?.replace(/\r$/, '') ?? '',
    message: problem.message,
  }));
}

async function judgedDiagnostics(file: SourceFile, judge: Judge): Promise<readonly Diagnostic[]> {
  const rest = readRest(file.text);
  if (rest === undefined) return [];
  const { value, text, cut } = rest;
  const problems = await judge(value, cut === undefined);
  if (cut === undefined) return diagnosticsOf({ ...file, text }, problems);
  // What seems to be missing may be in what was left out.
  const sure = await diagnosticsOf(
    { ...file, text },
    problems.filter(({ path }) => path.length > 0),
  );
  return sure.filter(({ line }) => !cut.has(line));
}
