import { FailureError } from '../model/failure.ts';
import type { HashRecord } from '../model/hash.ts';
import type { RepoPath } from '../model/path.ts';
import { Digester } from './digester.ts';
import { guardWrite } from './guard.ts';
import { withoutTrouble } from './left-overs.ts';
import type { Project, ProjectPlace } from './project.ts';

/** An output that is out of the way while its stage makes it again. */
export interface Kept {
  readonly path: RepoPath;
  /** What it held then, where that was as the lock says. */
  readonly good?: Pick<HashRecord, 'name' | 'digest'>;
}

/** What a command left aside that was killed. */
interface Left {
  /** Absolute. */
  readonly folder: string;
  readonly kept: readonly Kept[];
}

const CONTENTS = 'contents.json';

/**
 * What outputs held before their stage makes them again, kept until it is known whether it has to come back. What is
 * kept is written down before anything moves: were this process killed, the next one would bring it back.
 */
export class SetAside {
  readonly #project: Project;
  readonly #folder: string;
  readonly #kept: readonly Kept[];

  constructor(project: Project, kept: readonly Kept[]) {
    const { files, clock, processes } = project.context;
    this.#project = project;
    this.#kept = kept;
    this.#folder = `${directoryOf(project)}/${processes.self}.${clock.now()}`;
    files.makeDirectory(this.#folder);
    files.writeAtomic(`${this.#folder}/${CONTENTS}`, JSON.stringify(kept));
  }

  takeAll(): void {
    const { files } = this.#project.context;
    this.#kept.forEach(({ path }, index) => {
      const from = this.#project.absolute(path);
      if (files.lstat(from) !== undefined) files.rename(from, `${this.#folder}/${index}`);
    });
  }

  /** One output, or all of them. */
  putBack(only?: RepoPath): void {
    const { files } = this.#project.context;
    this.#kept.forEach(({ path }, index) => {
      const place = `${this.#folder}/${index}`;
      if ((only !== undefined && path !== only) || files.lstat(place) === undefined) return;
      const refusal = guardWrite(this.#project, path);
      if (refusal !== undefined) throw new FailureError(refusal);
      files.remove(this.#project.absolute(path));
      files.rename(place, this.#project.absolute(path));
    });
  }

  end(): void {
    forget(this.#project, this.#folder);
  }
}

/** Have commands that were killed left anything aside? */
export function hasAside(project: ProjectPlace): boolean {
  return leftAside(project).length > 0;
}

/**
 * Brings back what commands that were killed have left aside. Nothing that is at its path by now is touched: what was
 * good and differs from that stays aside, and is named. The project is to be locked, and nobody may work on those paths.
 *
 * @returns whether something has come back.
 */
export async function bringBackAside(project: Project): Promise<boolean> {
  const { context, root } = project;
  const { files } = context;
  let hasChanged = false;
  for (const { folder, kept } of leftAside(project)) {
    let isEmpty = true;
    for (const [index, { path, good }] of kept.entries()) {
      const place = `${folder}/${index}`;
      if (files.lstat(place) === undefined) continue;
      if (isFree(project, path)) {
        const target = project.absolute(path);
        files.makeDirectory(target.slice(0, target.lastIndexOf('/')));
        files.rename(place, target);
        hasChanged = true;
        warn(project, path, 'it is back');
      } else if (good !== undefined && !(await holds(project, path, good))) {
        isEmpty = false;
        const what = `it lies in '${place.slice(root.length + 1)}', as something else has taken its place`;
        warn(project, path, what);
      }
    }
    if (isEmpty) forget(project, folder);
  }
  return hasChanged;
}

/** Names what commands that were killed have left aside, for commands that only look. */
export function nameAside(project: Project): void {
  const { files, program } = project.context;
  for (const { folder, kept } of leftAside(project))
    for (const [index, { path }] of kept.entries()) {
      if (files.lstat(`${folder}/${index}`) === undefined) continue;
      warn(project, path, `\`${program} fsck --repair\` brings it back`);
    }
}

function warn(project: Project, path: RepoPath, what: string): void {
  const message = `'${project.show(path)}' was put aside by a \`fsck --repair\` that was killed: ${what}.`;
  project.context.emit({ type: 'warning', message });
}

function isFree(project: Project, path: RepoPath): boolean {
  const { files } = project.context;
  return files.lstat(project.absolute(path)) === undefined && guardWrite(project, path) === undefined;
}

function leftAside(project: ProjectPlace): readonly Left[] {
  const { files, processes } = project.context;
  const directory = directoryOf(project);
  return (files.list(directory) ?? []).flatMap(({ name }): readonly Left[] => {
    const [owner = '', at] = name.split('.');
    if (at === undefined || !processes.isGone(owner)) return [];
    const folder = `${directory}/${name}`;
    return [{ folder, kept: parse(files.readText(`${folder}/${CONTENTS}`)) }];
  });
}

async function holds(
  project: Project,
  path: RepoPath,
  { name, digest }: NonNullable<Kept['good']>,
): Promise<boolean> {
  try {
    return (await new Digester(project).digest(path, { name }))?.record.digest === digest;
  } catch (error) {
    if (error instanceof FailureError) return false;
    throw error;
  }
}

/** Nothing in it counts as soon as its contents are gone. */
function forget({ context: { files } }: ProjectPlace, folder: string): void {
  withoutTrouble(() => {
    files.remove(`${folder}/${CONTENTS}`);
    files.remove(folder);
  });
}

/** Nothing was taken yet, or nothing is needed any more, where there is none. */
function parse(text: string | undefined): readonly Kept[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? (kept as Kept[]).filter(({ path }) => typeof path === 'string') : [];
  } catch {
    return [];
  }
}

function directoryOf({ root, layout }: ProjectPlace): string {
  return `${root}/${layout.ownDirectory}/aside`;
}
