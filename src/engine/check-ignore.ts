import { decidingRule, isIgnored, ruleText } from '../core/ignore/rules.ts';
import type { IgnoreRule } from '../core/ignore/parse.ts';
import type { IgnoreRules } from '../core/ignore/rules.ts';
import { basename, isInside, join, parentOf, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Ignored } from './ignored.ts';
import type { Project } from './project.ts';

export interface IgnoreVerdict {
  readonly ignored: boolean;
  /** The rule that decides, or one that takes back what others ignore; as messages name it. */
  readonly rule: string | undefined;
}

const NOTHING: IgnoreVerdict = { ignored: false, rule: undefined };

/**
 * Which rule of the project's own ignore files decides over a path. Nothing needs to be there. Paths outside of the
 * project, and its root, have none.
 *
 * @source iterative/dvc dvc/ignore.py (check_ignore, _ignore).
 */
export async function checkIgnore(project: Project, ignored: Ignored, word: string): Promise<IgnoreVerdict> {
  const { files, cwd } = project.context;
  const absolute = join(cwd, word);
  if (!isInside(absolute, project.root) || absolute === project.root) return NOTHING;
  const path = absolute.slice(project.root.length + 1) as RepoPath;
  const rules = await ignored.rulesIn(parentOf(path));
  const isFolder = files.stat(absolute)?.kind === 'directory';
  for (let cut = path.indexOf('/'); cut >= 0; cut = path.indexOf('/', cut + 1)) {
    const verdict = decide(project, rules, path.slice(0, cut) as RepoPath, true);
    if (verdict.ignored) return verdict;
  }
  return decide(project, rules, path, isFolder);
}

/** Over a path none of whose parents is ignored. */
function decide(project: Project, rules: IgnoreRules, path: RepoPath, isFolder: boolean): IgnoreVerdict {
  const ignored = isIgnored(rules, path, isFolder);
  const rule = decidingRule(rules, path, isFolder);
  // A project inside this one is left out as if there was a rule for it, behind those of the folder that it is in.
  if (isFolder && !(ignored && isLastOfItsRun(rules, rule)) && isProject(project, path))
    return { ignored: true, rule: `in sub_repo:${basename(path)}` };
  return { ignored, rule: rule === undefined ? undefined : ruleText(rule) };
}

/** Like rules in a row are one to DVC, and the first of them that matches is the one it names. */
function isLastOfItsRun({ rules }: IgnoreRules, rule: IgnoreRule | undefined): boolean {
  const behind = rule === undefined ? [] : rules.slice(rules.indexOf(rule));
  return behind.length > 0 && behind.every(({ negated, pattern }) => !negated && pattern.endsWith('/'));
}

function isProject({ context, root, layout }: Project, folder: RepoPath): boolean {
  return folder !== ROOT && context.files.stat(`${root}/${folder}/${layout.directory}`) !== undefined;
}
