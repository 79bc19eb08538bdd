/** The `yaml` package as we use it: it goes on behind a mistake, so that all mistakes of a text are told at once. */
import { parseAllDocuments } from 'yaml';
import type { YAMLParseError } from 'yaml';
import { Lines } from './lines.ts';
import type { YamlProblem } from './problem.ts';

const MAX_DEPTH = 200;
/** In longer texts the search for further mistakes takes longer than they are worth. */
const MAX_LENGTH = 100_000;

/**
 * What else is wrong behind the first mistake of a text: one problem a line. Before it nothing is, since the package
 * follows a stricter grammar than ruamel.yaml.
 */
export function furtherMistakes(source: string, first: YamlProblem): readonly YamlProblem[] {
  if (source.length > MAX_LENGTH || isDeep(source)) return [];
  const lines = new Lines(source);
  const found: YamlProblem[] = [];
  for (const error of parseErrors(lines.text)) {
    // What the package says behind that is about lines that it has not understood.
    if (isLaxHere(error)) break;
    const [start, end] = error.pos;
    const problem = lines.problem({ message: WORDS[error.code] ?? error.message, start, end });
    const isNew = problem.line > (found.at(-1)?.line ?? first.line);
    if (isNew && !isAboutTheEnd(error, lines.text)) found.push(problem);
  }
  return found;
}

function parseErrors(text: string): readonly YAMLParseError[] {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    // Its own check takes quadratic time and does not know which keys Python takes for one.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const errors = Array.isArray(documents) ? documents.flatMap(document => document.errors) : [];
  return errors.sort((a, b) => a.pos[0] - b.pos[0]);
}

/**
 * May it be nested so deep that the package's recursion comes near the end of the stack? There V8 does not always
 * throw: it ends the process where a regular expression has to be compiled.
 */
function isDeep(text: string): boolean {
  let open = 0;
  return text.split('\n').some(line => {
    const blocks = line.search(/[^ ]|$/) + (line.match(/[-?:](?=\s|$)/g)?.length ?? 0);
    for (const [bracket] of line.matchAll(/[[{\]}]/g)) {
      open += bracket === '[' || bracket === '{' ? 1 : -1;
      if (open > MAX_DEPTH) return true;
    }
    return blocks > MAX_DEPTH;
  });
}

/** Lines that continue a `[` or a `{` may be indented by less than the standard asks for. */
function isLaxHere({ code, message }: YAMLParseError): boolean {
  return code === 'BAD_INDENT' && message.startsWith('Flow ');
}

/** What is never closed is said where it opens. */
function isAboutTheEnd({ code, pos }: YAMLParseError, text: string): boolean {
  return code === 'MISSING_CHAR' && pos[0] >= text.trimEnd().length - 1;
}

/** Where the package's own words are about its grammar more than about the mistake. */
const WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a map cannot start behind a key on the same line; a text that holds `: ` needs quotes',
  TAB_AS_INDENT: 'indent with blanks, not with tabs',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
};
