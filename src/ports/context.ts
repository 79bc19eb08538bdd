/**
 * The interfaces to the world, together.
 * Adapters implement them, the CLI passes them in, nobody else makes one.
 */
import type { CatalogEntry } from '../model/catalog.ts';
import type { Event } from '../model/event.ts';
import type { Charts } from './charts.ts';
import type { Files } from './files.ts';
import type { GitSetup } from './git.ts';
import type { Hasher } from './hasher.ts';
import type { Locks, Processes } from './processes.ts';
import type { Shell } from './shell.ts';
import type { Snapshot } from './snapshot.ts';
import type { Web } from './web.ts';
import type { Clock, Input, Machine, Watch } from './surroundings.ts';

export interface Ports {
  readonly files: Files;
  readonly git: GitSetup;
  readonly shell: Shell;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly locks: Locks;
  readonly processes: Processes;
  readonly input: Input;
  /** Begins to watch folders, none yet, and to listen for the user's wish to end that. */
  watch(): Promise<Watch>;
  /** The project's files as they are on disk. */
  workspace(root: string): Snapshot;
  /** Loaded on first use. */
  web(): Promise<Web>;
  /** Loaded on first use. */
  charts(): Promise<Charts>;
  /** Made on first use, since it may start threads. */
  hasher(): Hasher;
}

/** Everything a command gets from outside. */
export interface Context extends Ports {
  /** Absolute, `/`-separated. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** All commands of the program. */
  catalog(): Promise<readonly CatalogEntry[]>;
  /** The name the program was called by. */
  readonly program: string;
  readonly version: string;
  /** Is stdout a terminal? Only for what people read; never changes what machines read. */
  readonly terminal: boolean;
  readonly columns: number;
  /** Wait for other processes as long as they take. */
  readonly waitsForLock: boolean;
  emit(event: Event): void;
  /** Set once the user interrupted. */
  readonly cancelled: AbortSignal;
}
