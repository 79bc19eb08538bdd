/** Excludes other mltrack and DVC processes from a project. */
export interface HeldLock {
  /** Another process had it when it was first asked for. */
  readonly hasWaited: boolean;
  /** Never throws. */
  release(): void;
}

export interface Locks {
  /** How long one who does not want to wait still gives others to finish. */
  readonly patienceMs: number;
  /**
   * Undefined when another process holds it for longer than that, or never with `wait`. `onWait` is told once that
   * it takes longer than a moment.
   */
  acquire(path: string, wait: boolean, onWait?: () => void): Promise<HeldLock | undefined>;
  /** For people: which process seems to hold it. */
  holder(path: string): string | undefined;
  /** Ends what would outlive this program; locks that are still held may go with it. */
  close(): void;
}

/** Processes by an id that is never used twice and is good for a file's name: computer, number, start. */
export interface Processes {
  /** This one. */
  readonly self: string;
  /** What this one was called by, as a user would type it. */
  readonly commandLine: string;
  idOf(pid: number): string;
  /** Is it known to be no more? Nothing is known of other computers; what is no id is gone. */
  isGone(id: string): boolean;
  /** Is there a process of this number that has not ended? It may be another one than it was. */
  isAlive(pid: number): boolean;
  pidOf(id: string): number;
  /** Waits for its end; false when it has not come by then. */
  hasEnded(id: string, withinMs: number): Promise<boolean>;
  /** Ends the group that it leads. */
  end(id: string): Promise<void>;
}
