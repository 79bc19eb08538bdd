import { basename, isInside, type RepoPath } from '../../model/path.ts';
import type { IgnoreRule } from './parse.ts';

/**
 * Rules that need no pattern matching: whole names, whole paths and `*.ending`. That is nearly every line of
 * the ignore files that tools write, and looking a name up is far cheaper than trying pattern after pattern.
 */
export interface ExactRules {
  /** The rules that came before: together they decide. */
  readonly before: ExactRules | undefined;
  readonly directory: RepoPath;
  /** Name → does it hide only folders? */
  readonly names: ReadonlyMap<string, boolean>;
  /** Path from the project's root → does it hide only folders? */
  readonly paths: ReadonlyMap<string, boolean>;
  readonly endings: readonly { readonly text: string; readonly directoryOnly: boolean }[];
}

/** A pattern with a meaning beyond its letters. */
const SPECIAL = /[\\*?[]/;
const ENDING = /^\*[^\\*?[/]+$/;

export function isExact(rule: IgnoreRule): boolean {
  return !rule.negated && (!SPECIAL.test(rule.core) || (!rule.anchored && ENDING.test(rule.core)));
}

/** All rules must be of one folder and {@link isExact}. */
export function exactRules(
  before: ExactRules | undefined,
  directory: RepoPath,
  rules: readonly IgnoreRule[],
): ExactRules {
  const names = new Map<string, boolean>();
  const paths = new Map<string, boolean>();
  const endings: { text: string; directoryOnly: boolean }[] = [];
  for (const { anchored, core, directoryOnly } of rules) {
    if (!anchored && core.startsWith('*')) {
      endings.push({ text: core.slice(1), directoryOnly });
      continue;
    }
    const map = anchored ? paths : names;
    const key = anchored && directory !== '' ? `${directory}/${core}` : core;
    map.set(key, directoryOnly && map.get(key) !== false);
  }
  return { before, directory, names, paths, endings };
}

export function matchesExact(rules: ExactRules | undefined, path: string, isDirectory: boolean): boolean {
  const name = basename(path);
  for (let layer = rules; layer !== undefined; layer = layer.before) {
    // The rules of a folder's own file say nothing of the folder itself.
    if (path === layer.directory || !isInside(path, layer.directory)) continue;
    if (hides(layer.names.get(name), isDirectory)) return true;
    if (layer.paths.size > 0 && hides(layer.paths.get(path), isDirectory)) return true;
    for (const { text, directoryOnly } of layer.endings) {
      if (name.endsWith(text) && hides(directoryOnly, isDirectory)) return true;
    }
  }
  return false;
}

function hides(directoryOnly: boolean | undefined, isDirectory: boolean): boolean {
  return directoryOnly !== undefined && (isDirectory || !directoryOnly);
}
