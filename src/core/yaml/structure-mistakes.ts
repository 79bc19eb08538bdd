/** The `yaml` package as we use it: it goes on behind a mistake, so that all mistakes of a text are told at once. */
import { parseAllDocuments } from 'yaml';
import type { YAMLParseError } from 'yaml';
import { Lines } from './lines.ts';
import type { YamlProblem } from './problem.ts';

/** In longer texts the search for further mistakes takes longer than they are worth. */
const MAX_LENGTH = 1_000_000;

/**
 * What else is wrong behind the first mistake of a text: one problem a line. Before it nothing is, since the package
 * follows a stricter grammar than ruamel.yaml.
 */
export function furtherMistakes(source: string, first: YamlProblem): readonly YamlProblem[] {
  if (source.length > MAX_LENGTH) return [];
  const lines = new Lines(source);
  const found: YamlProblem[] = [];
  for (const error of parseErrors(lines.text)) {
    const [start, end] = error.pos;
    const problem = lines.problem({ message: WORDS[error.code] ?? error.message, start, end });
    const isNew = problem.line > (found.at(-1)?.line ?? first.line);
    if (isNew && !isLaxHere(error)) found.push(problem);
  }
  return found;
}

function parseErrors(text: string): readonly YAMLParseError[] {
  try {
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
  } catch (error) {
    // Deeper than its recursion goes.
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Lines that continue a `[` or a `{` may be indented by less than the standard asks for. */
function isLaxHere({ code, message }: YAMLParseError): boolean {
  return code === 'BAD_INDENT' && message.startsWith('Flow ');
}

/** Where the package's own words are about its grammar more than about the mistake. */
const WORDS: Readonly<Record<string, string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'a map cannot start behind a key on the same line; a text that holds `: ` needs quotes',
  TAB_AS_INDENT: 'indent with blanks, not with tabs',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line',
};
