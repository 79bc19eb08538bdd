/**
 * Texts from data in Markdown as forges read it (GitHub, GitLab, Gitea): whatever a name holds, it is shown as it is
 * and does nothing. Safe in a cell of a table as well.
 */

/** Shows a name in the letters of code. */
export function codeSpan(text: string): string {
  const shown = oneLine(text);
  if (shown === '') return '';
  // A bar has one spelling in a table and another outside of it; references are understood in both.
  if (shown.includes('|') || shown.trim() === '')
    return `<code>${references(shown).replaceAll('&#64;', `&#64;${APART}`)}</code>`;
  const fence = '`'.repeat(longestRun(shown) + 1);
  // One blank at each end is taken away, which keeps others, and backticks, apart from the fence.
  const gap = /^[ `]|[ `]$/.test(shown) ? ' ' : '';
  return `${fence}${gap}${shown}${gap}${fence}`;
}

function longestRun(text: string): number {
  return [...text.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
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
  return references(oneLine(text).replace(COMMIT, name => name.replace(/.{6}(?=.)/g, `$&${APART}`)))
    .replace(CALLS, `$&${APART}`)
    .replace(/(?<=www)&#46;/gi, `${APART}$&`);
}

/** Forges look for people, issues, commits and addresses after references are resolved: only a letter in between helps. */
const APART = '\u200b';

/** People, issues and what else has a sign of its own; addresses. */
const CALLS = /&#(?:33|35|36|37|38|64|126);|&#58;(?=\/\/)|(?<=gh)&#45;/gi;

/** What may be the name of a commit. */
const COMMIT = /(?<![\w.])(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{7,40}(?!\w)/g;

/** What may mean anything where it stands, as a reference to the character; all else stays readable in the source. */
function references(text: string): string {
  return text
    .replace(MEANINGFUL, letter => `&#${letter.charCodeAt(0)};`)
    .replace(/ +/g, (blanks, at: number, all: string) => {
      const isInside = at > 0 && at + blanks.length < all.length;
      return isInside ? ` ${'&#32;'.repeat(blanks.length - 1)}` : '&#32;'.repeat(blanks.length);
    });
}

const MEANINGFUL = new RegExp(
  [
    // Tags, references, tables, code, links, emphasis, formulas, and all that is called by a letter before it.
    /[!#$&*<>@[\]\\^`{|}~]/,
    // Emphasis, unless it stands inside of a word.
    /(?<![a-z0-9])_|_(?![a-z0-9])/,
    // Lists, headings, commands, where a line begins; and twice.
    /^[-+=/:]|[-+=](?=[-+=])|(?<=[-+=])[-+=]|[.)](?<=^\d+.)(?=\s|$)/,
    // Addresses, small pictures by their names, issues.
    /(?<=\bwww)\.|:(?=\/\/|[\w+-]+:)|(?<=\bgh)-|%(?=["\w])/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/**
 * Line ends would end a row of a table; control characters and halves of pairs are no text at all; what turns the
 * direction of writing would turn what stands behind it.
 */
function oneLine(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/g, ' ')
    .replace(/[\0-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replaceAll('\t', ' ');
}
