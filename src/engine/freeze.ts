import { updatedDataFile } from '../core/datafile/write.ts';
import { declaredDefinition } from '../core/pipeline/declared.ts';
import { withFrozen } from '../core/pipeline/edit.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Stage } from '../model/stage.ts';
import { isMap } from '../model/value.ts';
import type { ValueMap } from '../model/value.ts';
import { Exclusive } from './exclusive.ts';
import type { Project } from './project.ts';
import { parseSource } from './source-file.ts';
import { declaredBy } from './stage-file.ts';

/** Freezes one stage or data file, or unfreezes it. Its definition is written anew, whatever it was before, as in DVC. */
export async function setFrozen(
  project: Project,
  word: string,
  frozen: boolean,
): Promise<Result<undefined, Failure>> {
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  try {
    const declared = await declaredBy(project, word);
    if (!declared.ok) return declared;
    const { stages, isWholeFile } = declared.value;
    const [stage] = stages;
    if (isWholeFile || stage === undefined)
      return refused(`Stage name not provided.Please specify the name as: \`${word}:stage_name\``);
    if (stage.isTemplated === true)
      return refused(`cannot dump a parametrized stage: '${project.labels.stage(stage)}'`);
    return await rewriteStage(project, { ...stage, frozen }, withFrozen);
  } finally {
    exclusive.release();
  }
}

/**
 * Writes the definition of a stage that is declared already anew.
 *
 * @param edit makes the text of its pipeline file; undefined where that cannot be done.
 */
export async function rewriteStage(
  project: Project,
  stage: Stage,
  edit: typeof withFrozen,
): Promise<Result<undefined, Failure>> {
  const { context } = project;
  const { files } = context;
  const path = project.absolute(stage.file);
  const shown = project.show(stage.file);
  const text = files.readText(path) ?? '';
  const parsed = await parseSource({ path: stage.file, shown, text });
  if (!parsed.ok) return parsed;
  const content: ValueMap = isMap(parsed.value) ? parsed.value : new Map();
  if (stage.kind === 'data') {
    const nothing = new Map<string, never>();
    const next = await updatedDataFile(text, content, stage, {
      outputs: nothing,
      dependencies: nothing,
    });
    files.writeAtomic(path, next);
    return ok(undefined);
  }
  const stages = content.get('stages');
  const before = isMap(stages) ? stages.get(stage.name) : undefined;
  const definition = declaredDefinition(stage, isMap(before) ? before : new Map());
  const next = await edit(text, content, stage.name, definition);
  if (next === undefined) return err({ code: 'pipeline-not-editable', file: shown, stage: stage.name });
  context.emit({ type: 'pipeline-written', file: shown, stage: stage.name, created: false, replaced: true });
  files.writeAtomic(path, next);
  return ok(undefined);
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
