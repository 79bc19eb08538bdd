/** The line of a `.gitignore` that hides exactly this name of its folder. */
export function gitignoreLine(name: string): string {
  return `/${name.replace(/[\\[\]!*#?]/g, '\\$&')}`;
}

/**
 * The text with one more line, at its end or before another one; undefined when the line is there already. `text` is
 * undefined for a missing file.
 */
export function addLine(text: string | undefined, line: string, before?: string): string | undefined {
  const old = text ?? '';
  const lines = linesOf(old);
  const placeOf = (wanted: string): number => lines.findIndex(each => each.replace(/\n$/, '') === wanted);
  if (placeOf(line) >= 0) return undefined;
  const place = before === undefined ? -1 : placeOf(before);
  if (place >= 0) return lines.toSpliced(place, 0, `${line}\n`).join('');
  const gap = old === '' || old.endsWith('\n') ? '' : '\n';
  return `${old}${gap}${line}\n`;
}

/**
 * The text without the lines that equal `line` but for blanks around them. The empty string says that
 * nothing remains and the file should go. Line ends become LF, as DVC leaves them.
 *
 * Names are removed as DVC removes them, unescaped: pass `/` and the bare name.
 */
export function removeLine(text: string, line: string): string {
  return linesOf(text)
    .filter(each => each.trim() !== line.trim())
    .join('');
}

/** Each with its line end, which the last one may lack. */
function linesOf(text: string): string[] {
  return text.replace(/\r\n?/g, '\n').split(/(?<=\n)/);
}
