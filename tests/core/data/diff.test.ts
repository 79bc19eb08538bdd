import { describe, expect, it } from 'vitest';
import type { DataChange } from '../../../src/core/data/compare.ts';
import { diffJson, diffRows, hashText, pathText } from '../../../src/core/data/diff.ts';
import type { DataEntry } from '../../../src/core/data/state.ts';
import { dumpJson } from '../../../src/core/python/json.ts';
import type { RepoPath } from '../../../src/model/path.ts';

const entry = (path: string, digest?: string): DataEntry => ({
  path: path as RepoPath,
  isDirectory: digest?.endsWith('.dir') === true,
  ...(digest === undefined ? {} : { hash: { name: 'md5', digest } }),
});

const changes: readonly DataChange[] = [
  { kind: 'added', new: entry('z', '1111111122') },
  { kind: 'added', new: entry('a', '2222222233') },
  { kind: 'modified', old: entry('d', 'aaaaaaaabb.dir'), new: entry('d', 'ccccccccdd.dir') },
  { kind: 'renamed', old: entry('o', '3333333344'), new: entry('n', '3333333344') },
  { kind: 'unchanged', old: entry('u', '1'), new: entry('u', '1') },
  { kind: 'unknown', new: entry('x', '1') },
];

describe('the rows of a diff', () => {
  it('are sorted by path, every state there as soon as there is one row', () => {
    const rows = diffRows(changes, [entry('m', '9')]);
    expect(dumpJson(diffJson(rows, { hashes: false }))).toBe(
      '{"added": [{"path": "a"}, {"path": "z"}], "deleted": [], "modified": [{"path": "d/"}], "renamed": [{"path": {"old": "o", "new": "n"}}], "not in cache": [{"path": "m"}]}',
    );
    expect(diffRows([], []).size).toBe(0);
    expect(diffRows(changes.slice(4), []).size).toBe(0);
  });

  it('show hashes whole in JSON and in part to people', () => {
    const rows = diffRows(changes, []);
    expect(dumpJson(diffJson(rows, { hashes: true }))).toContain(
      '"modified": [{"path": "d/", "hash": {"old": "aaaaaaaabb.dir", "new": "ccccccccdd.dir"}}], "renamed": [{"path": {"old": "o", "new": "n"}, "hash": "3333333344"}]',
    );
    const all = [...rows.values()].flat();
    expect(all.map(row => `${hashText(row)} ${pathText(row)}`)).toEqual([
      '22222222 a',
      '11111111 z',
      'aaaaaaaa..cccccccc d/',
      '33333333 o -> n',
    ]);
  });

  it('have no hash where something was never made', () => {
    const rows = diffRows([{ kind: 'modified', old: entry('o'), new: entry('o', '1234567890') }], []);
    expect(dumpJson(diffJson(rows, { hashes: true }))).toContain(
      '"hash": {"old": null, "new": "1234567890"}',
    );
    expect([...rows.values()].flat().map(hashText)).toEqual(['..12345678']);
    expect(hashText({ path: 'x', hash: undefined })).toBe('');
  });
});
