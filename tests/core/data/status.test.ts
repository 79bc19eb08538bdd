import { describe, expect, it } from 'vitest';
import type { DataChange } from '../../../src/core/data/compare.ts';
import { entryText } from '../../../src/core/data/state.ts';
import type { DataEntry } from '../../../src/core/data/state.ts';
import { changedPaths, statusJson, unchangedPaths } from '../../../src/core/data/status.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { RepoPath } from '../../../src/model/path.ts';

const entry = (path: string): DataEntry => ({ path: path as RepoPath, isDirectory: path.startsWith('d') });
const same = (path: string): DataChange => ({ kind: 'unchanged', old: entry(path), new: entry(path) });

const nothing = {
  notInCache: [],
  committed: new Map(),
  uncommitted: new Map(),
  untracked: [],
  unchanged: [],
};

describe('the state of data', () => {
  it('is grouped by kind, in the order in which kinds come, folders with a slash', () => {
    const changes = changedPaths([
      { kind: 'modified', old: entry('d'), new: entry('d') },
      same('u'),
      { kind: 'renamed', old: entry('d1'), new: entry('d2') },
      { kind: 'modified', old: entry('x'), new: entry('x') },
      { kind: 'deleted', old: entry('y') },
    ]);
    expect(dumpJson(statusJson({ ...nothing, committed: changes, unchanged: ['u'] }))).toBe(
      '{"committed": {"modified": ["d/", "x"], "renamed": [{"old": "d1/", "new": "d2/"}], "deleted": ["y"]}, "unchanged": ["u"]}',
    );
    expect(entryText(entry('x'))).toBe('x');
  });

  it('leaves out what is empty', () => {
    expect(dumpJson(statusJson(nothing))).toBe('{}');
  });

  it('is unchanged where it is in every comparison', () => {
    expect(unchangedPaths([same('a'), same('d'), same('b')], [same('d'), same('a')])).toEqual(['a', 'd/']);
    expect(unchangedPaths([same('a')])).toEqual(['a']);
    expect(unchangedPaths([same('a')], [])).toEqual([]);
  });
});
