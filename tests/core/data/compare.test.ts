import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareData } from '../../../src/core/data/compare.ts';
import type { CompareOptions } from '../../../src/core/data/compare.ts';
import type { DataItem, DataState } from '../../../src/core/data/state.ts';
import { entryText } from '../../../src/core/data/state.ts';
import type { RepoPath } from '../../../src/model/path.ts';

const file = (digest: string): DataItem => ({ hash: { name: 'md5', digest }, isDirectory: false });

function folder(
  digest: string,
  files: Readonly<Record<string, string>> | undefined,
  folders: string[] = [],
): DataItem {
  const hash = { name: 'md5' as const, digest: `${digest}.dir` };
  if (files === undefined) return { hash, isDirectory: true };
  const entries = Object.entries(files).map(([relpath, md5]) => ({ relpath, md5 }));
  return { hash, isDirectory: true, content: { files: () => entries, folders: () => folders } };
}

function state(items: Readonly<Record<string, DataItem>>): DataState {
  return new Map(Object.entries(items) as [RepoPath, DataItem][]);
}

/** `modified data/`, `renamed a -> b`: short enough to be read in a row. */
function told(old: DataState, new_: DataState, options: Partial<CompareOptions> = {}): string[] {
  return compareData(old, new_, { by: 'hash', inside: true, ...options }).map(change => {
    const before = 'old' in change ? entryText(change.old) : undefined;
    const after = 'new' in change ? entryText(change.new) : undefined;
    return change.kind === 'renamed' ? `renamed ${before} -> ${after}` : `${change.kind} ${after ?? before}`;
  });
}

const nothing = state({});

describe('comparing tracked data', () => {
  it('tells what came, went and changed, folders before what is in them', () => {
    const old = state({ data: folder('1', { a: 'x', 'sub/b': 'y' }), gone: file('g'), same: file('s') });
    const now = state({ data: folder('2', { a: 'z', 'sub/c': 'n' }), came: file('c'), same: file('s') });
    expect(told(old, now)).toEqual([
      'modified data/',
      'modified data/a',
      'added came',
      'added data/sub/c',
      'deleted data/sub/b',
      'deleted gone',
    ]);
    expect(told(old, now, { inside: false })).toEqual(['modified data/', 'added came', 'deleted gone']);
    expect(told(old, now, { unchanged: true })).toContain('unchanged same');
    expect(told(nothing, old)).toEqual([
      'added data/',
      'added data/a',
      'added data/sub/b',
      'added gone',
      'added same',
    ]);
  });

  it('pairs what went with what came when the content is the same, in order', () => {
    const old = state({ a: file('1'), b: file('1'), d: folder('d', { x: '2' }) });
    const now = state({ c: file('1'), e: folder('d', { x: '2' }) });
    expect(told(old, now)).toEqual(['renamed a -> c', 'renamed d/ -> e/', 'renamed d/x -> e/x', 'deleted b']);
  });

  it('tells files apart by the kind of their hash', () => {
    const legacy: DataItem = { hash: { name: 'md5-dos2unix', digest: '1' }, isDirectory: false };
    expect(told(state({ a: legacy }), state({ a: file('1') }))).toEqual(['modified a']);
  });

  it('does not guess what was in a folder whose list is lost', () => {
    const lost = state({ data: folder('1', undefined) });
    const there = state({ data: folder('1', { 'sub/a': 'x', 'sub-b': 'y' }, ['sub']) });
    expect(told(lost, there)).toEqual(['unknown data/sub/', 'unknown data/sub/a', 'unknown data/sub-b']);
    expect(told(there, lost)).toEqual([]);
    expect(told(lost, nothing)).toEqual(['deleted data/']);
    expect(told(lost, state({ data: file('f') }))).toEqual(['modified data']);
  });

  it('sees files become folders and folders files', () => {
    const asFile = state({ data: file('f') });
    const asFolder = state({ data: folder('1', { a: 'x' }) });
    expect(told(asFile, asFolder)).toEqual(['modified data/', 'added data/a']);
    expect(told(asFolder, asFile)).toEqual(['modified data', 'deleted data/a']);
  });

  it('takes what was declared and never made for absent or for present, as asked', () => {
    const declared = state({ out: { isDirectory: false } });
    expect(told(declared, state({ out: file('1') }))).toEqual(['added out']);
    expect(told(declared, nothing)).toEqual([]);
    expect(told(declared, state({ out: file('1') }), { by: 'entry' })).toEqual(['modified out']);
    expect(told(declared, nothing, { by: 'entry' })).toEqual(['deleted out']);
    expect(told(declared, declared, { by: 'entry', unchanged: true })).toEqual(['unchanged out']);
  });

  it('looks only at chosen paths, and pairs no rename across their border', () => {
    const old = state({ data: folder('1', { a: 'x', 'sub/b': 'y' }) });
    const now = state({ data: folder('2', { 'sub/a': 'x', 'sub/b': 'z' }) });
    const selects = (path: string): boolean => path.startsWith('data/sub');
    expect(told(old, now, { selects })).toEqual(['modified data/sub/b', 'added data/sub/a']);
  });

  it('finds nothing between a state and itself, and the mirror image the other way round', () => {
    const digests = fc.constantFrom('1', '2', '3');
    const names = fc.constantFrom('a', 'b/c', 'b-d', 'é');
    const states = fc
      .dictionary(fc.constantFrom('x', 'y', 'z'), fc.dictionary(names, digests))
      .map(folders =>
        state(
          Object.fromEntries(
            Object.entries(folders).map(([name, files]) => [name, folder(JSON.stringify(files), files)]),
          ),
        ),
      );
    const count = (all: string[], kind: string): number => all.filter(each => each.startsWith(kind)).length;
    fc.assert(
      fc.property(states, states, (one, other) => {
        expect(told(one, one)).toEqual([]);
        const [there, back] = [told(one, other), told(other, one)];
        for (const [kind, mirrored] of [
          ['modified', 'modified'],
          ['renamed', 'renamed'],
          ['added', 'deleted'],
        ] as const)
          expect(count(back, mirrored)).toBe(count(there, kind));
      }),
    );
  });
});
