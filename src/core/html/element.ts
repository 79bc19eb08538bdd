/**
 * HTML that cannot be broken out of: whatever is not HTML already is text.
 */

/** Text that is HTML. */
export class Html {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type Child = Html | string | undefined | readonly Child[];

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const VOID: ReadonlySet<string> = new Set(['img', 'br', 'hr']);

/** An element. Attributes that are undefined are left out. @param name and names of attributes: ours, never from data. */
export function element(name: string, attributes: Attributes, ...children: readonly Child[]): Html {
  const given = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escapeHtml(String(value))}"`],
  );
  const start = `<${name}${given.join('')}>`;
  return new Html(VOID.has(name) ? start : `${start}${join(children).source}</${name}>`);
}

/** Children side by side. */
export function join(children: readonly Child[]): Html {
  return new Html(children.map(sourceOf).join(''));
}

function sourceOf(child: Child): string {
  if (child === undefined) return '';
  if (typeof child === 'string') return escapeHtml(child);
  return child instanceof Html ? child.source : child.map(sourceOf).join('');
}

/** A text, safe between tags and in quoted attributes. What is no text at all is shown as U+FFFD. */
export function escapeHtml(text: string): string {
  return text
    .replace(/\p{Surrogate}|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/gu, '\ufffd')
    .replace(/[&<>"']/g, letter => `&#${letter.charCodeAt(0)};`);
}
