import { SECTIONS } from '../../model/report.ts';
import type { ReportPart, SectionName } from '../../model/report.ts';
import { closest } from '../schema/closest.ts';

/** What is wrong with a template, and where; lines and columns start at 1. */
export interface TemplateMistake {
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
  readonly hint?: string;
}

/**
 * A place for a section, as a comment of HTML: wherever the template is read as plain Markdown nothing is seen of it,
 * and no other kind of template (`{{ }}`, `${ }`) is meant by it.
 */
const SLOT = /<!--\s*mltrack:([^>]*?)\s*-->/g;

/** Reads a template of a report. A place stands alone on its line, since what comes there has lines of its own. */
export function readTemplate(text: string): {
  readonly parts: readonly ReportPart[];
  readonly mistakes: readonly TemplateMistake[];
} {
  const parts: ReportPart[] = [];
  const mistakes: TemplateMistake[] = [];
  let end = 0;
  const words = (upTo: number): void => {
    const between = text.slice(end, upTo).replace(/^\s*\n|\s+$/g, '');
    if (between !== '') parts.push({ kind: 'text', text: between });
  };
  for (const { 0: slot, 1: name = '', index: at } of text.matchAll(SLOT)) {
    words(at);
    end = at + slot.length;
    const mistake = mistakeIn(name, lineAround(text, at, end));
    if (mistake === undefined) parts.push({ kind: 'section', name: name as SectionName });
    else mistakes.push({ ...placeOf(text, at), length: slot.length, ...mistake });
  }
  words(text.length);
  return { parts, mistakes };
}

function mistakeIn(name: string, line: string): Pick<TemplateMistake, 'message' | 'hint'> | undefined {
  if (!isSection(name)) {
    const near = closest(name, SECTIONS);
    const hint = near === undefined ? `there are: ${SECTIONS.join(', ')}` : `did you mean \`${near}\`?`;
    return { message: `there is no section \`${name}\``, hint };
  }
  if (/^\s*<!--[^>]*-->\s*$/.test(line)) return undefined;
  return {
    message: `\`${name}\` has to stand alone on its line`,
    hint: 'what comes there has lines of its own',
  };
}

function isSection(name: string): name is SectionName {
  return SECTIONS.some(each => each === name);
}

function placeOf(text: string, at: number): Pick<TemplateMistake, 'line' | 'column'> {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

function lineAround(text: string, at: number, end: number): string {
  const next = text.indexOf('\n', end);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, next < 0 ? text.length : next);
}
