import { createContext } from '../../src/cli/context.ts';
import { openProject } from '../../src/engine/project.ts';
import type { Project } from '../../src/engine/project.ts';
import { loadIndex } from '../../src/engine/project-index.ts';
import type { ProjectIndex } from '../../src/engine/project-index.ts';
import { Workspace } from '../../src/engine/workspace.ts';
import type { Event } from '../../src/model/event.ts';
import { FailureError } from '../../src/model/failure.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import type { Stage } from '../../src/model/stage.ts';
import type { Rig } from '../rig/rig.ts';

export interface OpenedProject extends Disposable {
  readonly project: Project;
  readonly workspace: Workspace;
  readonly index: ProjectIndex;
  readonly events: readonly Event[];
}

/** The project of a rig as a command would have it: with real files, real git and a memo of its own. */
export async function openOn(rig: Rig, cwd = ''): Promise<OpenedProject> {
  const events: Event[] = [];
  const io = rig.process(['repro'], cwd);
  const made = createContext(io, io.cwd, event => events.push(event));
  const { context } = made;
  const project = openProject(context);
  if (!project.ok) throw new FailureError(project.error);
  const index = await loadIndex(project.value, context.workspace(project.value.root));
  if (!index.ok) throw new FailureError(index.error);
  return {
    project: project.value,
    workspace: new Workspace(project.value),
    index: index.value,
    events,
    [Symbol.dispose]: () => void made.close(),
  };
}

/** The failure that work ends with, thrown or rejected. */
export async function failureOf(work: () => Promise<unknown>): Promise<Failure | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

/** A stage by its name, or a data file by its path. */
export function stageOf({ index }: OpenedProject, name: string): Stage {
  const stage = index.stages.find(each => each.name === name || each.file === name);
  if (stage === undefined) throw new Error(`there is no stage ${name}`);
  return stage;
}

/** The messages of all warnings since the project was opened. */
export function warningsOf({ events }: OpenedProject): readonly string[] {
  return events.flatMap(event => (event.type === 'warning' ? [event.message] : []));
}

/** What went well. */
export function valueOf<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new FailureError(result.error);
  return result.value;
}
