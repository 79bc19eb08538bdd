import { isRecordOf, readDataset } from '../core/datasets/record.ts';
import { FailureError } from '../model/failure.ts';
import { isList, isMap } from '../model/value.ts';
import type { RepoPath } from '../model/path.ts';
import type { Value, ValueMap } from '../model/value.ts';
import { ParamsReader } from './params.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';

/** What stages read that are no files of their own: values of parameters files, and records of datasets. */
export interface Readers {
  readonly params: ParamsReader;
  readonly datasets: Datasets;
}

export function readersOf(project: Project, index: ProjectIndex): Readers {
  return { params: new ParamsReader(project, index.snapshot), datasets: new Datasets(project, index) };
}

interface Found {
  readonly lockFile: RepoPath;
  /** In the lock file beside the pipeline file that declares it. */
  readonly record: ValueMap | undefined;
  readonly isOfDeclared: boolean;
}

/** What lock files record of the datasets that pipeline files declare. Nobody asks where they come from. */
export class Datasets {
  readonly #project: Project;
  readonly #index: Pick<ProjectIndex, 'pipelines' | 'locks'>;

  constructor(project: Project, index: Pick<ProjectIndex, 'pipelines' | 'locks'>) {
    this.#project = project;
    this.#index = index;
  }

  /**
   * Undefined when there is no record, or that of another declaration.
   *
   * @throws FailureError when nothing declares it, or the lock file cannot be read.
   */
  async recorded(name: string): Promise<ValueMap | undefined> {
    const { record, isOfDeclared } = await this.#find(name);
    return isOfDeclared ? record : undefined;
  }

  /** As {@link recorded}, but it must be there. */
  async required(name: string): Promise<ValueMap> {
    const { record, isOfDeclared, lockFile } = await this.#find(name);
    if (record !== undefined && isOfDeclared) return record;
    const file = this.#project.show(lockFile);
    throw new FailureError({ code: 'dataset-unrecorded', name, file, isOther: record !== undefined });
  }

  async #find(name: string): Promise<Found> {
    const { pipelines, locks } = this.#index;
    for (const { file, datasets } of pipelines.toReversed()) {
      const declared = isList(datasets) ? datasets.findLast(isNamed(name)) : undefined;
      if (declared === undefined) continue;
      const document = await locks.document(file);
      if (!document.ok) throw new FailureError(document.error);
      const recorded = document.value.datasets;
      const record = readDataset(isList(recorded) ? recorded.find(isNamed(name)) : undefined);
      const isOfDeclared = record !== undefined && isRecordOf(record, declared);
      return { lockFile: locks.pathFor(file), record, isOfDeclared };
    }
    throw new FailureError({ code: 'dataset-not-found', name });
  }
}

function isNamed(name: string): (dataset: Value) => boolean {
  return dataset => isMap(dataset) && dataset.get('name') === name;
}
