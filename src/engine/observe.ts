import { recordedOf } from '../core/staleness/assess.ts';
import type { Observation } from '../core/staleness/assess.ts';
import { FailureError } from '../model/failure.ts';
import type { HashName, HashRecord } from '../model/hash.ts';
import type { RepoPath } from '../model/path.ts';
import { isWithinReach, shownOutside } from '../model/stage.ts';
import type { Dependency, LockEntry, Output, Stage } from '../model/stage.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { Readers } from './datasets.ts';
import type { Digested } from './digester.ts';
import type { Project } from './project.ts';
import { lookAtWeb } from './web-files.ts';
import type { Workspace } from './workspace.ts';

/** Looks at everything that a stage reads and makes, as it is in the workspace and the cache now. */
export async function observe(
  workspace: Workspace,
  { params, datasets }: Readers,
  stage: Stage,
  entry: LockEntry | undefined,
): Promise<Observation> {
  const dependencies = new Map<string, HashRecord | undefined>();
  const records = new Map<string, ValueMap | undefined>();
  const outputs = new Map<string, HashRecord | undefined>();
  const notInCache = new Set<string>();
  const values = new Map<string, ReadonlyMap<string, Value> | undefined>();
  if (!stage.frozen) {
    for (const dependency of stage.dependencies) {
      const { written, recorded, dataset } = dependency;
      if (dataset !== undefined) {
        records.set(written, await datasets.recorded(dataset));
        continue;
      }
      if (!isWithinReach(dependency)) continue;
      const before = recorded ?? recordedOf(entry?.dependencies, written);
      const now = await digestDependency(workspace, dependency, before?.name);
      dependencies.set(written, now?.record);
    }
    for (const declared of stage.params) {
      // Of a file that the lock does not know only its being there counts, so nobody reads it yet.
      const isLocked = entry?.params.has(declared.written) === true;
      values.set(
        declared.written,
        await (isLocked ? params.values(declared) : params.presence(declared.path)),
      );
    }
  }
  for (const output of stage.outputs) {
    const record = recordOf(output, entry);
    if (record !== undefined && output.cached && !(await workspace.cache.of(record).hasAll(record)))
      notInCache.add(output.written);
    outputs.set(output.written, await currentOutput(workspace, output, record));
  }
  return { dependencies, datasets: records, outputs, notInCache, params: values };
}

/** What is recorded of an output: by the data file itself, or by the lock. */
export function recordOf(output: Output, entry: LockEntry | undefined): HashRecord | undefined {
  return output.recorded ?? recordedOf(entry?.outputs, output.written);
}

/** What a dependency holds now, inside the project or outside. Undefined when it is missing. */
export async function digestDependency(
  { digester, project }: Workspace,
  { path, outside, url }: Omit<Dependency, 'written'>,
  name: HashName | undefined,
): Promise<Digested | undefined> {
  const request = name === undefined ? {} : { name };
  if (path !== undefined) return digester.digest(path, request);
  if (url !== undefined) {
    const found = await lookAtWeb(project.context, url);
    return found.ok ? { record: found.value } : undefined;
  }
  return outside === undefined ? undefined : digester.digestOutside(outside, request);
}

/**
 * Refuses an output outside of the project that is there and could not be stored, before anybody looks into it: it may be
 * the whole disk.
 *
 * @throws FailureError `external-output`.
 */
export function refuseStored({ context }: Project, output: Output): void {
  const { outside, cached } = output;
  if (cached && outside !== undefined && context.files.stat(outside) !== undefined)
    throw new FailureError({ code: 'external-output', path: shownOutside(output), isUrl: false });
}

/** The hash of a path in the kind of the record it is compared with. */
async function current(
  workspace: Workspace,
  path: RepoPath,
  record: HashRecord | undefined,
): Promise<HashRecord | undefined> {
  const digested = await workspace.digester.digest(path, record === undefined ? {} : { name: record.name });
  return digested?.record;
}

async function currentOutput(
  workspace: Workspace,
  output: Output,
  record: HashRecord | undefined,
): Promise<HashRecord | undefined> {
  if (output.path === undefined) {
    refuseStored(workspace.project, output);
    return (await digestDependency(workspace, output, record?.name))?.record;
  }
  if (!(await workspace.digester.exists(output.path))) return undefined;
  return current(workspace, output.path, record);
}
