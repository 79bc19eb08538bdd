/** The line of a `.gitignore` that hides exactly this name of its folder. */
export function gitignoreLine(name: string): string {
  return `/${name.replace(/[\\[\]!*#?]/g, '\\$&')}`;
}

/** The text with one more line; undefined when the line is there already. `text` is undefined for a missing file. */
export function addLine(text: string | undefined, line: string): string | undefined {
  const old = text ?? '';
  if (linesOf(old).some(each => each.replace(/\n$/, '') === line)) return undefined;
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
