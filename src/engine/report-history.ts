import { isTrouble, numberOf } from '../core/gates/judge.ts';
import { gateValues } from '../core/gates/values.ts';
import { join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { MetricHistory, MetricRow } from '../model/report.ts';
import type { Value } from '../model/value.ts';
import { readMetricsFile } from './measurements.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { prefixOf } from './revisions.ts';

const MOST_POINTS = 10;
/** A history that is looked through to find them: no more than this, however long it is. */
const MOST_COMMITS = 1000;

/** How metrics came to be what they are in the base, along the line of its history. */
export async function historyOf(
  project: Project,
  index: ProjectIndex,
  base: string,
  metrics: readonly MetricRow[],
): Promise<readonly MetricHistory[]> {
  const values = new Map<string, readonly Metrics[]>();
  for (const { file } of metrics)
    if (!values.has(file)) values.set(file, await valuesIn(project, index, base, file as RepoPath));
  return metrics.flatMap(({ file, name, new: now }) => {
    const points = (values.get(file) ?? []).map(({ commit, metrics: found }) => ({
      commit,
      value: numberOf(found.get(name)),
    }));
    const known = points.slice(points.findIndex(({ value }) => value !== undefined));
    const isTold = known.filter(({ value }) => value !== undefined).length > 1;
    return isTold ? [{ file, name, points: known, now: numberOf(now) }] : [];
  });
}

interface Metrics {
  readonly commit: string;
  readonly metrics: ReadonlyMap<string, Value>;
}

/** The oldest first. */
async function valuesIn(
  project: Project,
  index: ProjectIndex,
  base: string,
  file: RepoPath,
): Promise<readonly Metrics[]> {
  const { git } = project;
  if (git === undefined) return [];
  const prefix = prefixOf(project, git.root);
  const paths = [file, ...recordsOf(index, file)].map(path => join(prefix, path));
  const commits = await git.changesOf(base, paths, { most: MOST_POINTS, among: MOST_COMMITS });
  const found: Metrics[] = [];
  for (const commit of [...commits].reverse()) {
    const read = await readMetricsFile(project, git.snapshot(commit, commit, prefix), file);
    const values = gateValues(new Map([[file, read]]), commit).get(file);
    found.push({ commit, metrics: values === undefined || isTrouble(values) ? new Map() : values });
  }
  return found;
}

/** Of a file that the cache holds git has the record alone. */
function recordsOf({ stages, locks }: ProjectIndex, file: RepoPath): readonly RepoPath[] {
  return stages.flatMap(stage =>
    stage.outputs.some(({ path, cached }) => cached && path === file)
      ? [stage.kind === 'data' ? stage.file : locks.pathFor(stage.file)]
      : [],
  );
}
