import type { RepoPath } from '../../model/path.ts';

/** `git` reads lines as git does; `project` as the project's own ignore file is read. */
export type IgnoreDialect = 'git' | 'project';

/** One ignore file: where it lies, what it says, and what messages call it. */
export interface IgnoreFile {
  /** The folder that its patterns are relative to. */
  readonly directory: RepoPath;
  readonly text: string;
  readonly source: string;
}

export interface IgnoreRule {
  readonly directory: RepoPath;
  readonly source: string;
  /** Starts at 1; 0 for a built-in rule. */
  readonly line: number;
  /** As written, without the blanks that do not count. */
  readonly pattern: string;
  readonly negated: boolean;
  readonly directoryOnly: boolean;
  /** Matches one place below `directory`; otherwise every name below it. */
  readonly anchored: boolean;
  /** The pattern without `!` and without a `/` at its start and end. */
  readonly core: string;
}

/**
 * Reads the rules of an ignore file, in file order. Lines that can match nothing (comments, a bare `/`,
 * a backslash at the end) are left out.
 */
export function parseIgnoreFile(file: IgnoreFile, dialect: IgnoreDialect): readonly IgnoreRule[] {
  const rules: IgnoreRule[] = [];
  const text = file.text.startsWith('\ufeff') ? file.text.slice(1) : file.text;
  const lines = dialect === 'git' ? text.split('\n') : text.split(/\r\n|\r|\n/);
  for (const [index, line] of lines.entries()) {
    const pattern = dialect === 'git' ? trimAsGit(line) : line.trim();
    if (pattern === '' || pattern.startsWith('#')) continue;
    rules.push(...toRules(file, index + 1, pattern, dialect));
  }
  return rules;
}

export function toRules(
  place: Pick<IgnoreFile, 'directory' | 'source'>,
  line: number,
  pattern: string,
  dialect: IgnoreDialect,
): readonly IgnoreRule[] {
  const negated = pattern.startsWith('!');
  const body = negated ? pattern.slice(1) : pattern;
  const directoryOnly = body.endsWith('/');
  const inner = directoryOnly ? body.slice(0, -1) : body;
  if (inner === '' || /(?<!\\)(?:\\\\)*\\$/.test(body)) return [];
  const rule: IgnoreRule = {
    directory: place.directory,
    source: place.source,
    line,
    pattern,
    negated,
    directoryOnly,
    anchored: inner.includes('/'),
    core: inner.startsWith('/') ? inner.slice(1) : inner,
  };
  if (dialect === 'git') return [rule];
  if (place.directory === '' && EVERY_FOLDER.test(body)) return [];
  if (!rule.core.endsWith('/**')) return [rule];
  // In the project's own file `a/**` hides the folder `a` as well, where git hides only what is in it.
  return [rule, { ...rule, directoryOnly: true, core: rule.core.replace(/(?:\/\*\*)+$/, '') }];
}

/** Patterns for "every folder". In the project's own file, DVC reads them in a way that they never match. */
const EVERY_FOLDER = /^(?:\*\/|\/?(?:\*\*\/)+(?:\*\/(?:\*\*\/?)*)?)$/;

/** Drops one CR at the end, then blanks, as long as no backslash keeps them. Tabs count as text. */
function trimAsGit(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  const trimmed = text.replace(/ +$/, '');
  if (trimmed.length === text.length) return text;
  const backslashes = /\\*$/.exec(trimmed)?.[0].length ?? 0;
  return backslashes % 2 === 1 ? `${trimmed} ` : trimmed;
}
