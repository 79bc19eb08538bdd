import type { HashRecord } from '../../model/hash.ts';
import { dirname, relative } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import type { Output, Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { digestKeys, metaKeys } from '../lock/hash-record.ts';
import { isTruthy } from '../reading/truth.ts';
import { applyValues } from '../yaml/commented-edit.ts';
import { emitYaml } from '../yaml/emit.ts';

/** The content of a data file that tracks one path, as `add` writes it for the first time. */
export function newDataFile(
  written: string,
  record: HashRecord,
  annotations: ReadonlyMap<string, Value>,
): ValueMap {
  const entry = new Map<string, Value>([...recordKeys(record), ['path', written], ...annotations]);
  return new Map<string, Value>([['outs', [entry]]]);
}

/** Keys of an output's entry behind its path, in DVC's order. */
const FLAGS = [
  'fs_config',
  'desc',
  'type',
  'labels',
  'meta',
  'cache',
  'metric',
  'plot',
  'persist',
  'remote',
  'push',
];

/**
 * The content of the data file of a path that was moved: what the old one said of its only output and of itself, in
 * DVC's order. Comments do not move.
 */
export function movedDataFile(content: ValueMap, stage: Stage, written: string): ValueMap {
  const outs = content.get('outs');
  const before = isList(outs) && isMap(outs[0]) ? outs[0] : new Map<Scalar, Value>();
  const record = stage.outputs[0]?.recorded;
  const entry = new Map<Scalar, Value>([
    ...(record === undefined ? [['hash', 'md5'] satisfies [string, Value]] : recordKeys(record)),
    ['path', written],
  ]);
  for (const key of FLAGS) {
    const value = before.get(key) ?? null;
    const isDefault = key === 'cache' || key === 'push' ? value !== false : !isTruthy(value);
    if (!isDefault) entry.set(key, value);
  }
  const top: readonly [string, Value][] = [
    ['desc', content.get('desc') ?? null],
    ['frozen', stage.frozen],
    ['outs', [entry]],
    ['always_changed', stage.alwaysChanged],
    ['meta', content.get('meta') ?? null],
  ];
  return new Map(top.filter(([, value]) => isTruthy(value)));
}

/**
 * The text of an existing data file with new hashes for its outputs (and dependencies). As in DVC, comments and order
 * stay, new keys follow at the end, and what goes is: keys of an outdated record, defaults that somebody spelt out,
 * detours in paths.
 *
 * @param content what `text` parses to.
 */
export async function updatedDataFile(
  text: string,
  content: ValueMap,
  stage: Stage,
  records: UpdatedRecords,
): Promise<string> {
  const updated = updatedContent(content, stage, records);
  // Most files are as we write them, and need no care.
  if (text === emitYaml(content)) return emitYaml(updated);
  const { rewritten } = await import('../yaml/rewrite.ts');
  const asDvc = await rewritten(text, root => applyValues(root, updated));
  if (asDvc !== undefined) return asDvc;
  const { spliced } = await import('../yaml/splice.ts');
  return (await spliced(text, updated, 1)) ?? emitYaml(updated);
}

export interface UpdatedRecords {
  /** By path as written; a path that is absent keeps what the file says. */
  readonly outputs: ReadonlyMap<string, HashRecord>;
  readonly dependencies: ReadonlyMap<string, HashRecord>;
  readonly checksum?: string;
}

function updatedContent(content: ValueMap, stage: Stage, records: UpdatedRecords): ValueMap {
  const top = new Map<Scalar, Value>(content);
  const { outputs, dependencies, workdir } = stage;
  patch(top, 'outs', (entry, index) => {
    const output = outputs[index];
    return output === undefined
      ? entry
      : plainOutput(patched(entry, records.outputs.get(output.written)), output, workdir);
  });
  patch(top, 'deps', (entry, index) =>
    patched(entry, records.dependencies.get(dependencies[index]?.written ?? '')),
  );
  if (records.checksum !== undefined) top.set('md5', records.checksum);
  top.delete('locked');
  top.set('frozen', stage.frozen);
  for (const key of ['desc', 'frozen', 'always_changed', 'meta'])
    if (!isTruthy(top.get(key) ?? null)) top.delete(key);
  const wdir = relative(dirname(stage.file), workdir);
  if (wdir === '.') top.delete('wdir');
  else top.set('wdir', wdir);
  return top;
}

function patch(
  top: Map<Scalar, Value>,
  section: string,
  change: (entry: ValueMap, index: number) => ValueMap,
): void {
  const entries = top.get(section);
  if (isList(entries))
    top.set(
      section,
      entries.map((entry, index) => (isMap(entry) ? change(entry, index) : entry)),
    );
}

/** Without what goes without saying. */
function plainOutput(entry: ValueMap, output: Output, workdir: RepoPath): ValueMap {
  const plain = new Map<Scalar, Value>(entry);
  if (output.path !== undefined) plain.set('path', relative(workdir, output.path));
  for (const key of ['cache', 'push']) if (plain.get(key) === true) plain.delete(key);
  for (const key of ['desc', 'type', 'labels', 'meta', 'metric', 'plot', 'persist', 'remote'])
    if (!isTruthy(plain.get(key) ?? null)) plain.delete(key);
  return plain;
}

const RECORD_KEYS = [
  'md5',
  'etag',
  'checksum',
  'size',
  'nfiles',
  'isexec',
  'hash',
  'version_id',
  'cloud',
  'files',
];

function patched(entry: ValueMap, record: HashRecord | undefined): ValueMap {
  if (record === undefined) return entry;
  const wanted = new Map<string, Value>(recordKeys(record));
  const changed = new Map<Scalar, Value>();
  for (const [key, value] of entry) {
    const isRecordKey = typeof key === 'string' && RECORD_KEYS.includes(key);
    if (!isRecordKey) changed.set(key, value);
    else if (wanted.has(key)) changed.set(key, wanted.get(key) ?? null);
  }
  for (const [key, value] of wanted) changed.set(key, value);
  return changed;
}

/** In the order of data files, which differs from that of the lock: the digest first, `hash` after what is known. */
function recordKeys(record: HashRecord): [string, Value][] {
  return [
    ...digestKeys(record),
    ...metaKeys(record),
    ...(record.name === 'md5-dos2unix' ? [] : [['hash', 'md5'] satisfies [string, Value]]),
  ];
}
