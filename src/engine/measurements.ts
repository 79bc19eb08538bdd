import { extractMetrics } from '../core/metrics/extract.ts';
import type { FileMetrics, RevisionMetrics, Trouble } from '../core/metrics/revisions.ts';
import { pickParams } from '../core/params/pick.ts';
import { mergeParams } from '../core/params/select.ts';
import type { ParamKeys } from '../core/params/select.ts';
import { dataFormat } from '../core/reading/by-suffix.ts';
import { DEFAULT_PARAMS_FILE } from '../core/params/default-file.ts';
import type { Failure } from '../model/failure.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { parseTextFile, readTextFile } from './data-file.ts';
import type { Refuse } from './leads-out.ts';
import { Overlay } from './overlay.ts';
import type { Project } from './project.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';

/** Paths that the user names instead of those that the project declares. Relative to the project's root. */
export interface MeasurementOptions {
  readonly targets: readonly RepoPath[];
  /** Metrics files besides those that are declared. */
  readonly further?: readonly RepoPath[];
  /** Only what stages declare: no top-level files, no default file. */
  readonly declaredOnly?: boolean;
  /** Of the state, where somebody has read it already. */
  readonly index?: Result<ProjectIndex, Failure>;
  /** Files that are not read; absent: none. */
  readonly refuse?: Refuse;
}

/** The metrics of one state. A file that cannot be read is part of the answer, a state that cannot is the failure. */
export async function readMetrics(
  project: Project,
  snapshot: Snapshot,
  options: MeasurementOptions,
): Promise<Result<RevisionMetrics & { readonly data: ReadonlyMap<string, FileMetrics> }, Failure>> {
  return readFiles(
    project,
    snapshot,
    options,
    index => metricFiles(index, options),
    value => ok(extractMetrics(value)),
  );
}

/**
 * The metrics of one file. Where git or the disk holds it, nothing else of the project is read: good for many commits.
 */
export async function readMetricsFile(
  project: Project,
  snapshot: Snapshot,
  file: RepoPath,
): Promise<FileMetrics> {
  const extract = (value: Value): Result<Value, Trouble> => ok(extractMetrics(value));
  if ((await snapshot.look(file))?.kind === 'file')
    return readFile(project, new Overlay(project, snapshot, undefined), file, extract);
  const read = await readMetrics(project, snapshot, { targets: [file] });
  const error = { type: 'FileNotFoundError', message: '' };
  return read.ok ? (read.value.data.get(project.show(file)) ?? { error }) : { error };
}

/** The parameters of one state, cut down to the keys that are declared. */
export async function readParams(
  project: Project,
  snapshot: Snapshot,
  options: MeasurementOptions,
): Promise<Result<{ readonly data: ReadonlyMap<string, FileMetrics> }, Failure>> {
  const keys = new Map<RepoPath, ParamKeys>();
  const read = await readFiles(
    project,
    snapshot,
    options,
    async (index, overlay) => {
      for (const [file, wanted] of await paramFiles(index, overlay, options)) keys.set(file, wanted);
      return [...keys.keys()];
    },
    (value, file) => {
      const picked = pickParams(value, keys.get(file) ?? 'whole');
      return picked.ok ? picked : err({ type: 'BadParamFileError', message: picked.error.message });
    },
    usedByTemplates,
  );
  return read;
}

async function readFiles(
  project: Project,
  snapshot: Snapshot,
  options: MeasurementOptions,
  choose: (
    index: ProjectIndex | undefined,
    overlay: Overlay,
  ) => readonly RepoPath[] | Promise<readonly RepoPath[]>,
  extract: (value: Value, file: RepoPath) => Result<Value, Trouble>,
  otherwise: (index: ProjectIndex) => ReadonlyMap<RepoPath, Value> = () => new Map(),
): Promise<Result<{ readonly data: ReadonlyMap<string, FileMetrics> }, Failure>> {
  const isNamed = options.targets.length > 0;
  const index = options.index ?? (await loadLockedIndex(project, snapshot, { anyGraph: true }));
  if (!index.ok && !isNamed) return index;
  const known = index.ok ? index.value : undefined;
  const overlay = new Overlay(project, snapshot, known);
  const data = new Map<string, FileMetrics>();
  const { refuse } = options;
  const add = async (file: RepoPath, read: () => FileMetrics | Promise<FileMetrics>): Promise<void> => {
    const shown = project.show(file);
    if (data.has(shown)) return;
    const error = refuse?.(file);
    data.set(shown, error === undefined ? await read() : { error });
  };
  for (const path of await choose(known, overlay)) {
    // Names of files in a folder elsewhere are nobody's business either.
    const isRefused = refuse?.(path) !== undefined;
    for (const file of isRefused ? [path] : await overlay.expand(path))
      await add(file, () => readFile(project, overlay, file, extract));
  }
  for (const [file, value] of known === undefined || isNamed ? [] : otherwise(known))
    await add(file, () => ({ data: value }));
  return ok({ data });
}

async function readFile(
  project: Project,
  overlay: Overlay,
  file: RepoPath,
  extract: (value: Value, file: RepoPath) => Result<Value, Trouble>,
): Promise<FileMetrics> {
  const text = await readTextFile(project, overlay, file);
  if (!text.ok) return { error: text.error };
  const read = await parseTextFile(project, file, text.value, dataFormat(file));
  if (!read.ok) return { error: read.error };
  const value = extract(read.value, file);
  return value.ok ? { data: value.value } : { error: value.error };
}

function metricFiles(
  index: ProjectIndex | undefined,
  { targets, further = [] }: MeasurementOptions,
): readonly RepoPath[] {
  if (targets.length > 0 || index === undefined) return targets;
  const declared = index.stages.flatMap(stage =>
    stage.outputs.flatMap(output =>
      output.role === 'metric' && output.path !== undefined ? [output.path] : [],
    ),
  );
  return [...new Set([...declared, ...index.pipelines.flatMap(pipeline => pipeline.metrics), ...further])];
}

async function paramFiles(
  index: ProjectIndex | undefined,
  overlay: Overlay,
  { targets, declaredOnly }: MeasurementOptions,
): Promise<ReadonlyMap<RepoPath, ParamKeys>> {
  if (targets.length > 0 || index === undefined) return new Map(targets.map(target => [target, 'whole']));
  const declared: [RepoPath, ParamKeys][] = index.stages.flatMap(stage =>
    stage.params.map(({ path, keys }): [RepoPath, ParamKeys] => [path, keys]),
  );
  if (declaredOnly !== true) {
    for (const { params } of index.pipelines) for (const file of params) declared.push([file, 'whole']);
    const byDefault = DEFAULT_PARAMS_FILE as RepoPath;
    if ((await overlay.readText(byDefault)) !== undefined) declared.push([byDefault, 'whole']);
  }
  return mergeParams(declared);
}

/** What templates took from files that nobody declares, by dotted keys. */
function usedByTemplates({ stages }: ProjectIndex): ReadonlyMap<RepoPath, Value> {
  const used = new Map<RepoPath, Map<string, Value>>();
  for (const { usedParams } of stages) {
    for (const [file, values] of usedParams ?? [])
      used.set(file, new Map([...(used.get(file) ?? []), ...values]));
  }
  return used;
}
