import { enterOutputs } from '../core/graph/output-index.ts';
import { withOthers } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { ParamsDependency, Stage } from '../model/stage.ts';
import { expected } from './expected.ts';
import { isMade } from './missing-inputs.ts';
import { ParamsReader } from './params.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/**
 * A failure over one file of parameters together with those over all others that stages read and no stage makes. As in
 * DVC, the first that is needed ends a command.
 *
 * @param reads `locked`: only the parameters that the lock has are looked at.
 */
export async function withUnreadableParams(
  project: Project,
  index: ProjectIndex,
  stages: readonly Stage[],
  failure: Failure,
  reads: 'all' | 'locked',
): Promise<Failure> {
  if (failure.code === 'repro-failed' && failure.cause !== undefined)
    return { ...failure, cause: await withUnreadableParams(project, index, stages, failure.cause, reads) };
  if (failure.code !== 'params-invalid') return failure;
  const { index: outputs } = enterOutputs(index.stages);
  const params = new ParamsReader(project, index.snapshot);
  const others: Failure[] = [];
  for (const stage of stages) {
    if (stage.frozen) continue;
    const entry = reads === 'all' ? undefined : await index.locks.entry(stage);
    for (const declared of stage.params) {
      if (isMade(outputs, stage, declared)) continue;
      if (entry !== undefined && !(entry.ok && entry.value?.params.has(declared.written) === true)) continue;
      const trouble = await troubleWith(params, declared);
      if (trouble?.code === 'params-invalid') others.push(trouble);
    }
  }
  return withOthers(failure, others);
}

async function troubleWith(params: ParamsReader, declared: ParamsDependency): Promise<Failure | undefined> {
  try {
    await params.values(declared);
    return undefined;
  } catch (error) {
    const failure = expected(error);
    if (failure === undefined) throw error;
    return failure;
  }
}
