import { isInside } from '../../model/path.ts';

interface Access {
  /** Before anything was written to it. */
  read: boolean;
  written: boolean;
}

/** What a command did with files, in the order of time: what it has made itself is no input of it. */
export class Accesses {
  readonly #seen = new Map<string, Access>();

  read(path: string): void {
    const access = this.#at(path);
    if (!access.written) access.read = true;
  }

  write(path: string): void {
    this.#at(path).written = true;
  }

  /** A file, or a folder with all that is in it. */
  move(from: string, to: string): void {
    for (const [path, access] of [...this.#seen]) {
      if (!access.written || !isInside(path, from)) continue;
      access.written = false;
      this.write(to + path.slice(from.length));
    }
    this.write(to);
  }

  get reads(): readonly string[] {
    return this.#paths(({ read, written }) => read && !written);
  }

  /** What is gone again is among them, and folders that were moved. */
  get writes(): readonly string[] {
    return this.#paths(({ written }) => written);
  }

  #paths(isWanted: (access: Access) => boolean): readonly string[] {
    return [...this.#seen].filter(([, access]) => isWanted(access)).map(([path]) => path);
  }

  #at(path: string): Access {
    let access = this.#seen.get(path);
    if (access === undefined) this.#seen.set(path, (access = { read: false, written: false }));
    return access;
  }
}
