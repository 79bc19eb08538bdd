import { ROOT, type RepoPath } from '../../model/path.ts';
import { exactRules, isExact, matchesExact, type ExactRules } from './exact.ts';
import { parseIgnoreFile, toRules, type IgnoreDialect, type IgnoreFile, type IgnoreRule } from './parse.ts';
import { patternRules, type PatternRules } from './patterns.ts';

/**
 * What is ignored, as an immutable value for walking a tree from its top: each folder's rules extend those of
 * the folder above. Decisions hold for one path whose parents are not ignored; below an ignored folder there
 * is nothing to ask.
 */
export interface IgnoreRules {
  readonly dialect: IgnoreDialect;
  readonly rules: readonly IgnoreRule[];
  /** Decides alone as long as there are no patterns. */
  readonly exact: ExactRules | undefined;
  readonly patterns: PatternRules | undefined;
}

export function noRules(dialect: IgnoreDialect): IgnoreRules {
  return { dialect, rules: [], exact: undefined, patterns: undefined };
}

/** What every project ignores, whatever its files say; `ownDirectory` is the project's own folder. */
export function projectRules(ownDirectory: string): IgnoreRules {
  const rules = ['.hg/', '.git/', '.git', `${ownDirectory}/`].flatMap(pattern =>
    toRules({ directory: ROOT, source: '' }, 0, pattern, 'project'),
  );
  return { ...noRules('project'), rules, exact: exactRules(undefined, ROOT, rules) };
}

/**
 * Adds the rules of one more file; those of deeper folders must come after those above them.
 * Asynchronous only for what it may have to load: deciding is not.
 */
export async function extendRules(before: IgnoreRules, file: IgnoreFile): Promise<IgnoreRules> {
  const added = parseIgnoreFile(file, before.dialect);
  if (added.length === 0) return before;
  const rules = [...before.rules, ...added];
  if (before.patterns === undefined && added.every(isExact)) {
    return { ...before, rules, exact: exactRules(before.exact, file.directory, added) };
  }
  return { ...before, rules, patterns: await patternRules(rules, before.dialect) };
}

/** Is this path ignored, given that none of its parents is? */
export function isIgnored(rules: IgnoreRules, path: RepoPath, isDirectory: boolean): boolean {
  return rules.patterns === undefined
    ? matchesExact(rules.exact, path, isDirectory)
    : rules.patterns.matches(path, isDirectory);
}

/** Is this path or one of its parents ignored? */
export function isHidden(rules: IgnoreRules, path: RepoPath, isDirectory: boolean): boolean {
  return hiddenAt(rules, path, isDirectory) !== undefined;
}

/** The rule that ignores this path or the topmost ignored folder above it; undefined when nothing does. */
export function hidingRule(rules: IgnoreRules, path: RepoPath, isDirectory: boolean): IgnoreRule | undefined {
  const top = hiddenAt(rules, path, isDirectory);
  return top === undefined ? undefined : decidingRule(rules, top, top === path ? isDirectory : true);
}

/** How messages name a rule: `file:line:pattern`, or `:pattern` for a built-in one. */
export function ruleText(rule: IgnoreRule): string {
  return rule.line === 0 ? `:${rule.pattern}` : `${rule.source}:${String(rule.line)}:${rule.pattern}`;
}

function hiddenAt(rules: IgnoreRules, path: RepoPath, isDirectory: boolean): RepoPath | undefined {
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    const parent = path.slice(0, cut) as RepoPath;
    if (isIgnored(rules, parent, true)) return parent;
  }
  return isIgnored(rules, path, isDirectory) ? path : undefined;
}

/**
 * The rule that decides over a path itself, be it one that takes back.
 *
 * git names the last rule that matches. DVC names the first of the run of like rules that the last one ends,
 * and in it one that matches the path as such before `a/**` that matches the folder `a`.
 */
export function decidingRule(
  rules: IgnoreRules,
  path: RepoPath,
  isDirectory: boolean,
): IgnoreRule | undefined {
  const all = rules.rules;
  const matches = (index: number): boolean => ruleMatches(rules, index, path, isDirectory);
  let last = all.length - 1;
  while (last >= 0 && !matches(last)) last--;
  const decisive = all[last];
  if (decisive === undefined || decisive.negated || rules.dialect === 'git') return decisive;
  const candidates = [decisive];
  for (let index = last - 1; index >= 0; index--) {
    const rule = all[index];
    if (rule === undefined || !isAlike(rule, decisive)) break;
    if (matches(index)) candidates.unshift(rule);
  }
  return candidates.find(rule => rule.directoryOnly === isFolderPattern(rule)) ?? candidates[0];
}

function ruleMatches(rules: IgnoreRules, index: number, path: RepoPath, isDirectory: boolean): boolean {
  const rule = rules.rules[index];
  if (rule === undefined) return false;
  if (rules.patterns !== undefined) return rules.patterns.ruleMatches(index, path, isDirectory);
  return matchesExact(exactRules(undefined, rule.directory, [rule]), path, isDirectory);
}

function isAlike(one: IgnoreRule, other: IgnoreRule): boolean {
  return one.negated === other.negated && isFolderPattern(one) === isFolderPattern(other);
}

function isFolderPattern(rule: IgnoreRule): boolean {
  return rule.pattern.endsWith('/');
}
