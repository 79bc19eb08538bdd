import { Refused } from './source.ts';
import type { Token } from './tokens.ts';

/** What the lines that start with `%` say of a document. */
export class Directives {
  readonly #handles = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);
  readonly #seen = new Set<string>();

  /** Those that are not known mean nothing. */
  add(directive: Token): void {
    if (directive.handle === 'YAML') {
      if (this.#seen.has('%')) refuse(directive, 'there can be only one %YAML directive');
      if (directive.text !== '1.2') refuse(directive, 'only YAML 1.2 is understood');
      this.#seen.add('%');
    } else if (directive.handle === 'TAG') {
      const [handle = '', prefix = ''] = directive.text.split(/ +/);
      if (this.#seen.has(handle)) refuse(directive, `the handle \`${handle}\` comes twice`);
      this.#seen.add(handle);
      this.#handles.set(handle, prefix);
    }
  }

  /** A tag with its handle replaced by what that stands for. */
  fullTag(tag: Token): string {
    if (tag.handle === undefined) return tag.text;
    const prefix = this.#handles.get(tag.handle);
    return prefix === undefined
      ? refuse(tag, `the handle \`${tag.handle}\` is not declared by a %TAG directive`)
      : prefix + tag.text;
  }
}

/** Says what is wrong with a token, and which one before it may be to blame. */
export function refuse(at: Token, message: string, opening?: Token): never {
  const opened = opening === undefined ? {} : { opened: opening.start };
  throw new Refused({ message, start: at.start, end: Math.max(at.end, at.start + 1), ...opened });
}
