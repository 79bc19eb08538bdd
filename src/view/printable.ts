/** What a terminal would obey instead of showing it. Line ends and tabs are left: texts of ours have them. */
const CONTROL = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A text from anywhere, safe to show: control characters as escapes, such as `\x1b`. */
export function printableText(text: string): string {
  return text.replace(CONTROL, letter => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

/** Lines of files: whoever shows one marks a place in it, which must not move, and makes it safe then. */
const EXCERPT = 'source';

/** As {@link printableText}, for each text in plain data but excerpts of files. */
export function printable<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === 'string') return printableText(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === EXCERPT ? each : shown(each)]),
  );
}
