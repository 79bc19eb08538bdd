import { sameData } from '../core/same-data.ts';
import { FailureError } from '../model/failure.ts';
import { stageId } from '../model/stage.ts';
import type { Stage } from '../model/stage.ts';
import type { Project } from './project.ts';
import { loadIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';

/**
 * A stage as its file declares it by now, after others could write to the project.
 *
 * @throws FailureError when a pipeline file says something else than before: the plan of this run was made from that.
 *         Of tracked data only the hashes are new, which is what other commands write.
 */
export async function declaredNow(project: Project, index: ProjectIndex, stage: Stage): Promise<Stage> {
  const loaded = await loadIndex(project, index.snapshot);
  if (!loaded.ok) throw new FailureError(loaded.error);
  const now = loaded.value.stages.find(other => stageId(other) === stageId(stage));
  if (now !== undefined && (stage.kind === 'data' || sameData(now, stage))) return now;
  const what = now === undefined ? 'is gone' : 'was changed';
  const message = `stage '${project.labels.stage(stage)}' ${what} in '${project.show(stage.file)}' while this run waited for another process`;
  throw new FailureError({
    code: 'refused',
    message,
    hint: 'run it again, it then goes by what is declared now',
  });
}
