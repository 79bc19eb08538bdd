import type { HashRecord } from '../../model/hash.ts';
import { dirname, relative } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import type { Output, Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Scalar, Value, ValueMap } from '../../model/value.ts';
import { digestKeys, metaKeys } from '../lock/hash-record.ts';
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
  return (await rewritten(text, root => applyValues(root, updated))) ?? emitYaml(updated);
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
  if (top.delete('locked') || top.has('frozen')) top.set('frozen', stage.frozen);
  for (const key of ['desc', 'frozen', 'always_changed', 'meta'])
    if (isNothing(top.get(key))) top.delete(key);
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
    if (isNothing(plain.get(key))) plain.delete(key);
  return plain;
}

/** What Python takes for false. */
export function isNothing(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return true;
  return isMap(value) ? value.size === 0 : isList(value) && value.length === 0;
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
