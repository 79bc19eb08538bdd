import { isIgnored } from '../core/ignore/rules.ts';
import { compareCodePoints } from '../core/python/order.ts';
import { dirname, join, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { EntryKind } from '../ports/files.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { recordedOutputs } from './data-states.ts';
import type { Recorded } from './data-states.ts';
import { Ignored } from './ignored.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { TrackedTree } from './tracked-tree.ts';
import type { Tracked } from './tracked-tree.ts';

/** A file or folder of a listing: what git or the disk has of it, what is tracked of it, or both. */
export interface ListedEntry {
  readonly path: RepoPath;
  readonly kind: EntryKind | undefined;
  readonly tracked: Tracked | undefined;
  readonly isDirectory: boolean;
}

export interface Appearance {
  readonly size: number | undefined;
  readonly isExecutable: boolean;
}

/** One state of a project as one tree of files: those of git or the disk, and tracked data whether it is there or not. */
export class ListedTree {
  readonly #project: Project;
  readonly #snapshot: Snapshot;
  readonly #tracked: TrackedTree;
  readonly #ignored: Ignored;
  readonly #trackedOnly: boolean;

  private constructor(project: Project, snapshot: Snapshot, recorded: Recorded, trackedOnly: boolean) {
    this.#project = project;
    this.#snapshot = snapshot;
    this.#tracked = new TrackedTree(project, recorded);
    this.#ignored = new Ignored(project, snapshot);
    this.#trackedOnly = trackedOnly;
  }

  /** @param index undefined where there is no project: only plain files are seen. */
  static async open(
    project: Project,
    snapshot: Snapshot,
    index: ProjectIndex | undefined,
    options: { readonly trackedOnly: boolean },
  ): Promise<ListedTree> {
    const recorded: Recorded = index === undefined ? new Map() : await recordedOutputs(index);
    return new ListedTree(project, snapshot, recorded, options.trackedOnly);
  }

  /** Undefined when there is nothing. Throws `folder-list-lost`. */
  async entry(path: RepoPath): Promise<ListedEntry | undefined> {
    const look = path === ROOT ? undefined : await this.#snapshot.look(path);
    const isFolder = path === ROOT || look?.kind === 'directory';
    const isHidden = path !== ROOT && look !== undefined && (await this.#ignored.hides(path, isFolder));
    const kind = isHidden ? undefined : path === ROOT ? 'directory' : look?.kind;
    const tracked =
      kind === undefined && (await this.#isBelowFile(path)) ? undefined : await this.#tracked.at(path);
    return kind === undefined && tracked === undefined ? undefined : entryOf(path, kind, tracked);
  }

  /** What lies directly in a folder, by name. Throws `folder-list-lost`. */
  async children(folder: ListedEntry): Promise<readonly ListedEntry[]> {
    const { path, kind, tracked } = folder;
    const isReplaced =
      kind !== undefined && tracked !== undefined && (kind === 'directory') !== tracked.isDirectory;
    const known = isReplaced ? new Map<string, Tracked>() : await this.#tracked.children(path);
    const present = this.#trackedOnly ? new Map<string, EntryKind>() : await this.#present(path);
    const names = [...new Set([...known.keys(), ...present.keys()])].sort(compareCodePoints);
    return names.map(name => entryOf(below(path, name), present.get(name), known.get(name)));
  }

  /** Size in bytes where it is known, that of a tracked folder being the sum of its files; and whether it is a program. */
  async look({ path, kind, tracked }: ListedEntry): Promise<Appearance> {
    const look = kind === undefined ? undefined : await this.#snapshot.look(path);
    return look ?? { size: tracked?.size, isExecutable: false };
  }

  /** What git or the disk has, without what ignore rules hide and without projects inside this one. */
  async #present(folder: RepoPath): Promise<ReadonlyMap<string, EntryKind>> {
    const rules = await this.#ignored.rulesIn(folder);
    const present = new Map<string, EntryKind>();
    for (const { name, kind } of (await this.#snapshot.list(folder)) ?? []) {
      const path = below(folder, name);
      const isFolder = kind === 'directory';
      if (isIgnored(rules, path, isFolder) || (isFolder && (await this.#isProject(path)))) continue;
      present.set(name, kind);
    }
    return present;
  }

  async #isProject(folder: RepoPath): Promise<boolean> {
    return (await this.#snapshot.look(below(folder, this.#project.layout.directory)))?.kind === 'directory';
  }

  /** Does a file or link stand where a folder would have to be? */
  async #isBelowFile(path: RepoPath): Promise<boolean> {
    for (let parent = dirname(path); parent !== ''; parent = dirname(parent)) {
      const look = await this.#snapshot.look(parent as RepoPath);
      if (look !== undefined && look.kind !== 'directory') return true;
    }
    return false;
  }
}

function entryOf(path: RepoPath, kind: EntryKind | undefined, tracked: Tracked | undefined): ListedEntry {
  return {
    path,
    kind,
    tracked,
    isDirectory: kind === undefined ? tracked?.isDirectory === true : kind === 'directory',
  };
}

function below(folder: RepoPath, name: string): RepoPath {
  return join(folder, name) as RepoPath;
}
