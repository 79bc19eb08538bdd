import * as fs from 'node:fs';
import type { Context } from '../ports/context.ts';
import type { Files, FileStat, WalkedFiles } from '../ports/files.ts';
import type { GitRepository, GitSetup } from '../ports/git.ts';
import type { Machine } from '../ports/surroundings.ts';
import { isMissing } from './errno.ts';

/** How a path is looked at: where it leads, the link itself, or where it leads but of a folder only that it is one. */
export const WAYS = ['target', 'link', 'kind'] as const;
export type Way = (typeof WAYS)[number];

/** mtime and ctime (epoch ms), size (bytes), inode; {@link A_FOLDER} where no more is asked of a folder. */
export type Look = readonly [number, number, number, number];
export const LOOK_NUMBERS = 4;
const MISSING: Look = [-1, -1, -1, -1];
const A_FOLDER: Look = [-2, -2, -2, -2];

/**
 * Of file systems in user space (statfs(2)). Those that show a bucket or another store make up the times of folders:
 * what is new in one need not show.
 */
const FUSE_TYPE = 0x65735546;

type Environment = Readonly<Record<string, string | undefined>>;

/** How a path looks now. Whoever looks again compares with this. @throws Error what is wrong with a path that is there. */
export function lookAt(path: string, way: Way): Look {
  let found: fs.Stats | undefined;
  try {
    found = (way === 'link' ? fs.lstatSync : fs.statSync)(path, { throwIfNoEntry: false });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  if (found === undefined) return MISSING;
  return way === 'kind' && found.isDirectory()
    ? A_FOLDER
    : [found.mtimeMs, found.ctimeMs, found.size, found.ino];
}

/**
 * Notes all that a command asks of the world: while it looks the same, the command would give the same answer. Gives up
 * as soon as the command changes something, or asks what cannot be looked at again, such as git, the clock of another
 * process, or a person.
 */
export class Witnesses {
  readonly paths: string[] = [];
  readonly ways: Way[] = [];
  readonly looks: Look[] = [];
  readonly variables = new Map<string, string | undefined>();
  readonly #fileSystemType: (path: string) => number;
  readonly #listed = new Set<string>();
  #known = new Map<string, Look>();
  #hasGivenUp = false;

  /** @param fileSystemType as statfs(2) numbers them. */
  constructor(fileSystemType = (path: string): number => fs.statfsSync(path).type) {
    this.#fileSystemType = fileSystemType;
  }

  get hasGivenUp(): boolean {
    return this.#hasGivenUp;
  }

  giveUp(): void {
    this.#hasGivenUp = true;
    // A long run asks for much that nobody needs to know any more.
    for (const list of [this.paths, this.ways, this.looks]) list.length = 0;
    this.#known.clear();
    this.#listed.clear();
  }

  /** Does what is new in a folder that was listed show in the folder's times? */
  get showsWhatIsNew(): boolean {
    return [...this.#listed].every(folder => this.#fileSystemType(folder) !== FUSE_TYPE);
  }

  /** @param always those that are asked for in other ways. */
  env(env: Environment, always: readonly string[]): Environment {
    for (const name of always) this.variables.set(name, env[name]);
    return new Proxy(env, {
      get: (_, name) => {
        if (typeof name !== 'string') return undefined;
        this.variables.set(name, env[name]);
        return env[name];
      },
      has: (_, name) => {
        this.giveUp();
        return Reflect.has(env, name);
      },
      ownKeys: () => {
        this.giveUp();
        return Reflect.ownKeys(env);
      },
      getOwnPropertyDescriptor: (_, name) => {
        this.giveUp();
        return Reflect.getOwnPropertyDescriptor(env, name);
      },
    });
  }

  /** All that reaches beyond files. `files` and `workspace` have to be made of {@link files}. */
  context(context: Context): Context {
    const late = this.#barred(context);
    return {
      ...context,
      git: this.#git(context.git),
      machine: this.#machine(context.machine),
      locks: this.#barred(context.locks),
      processes: this.#barred(context.processes),
      input: this.#barred(context.input),
      shell: this.#barred(context.shell),
      watch: () => late.watch(),
      web: () => late.web(),
      charts: () => late.charts(),
      hasher: () => late.hasher(),
      catalog: () => late.catalog(),
    };
  }

  /** Whatever is asked of it is too much, but for what is `answered` here. */
  #barred<T extends object>(port: T, answered: Partial<T> = {}): T {
    return new Proxy(port, {
      get: (_, name) => {
        if (Object.hasOwn(answered, name)) return Reflect.get(answered, name) as unknown;
        this.giveUp();
        const value: unknown = Reflect.get(port, name);
        return typeof value === 'function' ? (value.bind(port) as unknown) : value;
      },
    });
  }

  /** What stays as it is as long as Node and the variable HOME do. */
  #machine(machine: Machine): Machine {
    const { platform, homeDirectory } = machine;
    return this.#barred(machine, { platform, homeDirectory });
  }

  #git(git: GitSetup): GitSetup {
    return this.#barred(git, {
      open: folder => {
        const repository = git.open(folder);
        this.#noteSearch(folder, repository);
        return repository === undefined
          ? undefined
          : this.#barred(repository, { root: repository.root, close: () => repository.close() });
      },
    });
  }

  files(files: Files): Files {
    return this.#barred(files, {
      umask: files.umask,
      stat: path => this.#stat(path, 'target', files),
      lstat: path => this.#stat(path, 'link', files),
      list: path => (this.#noteListed(path), files.list(path)),
      readText: path => (this.#note(path, 'target'), files.readText(path)),
      readBytes: path => (this.#note(path, 'target'), files.readBytes(path)),
      readLink: path => (this.#note(path, 'link'), files.readLink(path)),
      walk: (path, skip) => this.#walk(path, skip, files),
      lookAgain: (path, names) => {
        const found = this.#orGiveUp(() => files.lookAgain(path, names));
        if (found === undefined) this.giveUp();
        else this.#noteAll(path, names, found.stats);
        return found;
      },
    });
  }

  /** Before it is read, so that a change in between shows. */
  #note(path: string, way: Way): void {
    if (this.#hasGivenUp) return;
    try {
      this.#add(path, way, lookAt(path, way));
    } catch {
      this.giveUp();
    }
  }

  #noteListed(path: string): void {
    this.#note(path, 'target');
    if (this.#hasGivenUp) return;
    if (this.#known.get(keyOf(path, 'target')) !== MISSING) this.#listed.add(path);
  }

  #stat(path: string, way: 'target' | 'link', files: Files): FileStat | undefined {
    const found = this.#orGiveUp(() => (way === 'link' ? files.lstat(path) : files.stat(path)));
    this.#add(
      path,
      way,
      found === undefined ? MISSING : [found.mtimeMs, found.ctimeMs, found.size, found.ino],
    );
    return found;
  }

  #walk(path: string, skip: Parameters<Files['walk']>[1], files: Files): WalkedFiles | undefined {
    if (this.#hasGivenUp) return files.walk(path, skip);
    this.#noteListed(path);
    const walked = this.#orGiveUp(() =>
      files.walk(path, (name, isDirectory) => {
        const isSkipped = skip(name, isDirectory);
        // Asked before the folder is listed.
        if (isDirectory && !isSkipped) this.#noteListed(`${path}/${name}`);
        return isSkipped;
      }),
    );
    if (walked === undefined) return undefined;
    for (const name of [...walked.linkedFolders, ...walked.broken]) this.#note(`${path}/${name}`, 'target');
    this.#noteAll(path, walked.names, walked.stats);
    return walked;
  }

  /** Whoever asked may know what to do about trouble, and succeed. */
  #orGiveUp<T>(look: () => T): T {
    try {
      return look();
    } catch (error) {
      this.giveUp();
      throw error;
    }
  }

  #noteAll(path: string, names: readonly string[], stats: Float64Array): void {
    if (this.#hasGivenUp) return;
    names.forEach((name, index) => {
      const at = index * LOOK_NUMBERS;
      const look: Look = [stats[at] ?? 0, stats[at + 1] ?? 0, stats[at + 2] ?? 0, stats[at + 3] ?? 0];
      this.#add(`${path}/${name}`, 'target', look);
    });
  }

  /** What `GitSetup.open` looks for, in each folder on its way up. */
  #noteSearch(start: string, found: GitRepository | undefined): void {
    for (let folder = start; ; folder = folder.slice(0, folder.lastIndexOf('/'))) {
      this.#note(`${folder}/.git`, 'kind');
      this.#note(`${folder}/.git/HEAD`, 'kind');
      if (folder === found?.root || folder === '') return;
    }
  }

  #add(path: string, way: Way, look: Look): void {
    if (this.#hasGivenUp) return;
    const key = keyOf(path, way);
    const before = this.#known.get(key);
    if (before === undefined) {
      this.#known.set(key, look);
      this.paths.push(path);
      this.ways.push(way);
      this.looks.push(look);
    } else if (before.some((number, index) => number !== look[index])) this.giveUp();
  }
}

function keyOf(path: string, way: Way): string {
  return `${way} ${path}`;
}
