import { updatedDataFile } from '../core/datafile/write.ts';
import { emitYaml } from '../core/yaml/emit.ts';
import type { HashRecord } from '../model/hash.ts';
import type { LockedPath, Stage } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Workspace } from './workspace.ts';

/** Writes new hashes of its outputs into an existing data file; everything else in it stays. */
export function updateDataFile(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  outputs: readonly LockedPath[],
): void {
  const known = index.collected.dataFiles.find(file => file.stage.file === stage.file);
  const records = new Map<string, HashRecord>();
  for (const { written, record } of outputs) if (record !== undefined) records.set(written, record);
  const content = updatedDataFile((known?.content ?? new Map()) as ValueMap, stage, {
    outputs: records,
    dependencies: new Map(),
  });
  workspace.project.context.files.writeAtomic(workspace.project.absolute(stage.file), emitYaml(content));
}
