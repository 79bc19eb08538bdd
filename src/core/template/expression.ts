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

/**
 * Reads `a.b`, `a[b]`, `list[0]`, `list.0` into its parts; there are no operators and no defaults.
 *
 * @returns undefined for anything else.
 */
export function parseExpression(inner: string): readonly string[] | undefined {
  WORD.lastIndex = 0;
  const first = WORD.exec(inner);
  if (first === null) return undefined;
  const parts = [first[0].trim()];
  STEP.lastIndex = WORD.lastIndex;
  while (STEP.lastIndex < inner.trimEnd().length) {
    const step = STEP.exec(inner);
    if (step === null) return undefined;
    parts.push((step[1] ?? step[2] ?? '').trim());
  }
  return parts;
}
