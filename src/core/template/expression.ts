/** One `${…}` in a text. */
export interface Template {
  readonly start: number;
  readonly end: number;
  /** What stands between the braces. */
  readonly inner: string;
}

/** @source iterative/dvc dvc/parsing/interpolate.py: up to the next brace of the line, unless a backslash stands before. */
const TEMPLATE = /(?<!\\)\$\{([^\n]*?)\}/g;

export function findTemplates(text: string): readonly Template[] {
  if (!text.includes('${')) return [];
  return [...text.matchAll(TEMPLATE)].map(({ 0: whole, 1: inner = '', index }) => ({
    start: index,
    end: index + whole.length,
    inner,
  }));
}

/** The escaped `\${` as the text that it stands for. */
export function unescape(text: string): string {
  return text.includes('\\${') ? text.replaceAll('\\${', '${') : text;
}

const WORD = /[^.[\]]+/y;
const STEP = /\s*(?:\.([^.[\]]+)|\[([^.[\]]+)\])/y;

export interface Expression {
  readonly parts: readonly string[];
  /** The parts with their spaces, joined by dots: how DVC calls it. */
  readonly dotted: string;
}

/**
 * Reads `a.b`, `a[b]`, `list[0]`, `list.0` into its parts; there are no operators and no defaults.
 *
 * @returns for anything else the place from which on it cannot be read.
 */
export function parseExpression(inner: string): Expression | { readonly failedAt: number } {
  WORD.lastIndex = 0;
  const first = WORD.exec(inner);
  if (first === null) return { failedAt: 0 };
  const words = [first[0]];
  let end = WORD.lastIndex;
  while (end < inner.trimEnd().length) {
    STEP.lastIndex = end;
    const step = STEP.exec(inner);
    if (step === null) return { failedAt: inner.length - inner.slice(end).trimStart().length };
    words.push(step[1] ?? step[2] ?? '');
    end = STEP.lastIndex;
  }
  return { parts: words.map(word => word.trim()), dotted: words.join('.') };
}
