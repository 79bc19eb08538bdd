import { err, ok, type Result } from '../../model/result.ts';
import { isSection, parseTitle, titleOf } from './config.ts';
import type { Config, ConfigEntry, ConfigSection, ConfigValue } from './config.ts';
import { interpolate, type Scope } from './interpolate.ts';
import { quoted } from './quoted.ts';
import { isRest, scanKey, scanTitle, scanValue } from './scan.ts';

export interface ConfigTrouble {
  /** In the words of the library that DVC reads its config with. */
  readonly message: string;
  /** Starts at 1; undefined when the trouble is not of one line. */
  readonly line?: number;
}

type Draft = Map<string, ConfigEntry>;

/**
 * Reads a config file: INI with `[section]` lines, nested ones by depth of brackets, quoted texts, lists,
 * triple-quoted texts over several lines, and `#` comments.
 */
export function parseConfig(text: string): Result<Config, ConfigTrouble> {
  const reader = new Reader(text.replace(/[\r\n]+$/, '').split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/));
  reader.readAll();
  const [first, second] = reader.troubles;
  if (first !== undefined) {
    return err(second === undefined ? first : { ...first, message: severalErrors(first) });
  }
  const filled = fill(reader.root, []);
  return typeof filled === 'string' ? err({ message: filled }) : ok(filled);
}

function severalErrors(first: ConfigTrouble): string {
  return `Parsing failed with several errors.\nFirst error at line ${String(first.line)}.`;
}

class Reader {
  readonly root: Draft = new Map<string, ConfigEntry>();
  readonly troubles: ConfigTrouble[] = [];
  readonly #lines: readonly string[];
  /** The section being filled and those around it, outermost first. */
  #open: Draft[] = [this.root];

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  readAll(): void {
    for (let index = 0; index < this.#lines.length; ) index = this.#read(index);
  }

  /** Reads what starts at this line and returns the place of the next. */
  #read(index: number): number {
    const line = this.#lines[index] ?? '';
    if (isRest(line)) return index + 1;
    const title = scanTitle(line);
    if (title !== undefined) {
      this.#enter(title, index);
      return index + 1;
    }
    const pair = scanKey(line);
    if (pair === undefined) {
      this.#complain(`Invalid line (${quoted(line)}) (matched as neither section nor keyword)`, index);
      return index + 1;
    }
    const quote = pair.rest.slice(0, 3);
    if (quote === '"""' || quote === "'''") return this.#readBlock(pair.key, pair.rest, quote, index);
    const value = scanValue(pair.rest);
    if (value === undefined) this.#complain('Parse error in value', index);
    else this.#set(pair.key, value, index);
    return index + 1;
  }

  #readBlock(key: string, start: string, quote: string, index: number): number {
    let text = start.slice(quote.length);
    let last = index;
    let lineStart = 0;
    while (!text.includes(quote) && last + 1 < this.#lines.length) {
      last++;
      lineStart = text.length + 1;
      text += `\n${this.#lines[last] ?? ''}`;
    }
    for (let end = text.indexOf(quote, lineStart); end >= 0; end = text.indexOf(quote, end + 1)) {
      if (!isRest(text.slice(end + quote.length))) continue;
      this.#set(key, text.slice(0, end), last);
      return last + 1;
    }
    this.#complain('Parse error in multiline value', index);
    return index + 1;
  }

  #enter(title: { name: string; depth: number; closing: number }, index: number): void {
    const around = this.#open.slice(0, title.depth);
    const parent = around.at(-1) ?? this.root;
    if (title.depth !== title.closing) {
      this.#complain('Cannot compute the section depth', index);
    } else if (title.depth > this.#open.length) {
      this.#complain('Section too nested', index);
    } else if (parent.has(title.name)) {
      this.#complain('Duplicate section name', index);
    } else {
      const section: Draft = new Map<string, ConfigEntry>();
      parent.set(title.name, section);
      this.#open = [...around, section];
    }
  }

  #set(key: string, value: ConfigValue, index: number): void {
    const section = this.#open.at(-1) ?? this.root;
    if (section.has(key)) this.#complain('Duplicate keyword name', index);
    else section.set(key, value);
  }

  #complain(what: string, index: number): void {
    this.troubles.push({
      message: `${what} at line ${String(Math.min(index + 1, this.#lines.length))}.`,
      line: index + 1,
    });
  }
}

/** Replaces `%(name)s` and makes keys lower case; a message when that fails. */
function fill(section: ConfigSection, around: Scope): ConfigSection | string {
  const filled = new Map<string, ConfigEntry>();
  const scope = [section, ...around];
  for (const [key, entry] of section) {
    const named = parseTitle(key.toLowerCase());
    const name = named === undefined ? key.toLowerCase() : titleOf(named.kind, named.name);
    if (isSection(entry)) {
      const inner = fill(entry, scope);
      if (typeof inner === 'string') return inner;
      filled.set(name, inner);
    } else {
      const value = interpolate(entry, key, scope);
      if (!value.ok) return value.message;
      filled.set(name, value.value);
    }
  }
  return filled;
}
