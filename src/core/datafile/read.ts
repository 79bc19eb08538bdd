import { dirname, isUrl, join, startsWithDrive, within } from '../../model/path.ts';
import type { RepoPath } from '../../model/path.ts';
import type { Dependency, Output, Stage } from '../../model/stage.ts';
import { isList, isMap } from '../../model/value.ts';
import type { Value, ValueMap } from '../../model/value.ts';
import { readHashRecord } from '../lock/hash-record.ts';
import { recordFields } from '../lock/shapes.ts';
import { NUL_IN_PATH } from '../paths.ts';
import { anything, boolean, check, either, list, nothing, record, text } from '../schema/shape.ts';
import type { Problem } from '../schema/shape.ts';

const DATA_FILE_SHAPE = record({
  md5: anything,
  cmd: anything,
  wdir: either(text, nothing),
  deps: either(list(record({ ...recordFields, repo: anything, db: anything, fs_config: anything })), nothing),
  outs: either(
    list(
      record({
        ...recordFields,
        desc: text,
        type: text,
        labels: list(text),
        meta: anything,
        cache: boolean,
        metric: anything,
        plot: anything,
        persist: boolean,
        remote: text,
        push: boolean,
        fs_config: anything,
      }),
    ),
    nothing,
  ),
  locked: boolean,
  frozen: boolean,
  meta: anything,
  always_changed: boolean,
  desc: text,
});

/** Keys of an output entry that have a field of their own in {@link Output}. */
const OUTPUT_KEYS = new Set([
  'path',
  'cache',
  'persist',
  'push',
  'remote',
  'desc',
  'metric',
  'plot',
  ...Object.keys(recordFields),
]);

/**
 * Turns the parsed content of a data file into a node of the graph.
 *
 * @param root the project's, as an absolute path.
 * @returns all problems at once; `stage` is meant for use only when there are none.
 */
export function readDataFile(
  content: Value,
  file: RepoPath,
  root: string,
): { readonly stage: Stage; readonly problems: readonly Problem[] } {
  const top: Value = content ?? new Map<string, Value>();
  const problems = [...check(top, DATA_FILE_SHAPE)];
  const map: ValueMap = problems.length === 0 && isMap(top) ? top : new Map();
  const folder = dirname(file) as RepoPath;
  const wdir = map.get('wdir');
  const workdir = typeof wdir === 'string' ? within(folder, wdir) : folder;
  if (workdir === undefined)
    problems.push({ path: ['wdir'], at: 'value', message: 'the working folder is outside the project' });
  const base = workdir ?? folder;
  problems.push(...entryProblems(map, 'outs'), ...entryProblems(map, 'deps'));
  const outputs = entries(map.get('outs')).flatMap(entry => output(entry, base, root));
  const dependencies = entries(map.get('deps')).flatMap(entry => dependency(entry, base));
  const checksum = map.get('md5');
  const desc = map.get('desc');
  return {
    problems,
    stage: {
      kind: 'data',
      name: '',
      file,
      place: { file },
      command: undefined,
      workdir: base,
      dependencies,
      params: [],
      outputs,
      frozen: map.get('frozen') === true || map.get('locked') === true,
      alwaysChanged: map.get('always_changed') === true,
      isImport: dependencies.length === 1 && outputs.length === 1,
      ...(typeof desc === 'string' ? { desc } : {}),
      ...(typeof checksum === 'string' ? { checksum } : {}),
    },
  };
}

/** What the shape does not tell: an entry is about some path, and a hash is long enough to name an object. */
function entryProblems(content: ValueMap, key: 'outs' | 'deps'): readonly Problem[] {
  return entries(content.get(key)).flatMap((entry, index) => {
    const at = (field: string, message: string): Problem => ({
      path: [key, index, field],
      at: 'value',
      message,
    });
    const short = ['md5', 'etag', 'checksum'].filter(name => {
      const value = entry.get(name);
      return (typeof value === 'string' || typeof value === 'number') && /^.{1,2}$/.test(String(value));
    });
    return [
      ...(entry.has('path') ? [] : [{ ...at('', 'expected a `path`'), path: [key, index] }]),
      ...(holdsNul(entry.get('path')) ? [at('path', NUL_IN_PATH)] : []),
      ...short.map(name => at(name, 'expected a hash of three characters or more')),
    ];
  });
}

function holdsNul(path: Value | undefined): boolean {
  return typeof path === 'string' && path.includes('\0');
}

function entries(value: Value | undefined): ValueMap[] {
  return isList(value) ? value.filter(isMap) : [];
}

function output(entry: ValueMap, workdir: RepoPath, root: string): Output[] {
  const written = entry.get('path');
  if (typeof written !== 'string') return [];
  const desc = entry.get('desc');
  const remote = entry.get('remote');
  const recorded = readHashRecord(entry);
  const path = isUrl(written) ? undefined : within(workdir, written);
  const isOutside = path === undefined && !isUrl(written) && !startsWithDrive(written);
  const extra = new Map([...entry].filter(([key]) => typeof key === 'string' && !OUTPUT_KEYS.has(key)));
  return [
    {
      written,
      path,
      ...(isOutside ? { outside: join(join(root, workdir), written) } : {}),
      role: isSet(entry.get('plot')) ? 'plot' : isSet(entry.get('metric')) ? 'metric' : 'data',
      cached: entry.get('cache') !== false,
      persistent: entry.get('persist') === true,
      push: entry.get('push') !== false,
      ...(typeof remote === 'string' ? { remote } : {}),
      ...(typeof desc === 'string' ? { desc } : {}),
      ...(extra.size > 0 ? { extra } : {}),
      ...(recorded === undefined ? {} : { recorded }),
    },
  ];
}

function dependency(entry: ValueMap, workdir: RepoPath): Dependency[] {
  const written = entry.get('path');
  if (typeof written !== 'string') return [];
  const recorded = readHashRecord(entry);
  const external = entry.has('repo') || isUrl(written);
  return [
    {
      written,
      path: external ? undefined : within(workdir, written),
      ...(recorded === undefined ? {} : { recorded }),
    },
  ];
}

function isSet(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== false && !(isMap(value) && value.size === 0);
}
