/**
 * Texts from data in Markdown as forges read it (GitHub, GitLab, Gitea): whatever a name holds, it is shown as it is
 * and does nothing. Safe in a cell of a table as well.
 */

/** Shows a name in the letters of code. */
export function codeSpan(text: string): string {
  const shown = oneLine(text);
  if (shown === '') return '';
  // Between backticks a backslash before a bar has no spelling in a table; references are understood everywhere.
  return isPlain(shown) ? `\`${shown}\`` : `<code>${references(shown)}</code>`;
}

/** As {@link codeSpan}, for places in which Markdown is not read: inside of tables and titles of HTML. */
export function codeElement(text: string): string {
  const shown = oneLine(text);
  return shown === '' ? '' : `<code>${references(shown)}</code>`;
}

/** An attribute's value, between double quotes. */
export function attribute(text: string): string {
  return oneLine(text).replace(/[^\w ./%:?=,-]/gu, letter => `&#${letter.codePointAt(0) ?? 0};`);
}

/** Shows words as they are: no emphasis, no links, nobody is called. */
export function plainText(text: string): string {
  // Forges look for names of people after references are resolved, so that only a letter in between helps.
  return references(oneLine(text)).replaceAll('&#64;', '&#64;\u200b');
}

/** Nothing that means anything, to whichever forge; a blank at an end would be lost. */
function isPlain(text: string): boolean {
  return /^[\w./+%=,:-]([\w ./+%=,:-]*[\w./+%=,:-])?$/.test(text) && !text.includes('://');
}

/** What may mean anything, as a reference to the character. A full stop or colon does so inside of an address only. */
function references(text: string): string {
  return text
    .replace(/[!#$&(-+\-./:<=>?@[-`{-~]/g, (letter, at: number) =>
      /[.:]/.test(letter) && /^(\s|$)/.test(text.slice(at + 1)) ? letter : `&#${letter.charCodeAt(0)};`,
    )
    .replace(/^ +| +$|(?<= ) /g, blanks => '&#32;'.repeat(blanks.length));
}

/** Line ends would end a row of a table; control characters and halves of pairs are no text at all. */
function oneLine(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, ' ')
    .replace(/[\0-\x08\x0e-\x1f\x7f-\x9f]/g, '\ufffd')
    .replaceAll('\t', ' ');
}
