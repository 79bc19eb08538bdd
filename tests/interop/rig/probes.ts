/** The outputs in which mltrack must equal DVC, each with how equal. */
import type { Strictness } from './loose.ts';

export interface Probe {
  readonly argv: readonly string[];
  /** What mltrack gets instead, where its command line is not DVC's. */
  readonly subjectArgv?: readonly string[];
  readonly strictness: Strictness;
}

const exact = (...argv: string[]): Probe => ({ argv, strictness: 'exact' });
const json = (...argv: string[]): Probe => ({ argv, strictness: 'json' });
const rows = (...argv: string[]): Probe => ({ argv, strictness: 'rows' });

export const statusProbes: readonly Probe[] = [exact('status'), exact('status', '--json')];

export const graphProbes: readonly Probe[] = [
  exact('stage', 'list'),
  exact('stage', 'list', '--all'),
  exact('stage', 'list', '--name-only'),
  exact('dag', '--dot'),
  exact('dag', '--mermaid'),
  exact('dag', '--md'),
  exact('dag', '--dot', '--outs'),
  exact('dag', '--mermaid', '--outs'),
];

export const showProbes: readonly Probe[] = [
  exact('metrics', 'show'),
  exact('metrics', 'show', '--json'),
  exact('metrics', 'show', '--md'),
];

/** Which files and keys come first in a diff is decided by Python's string hashing, in DVC. */
export function diffProbes(...revisions: readonly string[]): readonly Probe[] {
  return [
    rows('metrics', 'diff', ...revisions),
    json('metrics', 'diff', '--json', ...revisions),
    rows('metrics', 'diff', '--md', ...revisions),
    rows('metrics', 'diff', '--all', ...revisions),
    rows('metrics', 'diff', '--no-path', '--precision', '3', ...revisions),
    rows('params', 'diff', ...revisions),
    json('params', 'diff', '--json', ...revisions),
    rows('params', 'diff', '--md', ...revisions),
    json('params', 'diff', '--all', '--json', ...revisions),
    rows('params', 'diff', '--deps', '--no-path', ...revisions),
  ];
}
