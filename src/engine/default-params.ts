import { findUnsupported } from '../core/params/unsupported.ts';
import { DEFAULT_PARAMS_FILE } from '../core/pipeline/build.ts';
import { pyTypeName } from '../core/python/type-name.ts';
import { placeText, readData } from '../core/reading/by-suffix.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { isMap } from '../model/value.ts';
import type { Snapshot } from '../ports.ts';
import type { Project } from './project.ts';
import { readSource } from './source-file.ts';

/**
 * Looks at the parameters file beside a pipeline file. DVC loads it with the pipeline file, whether anything in there
 * uses it or not, and refuses both when it cannot.
 */
export async function checkDefaultParams(
  project: Project,
  snapshot: Snapshot,
  pipelineFile: RepoPath,
): Promise<Failure | undefined> {
  const path = join(dirname(pipelineFile), DEFAULT_PARAMS_FILE) as RepoPath;
  const source = await readSource(project, snapshot, path);
  if (!source.ok) return source.error;
  if (source.value === undefined) return undefined;
  const { shown: file, text } = source.value;
  const read = await readData(path, text);
  if (!read.ok)
    return { code: 'params-invalid', file, place: placeText(read.error), message: read.error.message };
  if (!isMap(read.value))
    return {
      code: 'params-no-map',
      file,
      pipelineFile: project.show(pipelineFile),
      found: pyTypeName(read.value),
    };
  const unsupported = findUnsupported(read.value);
  return unsupported === undefined ? undefined : { code: 'params-unsupported', file, ...unsupported };
}
