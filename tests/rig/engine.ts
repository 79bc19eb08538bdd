import { createContext } from '../../src/cli/context.ts';
import { openProject } from '../../src/engine/project.ts';
import type { Project } from '../../src/engine/project.ts';
import { loadIndex } from '../../src/engine/project-index.ts';
import type { ProjectIndex } from '../../src/engine/project-index.ts';
import { Workspace } from '../../src/engine/workspace.ts';
import type { Event } from '../../src/model/event.ts';
import type { Result } from '../../src/model/result.ts';
import type { Stage } from '../../src/model/stage.ts';
import type { Snapshot } from '../../src/ports.ts';
import type { Rig } from './rig.ts';

/** The engine on the project of a rig, with real adapters. Open it anew after the project has changed. */
export class Engine {
  readonly project: Project;
  readonly snapshot: Snapshot;
  readonly workspace: Workspace;
  /** Everything that was told since it was opened. */
  readonly events: readonly Event[];
  readonly #close: () => Promise<void>;

  private constructor(project: Project, events: readonly Event[], close: () => Promise<void>) {
    this.project = project;
    this.snapshot = project.context.workspace(project.root);
    this.workspace = new Workspace(project);
    this.events = events;
    this.#close = close;
  }

  /** @param cwd the current folder, below the project's root. */
  static open(rig: Rig, cwd = ''): Engine {
    const events: Event[] = [];
    const io = rig.process([], cwd);
    const made = createContext(io, io.cwd, event => events.push(event));
    return new Engine(valueOf(openProject(made.context)), events, () => made.close());
  }

  async index(): Promise<ProjectIndex> {
    return valueOf(await loadIndex(this.project, this.snapshot));
  }

  async stage(name: string): Promise<Stage> {
    const { stages } = await this.index();
    const stage = stages.find(each => each.name === name || each.file === name);
    if (stage === undefined) throw new Error(`no stage ${name}`);
    return stage;
  }

  /** The messages of all warnings. */
  get warnings(): readonly string[] {
    return this.events.flatMap(event => (event.type === 'warning' ? [event.message] : []));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

/** What went well, or an error that shows the failure. */
export function valueOf<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
