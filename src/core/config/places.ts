import type { Diagnostic } from '../../model/diagnostic.ts';
import { closest } from '../schema/closest.ts';
import { parseTitle } from './config.ts';
import { scanKey, scanTitle } from './scan.ts';
import type { ConfigMistake } from './validate.ts';

/** Shows mistakes of a config in the file that sets what is wrong: in the last one of those that do. */
export function placesOf(
  mistakes: readonly ConfigMistake[],
  levels: readonly { readonly text: string; readonly source: string }[],
): readonly Diagnostic[] {
  const files = levels.map(({ text, source }) => ({ source, settings: settingsIn(text) })).reverse();
  return mistakes.flatMap((mistake): readonly Diagnostic[] => {
    for (const { source, settings } of files) {
      const found = settings.get(keyOf(mistake.path));
      if (found === undefined) continue;
      const message = `\`${mistake.path.join('.')}\`: ${mistake.message}`;
      const hint = hintFor(mistake, found.value);
      return [{ file: source, ...placeIn(found, mistake), message, ...(hint === undefined ? {} : { hint }) }];
    }
    return [];
  });
}

interface Setting {
  readonly line: number;
  readonly source: string;
  /** The line without the value. */
  readonly shown: string;
  readonly value: string;
}

/** Names of options that hold what nobody else may read. */
const SECRET = /pass|secret|token|key|sas|auth|credential|connection/;

/** A value is shown where it is what is wrong, and no secret: nobody knows what an unknown option may hold. */
function placeIn(
  { line, source, shown, value }: Setting,
  { path, of }: ConfigMistake,
): Pick<Diagnostic, 'line' | 'column' | 'length' | 'source'> {
  const hides = of === 'name' || SECRET.test(path.at(-1) ?? '');
  const text = hides && value !== '' ? `${source.slice(0, source.length - value.length)}…` : source;
  const marked = hides ? shown.replace(/\s*=$/, '') : source.trim();
  return { line, column: source.search(/\S/) + 1, length: marked.length, source: text };
}

/** Sections and options of a file by their paths, the last of each. Lines inside of longer texts may be among them. */
function settingsIn(text: string): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  let around: readonly string[] = [];
  for (const [index, source] of text.split(/\r\n|\r|\n/).entries()) {
    const title = scanTitle(source);
    const pair = title === undefined ? scanKey(source) : undefined;
    if (title !== undefined) around = [...around.slice(0, title.depth - 1), title.name.toLowerCase()];
    else if (pair === undefined) continue;
    const path = [...around.flatMap(stepsOf), ...(pair === undefined ? [] : [pair.key.toLowerCase()])];
    const shown = source.slice(0, source.length - (pair?.rest.length ?? 0)).trim();
    settings.set(keyOf(path), { line: index + 1, source, shown, value: pair?.rest ?? '' });
  }
  return settings;
}

/** `remote "x"` is the section `x` of `remote`. */
function stepsOf(title: string): readonly string[] {
  const named = parseTitle(title);
  return named === undefined ? [title] : [named.kind, named.name];
}

function keyOf(path: readonly string[]): string {
  return path.map(step => step.toLowerCase()).join('\0');
}

function hintFor({ path, choices, of }: ConfigMistake, value: string): string | undefined {
  if (choices === undefined) return undefined;
  const words = of === 'value' ? value.split(/[\s,"']+/).filter(word => word !== '') : [path.at(-1) ?? ''];
  const wrong = words.filter(word => !choices.includes(word));
  const meant = wrong.flatMap(word => closest(word, choices) ?? []);
  return meant.length > 0
    ? `did you mean ${meant.map(word => `\`${word}\``).join(', ')}?`
    : `there are: ${choices.join(', ')}`;
}
