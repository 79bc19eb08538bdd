import { memoName } from '../core/digest/memo.ts';
import type { StageId } from '../model/stage.ts';
import type { ShellOutput, Usage } from '../ports/shell.ts';
import { writeMemo } from './memo.ts';
import type { Project } from './project.ts';

/** One run of one stage, as it is kept. */
export interface RunRecord {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly elapsedMs: number;
  readonly outcome: 'ran' | 'restored' | 'failed';
  /** The exit code of the command that failed. */
  readonly exit?: number;
  readonly cpuMs?: number;
  readonly peakBytes?: number;
  /** Its output was kept: the name of the file in the folder of the logs. */
  readonly log?: string;
  /** It printed to a terminal, where nothing was kept. */
  readonly onTerminal?: boolean;
}

const KEPT_RUNS = 10;
/** Of what a run prints, so much of the beginning and so much of the end is kept: a failure is told at the end. */
export const MOST_LOG_BYTES = 8 * 1024 * 1024;

/** What runs of stages took, used and printed: for people, and to guess what the next run will take. */
export class RunRecords {
  readonly #project: Project;
  readonly #folder: string;
  #runs: Map<string, readonly RunRecord[]> | undefined;
  #isChanged = false;

  constructor(project: Project) {
    this.#project = project;
    this.#folder = `${project.root}/${project.layout.directory}/tmp/mltrack/runs`;
  }

  /** Of one stage, the newest last. */
  of(id: StageId): readonly RunRecord[] {
    return this.#all().get(id) ?? [];
  }

  /** Of every stage that ever ran. */
  all(): ReadonlyMap<string, readonly RunRecord[]> {
    return this.#all();
  }

  add(id: StageId, run: RunRecord): void {
    const runs = [...this.of(id), run];
    for (const { log } of runs.slice(0, -KEPT_RUNS))
      if (log !== undefined) this.#project.context.files.remove(`${this.#folder}/${log}`);
    this.#all().set(id, runs.slice(-KEPT_RUNS));
    this.#isChanged = true;
  }

  /** What a run printed; undefined when that was not kept. */
  output({ log }: RunRecord): string | undefined {
    return log === undefined ? undefined : this.#project.context.files.readText(`${this.#folder}/${log}`);
  }

  /** A file for what a run prints, made with its first words. */
  open(id: StageId, startedAt: number): RunLog {
    return new RunLog(this.#project, this.#folder, `${memoName(id)}-${Math.round(startedAt)}.log`);
  }

  /** To be called at the end: losing the last of them costs nothing but knowledge. */
  save(): void {
    if (!this.#isChanged) return;
    const text = `${JSON.stringify(Object.fromEntries(this.#all()))}\n`;
    writeMemo(this.#project, `${this.#folder}/runs.json`, text);
    this.#isChanged = false;
  }

  #all(): Map<string, readonly RunRecord[]> {
    if (this.#runs !== undefined) return this.#runs;
    const text = this.#project.context.files.readText(`${this.#folder}/runs.json`);
    this.#runs = text === undefined ? new Map() : parse(text);
    return this.#runs;
  }
}

/** Takes what one run prints. */
export class RunLog {
  readonly #project: Project;
  readonly #folder: string;
  readonly #name: string;
  #bytes = 0;
  /** What came last, beyond the beginning; what is dropped of it is counted. */
  readonly #end: Uint8Array[] = [];
  #endBytes = 0;
  #dropped = 0;
  /** Nothing can be written any more: the run itself goes on. */
  #isBroken = false;
  readonly output: ShellOutput = {
    stdout: chunk => this.#take(chunk),
    stderr: chunk => this.#take(chunk),
  };

  constructor(project: Project, folder: string, name: string) {
    this.#project = project;
    this.#folder = folder;
    this.#name = name;
  }

  /** Undefined when nothing was printed where it could be seen. */
  get name(): string | undefined {
    return this.#bytes > 0 ? this.#name : undefined;
  }

  /** To be called when nothing more will come. */
  close(): void {
    if (this.#endBytes === 0) return;
    const end = Buffer.concat(this.#end.splice(0));
    if (this.#dropped === 0) {
      this.#append(end);
      return;
    }
    // What is left begins in the middle of a line.
    const start = end.indexOf('\n') + 1;
    const left = new Intl.NumberFormat('en').format(this.#dropped + start);
    this.#append(Buffer.from(`\n… ${left} bytes were not kept …\n`));
    this.#append(end.subarray(start));
  }

  #take(chunk: Uint8Array): void {
    const room = MOST_LOG_BYTES - this.#bytes;
    if (room > 0) this.#append(chunk.subarray(0, room));
    if (chunk.length <= room) return;
    const rest = chunk.subarray(Math.max(0, room));
    this.#end.push(rest);
    this.#endBytes += rest.length;
    for (let [first] = this.#end; first !== undefined; [first] = this.#end) {
      if (this.#endBytes - first.length < MOST_LOG_BYTES) return;
      this.#end.shift();
      this.#endBytes -= first.length;
      this.#dropped += first.length;
    }
  }

  #append(chunk: Uint8Array): void {
    if (this.#isBroken) return;
    const { files } = this.#project.context;
    try {
      if (this.#bytes === 0) files.makeDirectory(this.#folder);
      files.append(`${this.#folder}/${this.#name}`, chunk);
      this.#bytes += chunk.length;
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'FileTrouble') throw error;
      this.#isBroken = true;
    }
  }
}

/** Adds up what several commands used. */
export function addUsage(sum: Usage | undefined, more: Usage | undefined): Usage | undefined {
  if (sum === undefined || more === undefined) return sum ?? more;
  const peakBytes = Math.max(sum.peakBytes ?? 0, more.peakBytes ?? 0);
  return { cpuMs: sum.cpuMs + more.cpuMs, ...(peakBytes > 0 ? { peakBytes } : {}) };
}

/** Anything that is not what was written counts as nothing. */
function parse(text: string): Map<string, readonly RunRecord[]> {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content !== 'object' || content === null) return new Map();
    return new Map(
      Object.entries(content).flatMap(([id, runs]): [string, RunRecord[]][] =>
        Array.isArray(runs) ? [[id, runs.filter(isRecord)]] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { startedAt, elapsedMs, outcome, log } = value as Partial<Record<keyof RunRecord, unknown>>;
  const isLog = log === undefined || (typeof log === 'string' && /^[\w-]+\.log$/.test(log));
  return (
    typeof startedAt === 'number' && typeof elapsedMs === 'number' && typeof outcome === 'string' && isLog
  );
}
