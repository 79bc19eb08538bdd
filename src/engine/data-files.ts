import { updatedDataFile } from '../core/datafile/write.ts';
import type { HashRecord } from '../model/hash.ts';
import type { LockedPath, Stage } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { writeGuarded } from './guard.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Workspace } from './workspace.ts';

/** Writes new hashes of its outputs into an existing data file; everything else in it stays. */
export async function updateDataFile(
  workspace: Workspace,
  index: ProjectIndex,
  stage: Stage,
  outputs: readonly LockedPath[],
): Promise<void> {
  const known = index.collected.dataFiles.find(file => file.stage.file === stage.file);
  const records = new Map<string, HashRecord>();
  for (const { written, record } of outputs) if (record !== undefined) records.set(written, record);
  const { files } = workspace.project.context;
  const file = workspace.project.absolute(stage.file);
  const content = (known?.content ?? new Map()) as ValueMap;
  const text = await updatedDataFile(files.readText(file) ?? '', content, stage, {
    outputs: records,
    dependencies: new Map(),
  });
  writeGuarded(workspace.project, stage.file, text);
}
