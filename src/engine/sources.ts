import { isIgnored } from '../core/ignore/rules.ts';
import { cutFrozen } from '../core/graph/order.ts';
import { isInside, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { Stage } from '../model/stage.ts';
import type { ProjectIndex } from './project-index.ts';
import { stepsOf } from './repro.ts';
import type { ReproOptions } from './plan-run.ts';
import { EVERYTHING_COUNTS } from './seen-files.ts';
import type { SeenFiles, Source } from './seen-files.ts';
import type { Workspace } from './workspace.ts';

/** Tells what the chosen stages read that no stage makes: dependencies, parameters files, tracked data. */
export async function settleSources(
  seen: SeenFiles,
  workspace: Workspace,
  index: ProjectIndex,
  options: ReproOptions,
): Promise<void> {
  const { project, digester } = workspace;
  const made = new Set(
    index.stages
      .filter(({ kind }) => kind === 'pipeline')
      .flatMap(({ outputs }) => outputs.flatMap(({ path }) => path ?? [])),
  );
  const madeOutside = new Set(
    index.stages.flatMap(({ outputs }) => outputs.flatMap(each => each.outside ?? [])),
  );
  const isMade = (path: RepoPath): boolean => foldersAround(path).some(folder => made.has(folder));
  const sources: Source[] = [];
  const kept: string[] = [];
  for (const id of stepsOf(cutFrozen(index.graph), options)) {
    const stage = index.graph.stages.get(id);
    if (stage === undefined) continue;
    if (stage.kind === 'pipeline')
      kept.push(...stage.outputs.flatMap(({ path }) => (path === undefined ? [] : project.absolute(path))));
    for (const outside of outsideOf(stage))
      if (!madeOutside.has(outside)) sources.push({ path: outside, skip: EVERYTHING_COUNTS });
    for (const path of readBy(stage)) {
      if (isMade(path)) continue;
      const rules = await digester.ignored.rulesIn(path);
      sources.push({
        path: project.absolute(path),
        skip: (relpath, isDirectory) => {
          const inside = join(path, relpath) as RepoPath;
          return made.has(inside) || isIgnored(rules, inside, isDirectory);
        },
      });
    }
  }
  seen.settle(
    sources,
    path => isInside(path, project.root) && isMade(path.slice(project.root.length + 1) as RepoPath),
    kept,
  );
}

function readBy(stage: Stage): readonly RepoPath[] {
  if (stage.kind === 'data') return stage.outputs.flatMap(({ path }) => path ?? []);
  const params = stage.params.map(({ path }) => path);
  return stage.frozen ? params : [...params, ...stage.dependencies.flatMap(({ path }) => path ?? [])];
}

function outsideOf(stage: Stage): readonly string[] {
  return stage.frozen ? [] : stage.dependencies.flatMap(({ outside }) => outside ?? []);
}

/** The path itself and every folder that it lies in. */
function foldersAround(path: RepoPath): readonly RepoPath[] {
  const parts = path.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/') as RepoPath);
}
