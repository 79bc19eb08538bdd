/** A text in an element. What XML 1.0 has no place for is shown as U+FFFD. */
export function xmlText(text: string): string {
  return allowed(text).replace(/[&<>]/g, letter => ENTITIES[letter] ?? letter);
}

/** A text in an attribute, between double quotes. Line ends and tabs would be read as blanks there. */
export function xmlAttribute(text: string): string {
  return allowed(text).replace(/[&<>"\t\n\r]/g, letter => ENTITIES[letter] ?? `&#${letter.charCodeAt(0)};`);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function allowed(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');
}
