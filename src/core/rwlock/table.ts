import { isInside } from '../../model/path.ts';
import { dumpJson } from '../python/json.ts';

/** A process that works on a path, and its command line. */
export interface Worker {
  readonly pid: number;
  readonly cmd: string;
}

/** What a piece of work needs: absolute paths. Work that nothing else may go on beside needs everything. */
export type Claim = PathClaim | 'everything';

export interface PathClaim {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Who reads and who writes which paths, as DVC keeps it in a project. */
export interface RwlockTable {
  readonly write: ReadonlyMap<string, Worker>;
  readonly read: ReadonlyMap<string, readonly Worker[]>;
}

/** A path on which somebody is at work. */
export interface Blocker extends Worker {
  readonly path: string;
}

/** @returns what can be understood of a text; it is `whole` when DVC would take all of it. */
export function parseTable(text: string): { readonly table: RwlockTable; readonly isWhole: boolean } {
  const write = new Map<string, Worker>();
  const read = new Map<string, readonly Worker[]>();
  const table: RwlockTable = { write, read };
  const content = parsed(text);
  if (!isObject(content)) return { table, isWhole: false };
  let isWhole = Object.keys(content).every(key => key === 'write' || key === 'read');
  for (const [path, worker] of entriesOf(content['write'])) {
    if (isWorker(worker)) write.set(path, worker);
    else isWhole = false;
  }
  for (const [path, workers] of entriesOf(content['read'])) {
    const known = Array.isArray(workers) ? workers.filter(isWorker) : [];
    if (!Array.isArray(workers) || known.length < workers.length) isWhole = false;
    if (known.length > 0) read.set(path, known);
  }
  for (const part of [content['write'], content['read']])
    if (part !== undefined && !isObject(part)) isWhole = false;
  return { table, isWhole };
}

/** As DVC writes it. */
export function tableText({ write, read }: RwlockTable): string {
  return dumpJson({
    write: write.size > 0 ? new Map([...write].map(([path, worker]) => [path, plain(worker)])) : undefined,
    read: read.size > 0 ? new Map([...read].map(([path, workers]) => [path, workers.map(plain)])) : undefined,
  });
}

/** Everybody a table speaks of. */
export function workersIn({ write, read }: RwlockTable): readonly Worker[] {
  return [...write.values(), ...[...read.values()].flat()];
}

/** Who is in the way: paths collide when they are the same or one lies in the other, and one of the two is written. */
export function blockersOf(table: RwlockTable, claim: Claim): readonly Blocker[] {
  const isInWay = (path: string, isWritten: boolean): boolean =>
    claim === 'everything' ||
    claim.writes.some(other => overlap(path, other)) ||
    (isWritten && claim.reads.some(other => overlap(path, other)));
  const found: Blocker[] = [];
  for (const [path, worker] of table.write) if (isInWay(path, true)) found.push({ path, ...worker });
  for (const [path, workers] of table.read)
    if (isInWay(path, false)) found.push(...workers.map(worker => ({ path, ...worker })));
  return found;
}

/** The entries of those that are to stay. */
export function keepWorkers(table: RwlockTable, stays: (worker: Worker) => boolean): RwlockTable {
  const read = [...table.read].map(([path, workers]) => [path, workers.filter(stays)] as const);
  return {
    write: new Map([...table.write].filter(([, worker]) => stays(worker))),
    read: new Map(read.filter(([, workers]) => workers.length > 0)),
  };
}

/** Adds what a process works on. */
export function withClaims(
  table: RwlockTable,
  { pid, cmd }: Worker,
  claims: readonly PathClaim[],
): RwlockTable {
  const write = new Map(table.write);
  const read = new Map(table.read);
  for (const path of new Set(claims.flatMap(({ writes }) => writes))) write.set(path, { pid, cmd });
  for (const path of new Set(claims.flatMap(({ reads }) => reads)))
    read.set(path, [...(read.get(path) ?? []), { pid, cmd }]);
  return { write, read };
}

function overlap(a: string, b: string): boolean {
  return a === b || isInside(a, b) || isInside(b, a);
}

/** The keys in DVC's order, whatever that of the file. */
function plain({ pid, cmd }: Worker): { readonly pid: number; readonly cmd: string } {
  return { pid, cmd };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function entriesOf(part: unknown): readonly (readonly [string, unknown])[] {
  return isObject(part) ? Object.entries(part) : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWorker(value: unknown): value is Worker {
  return (
    isObject(value) &&
    Object.keys(value).length === 2 &&
    Number.isSafeInteger(value['pid']) &&
    typeof value['cmd'] === 'string'
  );
}
