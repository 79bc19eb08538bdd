import { err, ok, type Result } from '../../model/result.ts';
import { isSection, namedEntries, NAMED_KINDS, parseTitle, titleOf } from './config.ts';
import type { Config, ConfigEntry, ConfigSection, ConfigValue } from './config.ts';

/**
 * The text of a config file as DVC writes it after an edit: options before subsections, four blanks a level,
 * remotes after all other sections, empty sections dropped. Nothing at all is one empty line.
 */
export function writeConfig(config: Config): Result<string, string> {
  try {
    return ok(`${sectionLines(ordered(config), 0).join('\n')}\n`);
  } catch (trouble) {
    if (trouble instanceof Unquotable) return err(trouble.message);
    throw trouble;
  }
}

/** No quotes of the format can hold such a value. */
class Unquotable extends Error {
  constructor(value: string) {
    super(`Value "${value}" cannot be safely quoted.`);
  }
}

function ordered(config: Config): Config {
  const result = new Map<string, ConfigEntry>();
  for (const [title, entry] of config) {
    const isNamed = parseTitle(title) !== undefined || NAMED_KINDS.some(kind => kind === title);
    const isEmpty =
      typeof entry === 'string' ? entry === '' : isSection(entry) ? entry.size === 0 : entry.length === 0;
    if (!isNamed && !isEmpty) result.set(title, entry);
  }
  for (const kind of NAMED_KINDS) {
    for (const [name, entry] of namedEntries(config, kind)) result.set(titleOf(kind, name), entry);
  }
  return result;
}

function sectionLines(section: ConfigSection, depth: number): string[] {
  const indent = '    '.repeat(depth);
  const options: string[] = [];
  const sections: string[] = [];
  for (const [key, entry] of section) {
    const name = quote(key, false);
    if (isSection(entry)) {
      sections.push(`${indent}${'['.repeat(depth + 1)}${name}${']'.repeat(depth + 1)}`);
      sections.push(...sectionLines(entry, depth + 1));
    } else {
      options.push(`${indent}${name} = ${quoteValue(entry)}`);
    }
  }
  return [...options, ...sections];
}

function quoteValue(value: ConfigValue): string {
  if (typeof value === 'string') return quote(value, true);
  if (value.length === 0) return ',';
  const items = value.map(item => quote(item, false)).join(', ');
  return value.length === 1 ? `${items},` : items;
}

/** Quotes only what needs it. `block` allows triple quotes, which keys and list items may not have. */
function quote(text: string, block: boolean): string {
  if (text === '') return '""';
  const hasBoth = text.includes("'") && text.includes('"');
  if (block && (hasBoth || text.includes('\n'))) {
    const marks = text.includes("'''") ? '"""' : "'''";
    if (text.includes(marks)) throw new Unquotable(text);
    return marks + text + marks;
  }
  if (text.includes('\n')) throw new Unquotable(text);
  if (!/^[ \r\v\t'"]|[ \r\v\t'"]$|[,#]/.test(text)) return text;
  if (hasBoth) throw new Unquotable(text);
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}
