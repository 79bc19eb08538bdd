/** A text as Python shows it, with the quotes it chooses. For lines and names: no control character but the tab. */
export function quoted(text: string): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t');
  return text.includes("'") && !text.includes('"') ? `"${safe}"` : `'${safe.replaceAll("'", "\\'")}'`;
}
