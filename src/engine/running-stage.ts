import type { Failure } from '../model/failure.ts';
import type { StageId } from '../model/stage.ts';
import type { ShellExit, Usage } from '../ports/shell.ts';
import type { Clock } from '../ports/surroundings.ts';
import { addUsage } from './run-records.ts';
import type { RunLog, RunRecord, RunRecords } from './run-records.ts';

/** A stage while it runs: what it prints and uses comes together to its record. */
export class RunningStage {
  readonly #records: RunRecords;
  readonly #clock: Clock;
  readonly #id: StageId;
  readonly #startedAt: number;
  readonly #steadyStart: number;
  readonly log: RunLog;
  #usage: Usage | undefined;
  #onTerminal = false;

  constructor(records: RunRecords, clock: Clock, id: StageId) {
    this.#records = records;
    this.#clock = clock;
    this.#id = id;
    this.#startedAt = clock.now();
    this.#steadyStart = clock.steady();
    this.log = records.open(id, this.#startedAt);
  }

  /** A command of it has ended. */
  use({ usage, onTerminal = false }: ShellExit): void {
    this.#usage = addUsage(this.#usage, usage);
    this.#onTerminal ||= onTerminal;
  }

  /** @returns how long it took. */
  end(outcome: 'ran' | 'restored'): number {
    return this.#keep({ outcome });
  }

  fail(failure: Failure): void {
    this.#keep({ outcome: 'failed', ...(failure.code === 'command-failed' ? { exit: failure.exit } : {}) });
  }

  #keep(how: Pick<RunRecord, 'outcome' | 'exit'>): number {
    const elapsedMs = this.#clock.steady() - this.#steadyStart;
    this.log.close();
    const { name } = this.log;
    this.#records.add(this.#id, {
      startedAt: this.#startedAt,
      elapsedMs,
      ...how,
      ...this.#usage,
      ...(name === undefined ? {} : { log: name }),
      ...(this.#onTerminal ? { onTerminal: true } : {}),
    });
    return elapsedMs;
  }
}
