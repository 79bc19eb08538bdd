import type { Ignore } from 'ignore';
import type { RepoPath } from '../../model/path.ts';
import type { IgnoreDialect, IgnoreRule } from './parse.ts';

/** Matches by pattern, all rules at once; the later rule wins. */
export interface PatternRules {
  matches(path: string, isDirectory: boolean): boolean;
  /** Does this one rule, by its place in the list, match? */
  ruleMatches(index: number, path: string, isDirectory: boolean): boolean;
}

/** Loads the matching library on first use: most projects have no rule that needs it. */
export async function patternRules(
  rules: readonly IgnoreRule[],
  dialect: IgnoreDialect,
): Promise<PatternRules> {
  const { default: create } = await import('ignore');
  const letters = dialect === 'git' ? toBytes : (text: string): string => text;
  const question = (path: string, isDirectory: boolean): string => letters(isDirectory ? `${path}/` : path);
  // Without rules that take back, all below a match is ignored anyway.
  const reachesBelow = dialect === 'project' && rules.some(rule => rule.negated);
  const compile = (some: readonly IgnoreRule[]): Ignore =>
    create({ ignoreCase: false, allowRelativePaths: true }).add(
      some.flatMap(rule => fromRoot(rule, reachesBelow)).map(pattern => ({ pattern: letters(pattern) })),
    );
  const all = compile(rules);
  const single = rules.map((): Ignore | undefined => undefined);
  return {
    matches: (path, isDirectory) => all.ignores(question(path, isDirectory)),
    ruleMatches(index, path, isDirectory) {
      const rule = rules[index];
      if (rule === undefined) return false;
      // A rule that ignores would match what lies below a match, too; one that takes back matches only itself.
      const one = (single[index] ??= compile([{ ...rule, negated: true }]));
      return one.test(question(path, isDirectory)).unignored;
    },
  };
}

/**
 * The rule as patterns of an ignore file in the project's root, so that the rules of nested files make one
 * list. Only so does the library see that a nested file takes back what an outer one hides.
 *
 * In the project's own files a rule holds for all that lies below a match, too (of `a/` for the folders
 * there): `!keep` takes back every file in the folder `keep`, where git takes back nothing but the folder.
 */
function fromRoot(rule: IgnoreRule, reachesBelow: boolean): readonly string[] {
  const mark = rule.negated ? '!' : '';
  const start = rule.directory === '' ? '' : `/${escapeDirectory(rule.directory)}`;
  const place = rule.anchored ? '/' : '/**/';
  const path = `${mark}${start}${place}${rule.core}`;
  // A bare name is matched against names alone, which is faster than against whole paths.
  const shortest = rule.directory === '' && !rule.anchored ? mark + rule.core : path;
  const itself = rule.directoryOnly ? `${shortest}/` : shortest;
  if (!reachesBelow) return [itself];
  return [itself, rule.directoryOnly ? `${path}/**/` : `${path}/**`];
}

function escapeDirectory(directory: RepoPath): string {
  return directory.replace(/[\\*?[\]]/g, '\\$&');
}

/** The text with one character for each byte of its UTF-8: git's `?` and `[…]` stand for a byte, not a letter. */
function toBytes(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text;
  return Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join('');
}
