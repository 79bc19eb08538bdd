import { loadConfig } from '../core/config/settings.ts';
import type { Settings } from '../core/config/settings.ts';
import type { Config } from '../core/config/config.ts';
import { labelsFrom } from '../core/graph/labels.ts';
import type { Labels } from '../core/graph/labels.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import { dirname, isInside, relative, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import type { GitRepository } from '../ports/git.ts';
import { configTexts } from './config-files.ts';

/** What of a project is known before its config is read. */
export type ProjectPlace = Pick<Project, 'context' | 'root' | 'layout'>;

/** An opened project: its place, its names, its settings. Opening reads the config and nothing else. */
export interface Project {
  readonly context: Context;
  /** Absolute path of the root. */
  readonly root: string;
  readonly layout: Layout;
  /** The current folder, below the root. */
  readonly here: RepoPath;
  readonly config: Config;
  readonly settings: Settings;
  /** Undefined in a project without git. */
  readonly git: GitRepository | undefined;
  /** Absolute path of the cache's root. */
  readonly cacheDirectory: string;
  /** What users call stages and paths from where they stand. */
  readonly labels: Labels;
  absolute(path: RepoPath): string;
  /** A path as the user sees it, relative to the current folder. */
  show(path: RepoPath): string;
}

/** Opens the project around the current folder. */
export function openProject(context: Context): Result<Project, Failure> {
  const place = placeOf(context);
  return place.ok ? openAt(context, place.value.root, place.value.layout) : place;
}

/** The project around the current folder, whatever its config says. */
export function placeOf(context: Context): Result<ProjectPlace, Failure> {
  const found = findRoot(context, context.cwd);
  if (found === undefined) return err({ code: 'not-a-project', folder: context.cwd });
  return ok({ context, ...found });
}

export function openAt(context: Context, root: string, layout: Layout): Result<Project, Failure> {
  const loaded = loadConfig(configTexts(context, { root, layout }));
  if (!loaded.ok) return loaded;
  const { config, settings, warnings } = loaded.value;
  context.emit({ type: 'project-opened', layout: layout.kind });
  for (const message of warnings) context.emit({ type: 'warning', message });
  const here = isInside(context.cwd, root) ? (context.cwd.slice(root.length + 1) as RepoPath) : ROOT;
  const project: Project = {
    context,
    root,
    layout,
    here,
    config,
    settings,
    git: settings.noScm ? undefined : context.git.open(root),
    cacheDirectory: settings.cacheDirectory ?? `${root}/${layout.directory}/cache`,
    labels: labelsFrom(here),
    absolute: path => (path === ROOT ? root : `${root}/${path}`),
    show: path => relative(here, path),
  };
  return ok(project);
}

/** The project as it looks to somebody who stands at its root. */
export function fromRoot(project: Project): Project {
  return { ...project, here: ROOT, labels: labelsFrom(ROOT), show: path => path };
}

/** The project that a folder lies in. */
export function findRoot(
  { files }: Context,
  start: string,
): { readonly root: string; readonly layout: Layout } | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    for (const layout of Object.values(LAYOUTS)) {
      if (files.stat(`${folder === '/' ? '' : folder}/${layout.directory}`)?.kind === 'directory')
        return { root: folder, layout };
    }
    if (dirname(folder) === folder || dirname(folder) === '') return undefined;
  }
}
