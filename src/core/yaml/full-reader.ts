import { err, ok } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { Value } from '../../model/value.ts';
import { toValue } from './compose.ts';
import { parseNodes } from './nodes.ts';
import type { ParsedText } from './nodes.ts';
import type { YamlProblem } from './problem.ts';

/**
 * Reads any YAML document: the structure by the `yaml` package, the meaning of scalars, tags, aliases and merge
 * keys by the rules of ruamel.yaml's safe loader. Loaded only when the fast reader has no answer.
 */
export function readYamlFully(source: string): Result<Value, readonly YamlProblem[]> {
  const parsed = parseNodes(source);
  const problems: Mistake[] = [...forbiddenCharacters(parsed.text), ...structureMistakes(parsed)];
  let value: Value = null;
  const [document] = parsed.documents;
  if (problems.length === 0 && document !== undefined && document.contents !== null) {
    value = toValue(document.contents, parsed.text, (message, start, end) =>
      problems.push({ message, start, end }),
    );
  }
  if (problems.length === 0) return ok(value);
  return err(conflictMarker(parsed) ?? firstOfEachLine(problems.map(problem => located(problem, parsed))));
}

/** A message and the part of the text that it is about. */
interface Mistake {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

function structureMistakes(parsed: ParsedText): Mistake[] {
  const mistakes = parsed.documents.flatMap(document =>
    document.errors.map(({ code, message, pos: [start, end] }) => ({
      message: WORDS[code] ?? message,
      start,
      end,
    })),
  );
  const [first, second] = parsed.documents;
  if (second !== undefined) {
    mistakes.push({
      message: 'only one document may stand in a file',
      start: second.range[0],
      end: second.range[0] + 3,
    });
  }
  const version = first?.directives.yaml;
  if (version?.explicit === true && version.version !== '1.2') {
    mistakes.push({ message: 'only YAML 1.2 is understood', start: 0, end: '%YAML 1.1'.length });
  }
  return mistakes;
}

/** Where the package's own words are about its grammar more than about the mistake. */
const WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a map cannot start behind a key on the same line; a text that holds `: ` needs quotes',
  TAB_AS_INDENT: 'indent with blanks, not with tabs',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
};

const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/g;

function forbiddenCharacters(text: string): Mistake[] {
  return Array.from(text.matchAll(FORBIDDEN), ({ 0: character, index }) => ({
    message: `the character U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} is not allowed; write it as an escape in double quotes`,
    start: index,
    end: index + 1,
  }));
}

/** What git leaves in a file that it could not merge explains every other mistake. */
function conflictMarker(parsed: ParsedText): readonly YamlProblem[] | undefined {
  const found = /^(?:<{7}|={7}|>{7})(?: .*)?$/m.exec(parsed.text);
  if (found === null) return undefined;
  const message = 'a git merge conflict is not resolved here';
  return [located({ message, start: found.index, end: found.index + found[0].length }, parsed)];
}

function located({ message, start, end }: Mistake, parsed: ParsedText): YamlProblem {
  const { text } = parsed;
  const at = Math.min(start, Math.max(0, text.length - 1));
  const newline = text.indexOf('\n', at);
  const lineEnd = newline < 0 ? text.length : newline;
  return { message, ...parsed.place(at), length: Math.max(1, Math.min(end, lineEnd) - at) };
}

/** One mistake often makes several messages; the first of a line says it best. */
function firstOfEachLine(problems: readonly YamlProblem[]): readonly YamlProblem[] {
  const byLine = new Map<number, YamlProblem>();
  for (const problem of [...problems].sort((a, b) => a.line - b.line || a.column - b.column)) {
    if (!byLine.has(problem.line)) byLine.set(problem.line, problem);
  }
  return [...byLine.values()];
}
