import type { Value } from '../../model/value.ts';
import { toValue } from './compose.ts';
import { conflictMarker, firstOfEachLine, FORBIDDEN } from './full-reader.ts';
import { Lines } from './lines.ts';
import { parseYaml } from './parse.ts';
import type { YamlProblem } from './problem.ts';

/** What can be read of a text that has no value as a whole. */
export interface Rest {
  readonly value: Value;
  /** What it is the value of: the lines of the text, but empty ones where something was left out. */
  readonly text: string;
  /** The lines (from 1) of keys and items of which a part was left out. Undefined: nothing was. */
  readonly cut: ReadonlySet<number> | undefined;
  /** All mistakes of the whole text, in the order of its lines, at most one for a line. */
  readonly problems: readonly YamlProblem[];
}

/** In longer texts, and behind more mistakes, the search takes longer than it is worth. */
const MAX_LENGTH = 100_000;
const MOST_CUTS = 20;

/**
 * Reads around mistakes of structure: the entry that holds one is left out, the innermost that lets the reader go on.
 * What is then found wrong elsewhere is wrong whatever was meant there: to leave out an entry makes no other one.
 *
 * @returns undefined where nothing is sure.
 */
export function readRest(source: string): Rest | undefined {
  const whole = new Lines(source).text;
  if (whole.length > MAX_LENGTH || conflictMarker(whole) !== undefined) return undefined;
  let text: Text | undefined = new Text(whole.replace(FORBIDDEN, '\ufffd').split('\n'), NOTHING_CUT);
  for (let cuts = 0; text?.mistake !== undefined; cuts++)
    text = cuts < MOST_CUTS ? text.cutAround(text.mistake) : undefined;
  // An alias whose anchor is gone would be called a mistake.
  if (text === undefined || text.cuts.hasLostAnchors) return undefined;
  const { mistakes, around } = text.cuts;
  const { value, problems } = valueOf(text.lines.join('\n'));
  return {
    value,
    text: text.lines.join('\n'),
    cut: mistakes.length === 0 ? undefined : around,
    problems: firstOfEachLine([...mistakes, ...problems]),
  };
}

function valueOf(text: string): Pick<Rest, 'value' | 'problems'> {
  const lines = new Lines(text);
  const parsed = parseYaml(text);
  const problems: YamlProblem[] = [];
  if (!parsed.ok || parsed.value === undefined) return { value: null, problems };
  const value = toValue(parsed.value, (message, start, end) =>
    problems.push(lines.problem({ message, start, end })),
  );
  return { value, problems };
}

interface Cuts {
  /** What was cut out for. */
  readonly mistakes: readonly YamlProblem[];
  /** Lines (from 1) of the keys and items around what was cut out. */
  readonly around: ReadonlySet<number>;
  readonly hasLostAnchors: boolean;
}

const NOTHING_CUT: Cuts = { mistakes: [], around: new Set(), hasLostAnchors: false };

/** A text, and how far the reader comes in it. Lines are meant by their indexes. */
class Text {
  readonly lines: readonly string[];
  readonly cuts: Cuts;
  /** Where the reader stops; undefined when it reads all. */
  readonly mistake: YamlProblem | undefined;
  readonly #opened: number | undefined;

  constructor(lines: readonly string[], cuts: Cuts) {
    this.lines = lines;
    this.cuts = cuts;
    const text = lines.join('\n');
    const parsed = parseYaml(text);
    const places = new Lines(text);
    this.mistake = parsed.ok ? undefined : places.problem(parsed.error);
    const opened = parsed.ok ? undefined : parsed.error.opened;
    this.#opened = opened === undefined ? undefined : places.place(opened).line - 1;
  }

  /** Without the entry that holds the mistake; undefined when the reader comes no farther without any. */
  cutAround(mistake: YamlProblem): Text | undefined {
    const near = farthest(this.#withoutOneOf(this.#near(mistake.line - 1), mistake));
    if (near !== undefined && comesFarther(near, mistake)) return near;
    const around = this.#around(mistake.line - 1).filter(start =>
      this.#holdsWhatFollows(start, mistake.line - 1),
    );
    return around.map(start => this.#without(start, mistake)).find(text => comesFarther(text, mistake));
  }

  #withoutOneOf(starts: readonly number[], mistake: YamlProblem): readonly Text[] {
    const texts = starts.map(start => this.#without(start, mistake));
    for (const { mistake: next } of texts) {
      // A quote that is not closed ends where the next one begins: without that one the reader finds where it opened.
      if (next !== undefined && next.line < mistake.line && !starts.includes(next.line - 1))
        return [this.#without(next.line - 1, next), ...texts];
    }
    return texts;
  }

  /** Lines that may be to blame themselves: what is not closed is often missed only on a line behind. */
  #near(mistake: number): readonly number[] {
    // Nobody knows what a tab stands for: a line of one entry can be left out, the beginning of one cannot.
    if (this.#startsWithTab(mistake) && isOpen(this.lines[mistake] ?? '')) return [];
    const before = this.#lineBefore(mistake);
    return [...new Set([this.#opened ?? mistake, mistake, before ?? mistake])];
  }

  /** What stands below the beginning of an entry behind a tab belongs to it, and must not go to the one before. */
  #holdsWhatFollows(start: number, mistake: number): boolean {
    if (!this.#startsWithTab(mistake)) return true;
    const next = this.lines.findIndex(
      (line, at) => at > mistake && !isBlank(line) && !this.#startsWithTab(at),
    );
    return next < 0 || this.#indent(start) < this.#indent(next);
  }

  #lineBefore(at: number): number | undefined {
    const found = this.lines.slice(0, at).findLastIndex(line => !isBlank(line));
    return found < 0 ? undefined : found;
  }

  /** The lines of the keys and items around a line, from the inside. */
  #around(at: number): readonly number[] {
    const before = this.#lineBefore(at);
    if (this.#startsWithTab(at) && before !== undefined)
      return [...(isOpen(this.lines[before] ?? '') ? [before] : []), ...this.#around(before)];
    const found: number[] = [];
    let indent = this.#indent(at);
    let inList = isItem(this.lines[at] ?? '');
    for (let line = at - 1; line >= 0 && (indent > 0 || inList); line--) {
      const text = this.lines[line] ?? '';
      // The items of a list may stand in the column of its key.
      const isAround =
        this.#indent(line) < indent || (inList && this.#indent(line) === indent && !isItem(text));
      if (isBlank(text) || !isAround) continue;
      indent = this.#indent(line);
      inList = isItem(text);
      found.push(line);
    }
    return found;
  }

  #without(start: number, mistake: YamlProblem): Text {
    const indent = this.#indent(start);
    const isKey = !isItem(this.lines[start] ?? '');
    let end = start + 1;
    for (; end < this.lines.length; end++) {
      const line = this.lines[end] ?? '';
      const belongs = this.#indent(end) > indent || (isKey && this.#indent(end) === indent && isItem(line));
      if (!isBlank(line) && !belongs) break;
    }
    const gone = this.lines.slice(start, end);
    const { mistakes, around, hasLostAnchors } = this.cuts;
    return new Text(
      this.lines.map((line, at) => (at >= start && at < end ? '' : line)),
      {
        mistakes: [...mistakes, mistake],
        around: new Set([...around, ...this.#around(start).map(line => line + 1)]),
        hasLostAnchors: hasLostAnchors || gone.some(line => line.includes('&')),
      },
    );
  }

  #startsWithTab(at: number): boolean {
    return /^ *\t/.test(this.lines[at] ?? '');
  }

  #indent(at: number): number {
    return this.#startsWithTab(at) ? Infinity : (this.lines[at] ?? '').search(/[^ ]|$/);
  }
}

function isBlank(line: string): boolean {
  return /^\s*(#|$)/.test(line);
}

function isItem(line: string): boolean {
  return /^\s*-(\s|$)/.test(line);
}

/** Does the line go on below? */
function isOpen(line: string): boolean {
  return /[:|>[{,+-]\s*(#.*)?$/.test(line);
}

/** The one in which the reader comes farthest. */
function farthest(texts: readonly Text[]): Text | undefined {
  const reach = ({ mistake }: Text): number => mistake?.line ?? Infinity;
  const most = Math.max(...texts.map(reach));
  return texts.find(text => reach(text) === most);
}

function comesFarther({ mistake: next }: Text, mistake: YamlProblem): boolean {
  return next === undefined || next.line > mistake.line;
}
