import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeTree, encodeTree } from '../../../src/core/digest/tree.ts';
import type { TreeEntry } from '../../../src/model/hash.ts';
import { treeEntries } from './arbitrary.ts';

const one = 'b026324c6904b2a9cb4b88d6d61c81d1';
const two = '26ab0db90d72e28ad0ba1e22ee510510';

function encoded(...paths: readonly string[]): string {
  return encodeTree(paths.map(relpath => ({ relpath, md5: one }))).bytes;
}

function order(...paths: readonly string[]): readonly string[] {
  const read = decodeTree(encoded(...paths));
  return read.ok ? read.value.map(({ relpath }) => relpath) : [JSON.stringify(read.error)];
}

describe('the object of a folder', () => {
  // Text and name as DVC 3.67.1 left them for these two files.
  it('is the list of its files and has the MD5 of that as its name', () => {
    const entries: readonly TreeEntry[] = [
      { relpath: 'sub/b', md5: two },
      { relpath: 'a', md5: one },
    ];
    expect(encodeTree(entries)).toEqual({
      digest: '326d7f26ce5379f53984b0ae8cf1f51f.dir',
      bytes: `[{"md5": "${one}", "relpath": "a"}, {"md5": "${two}", "relpath": "sub/b"}]`,
    });
  });

  it('of an empty folder is an empty list', () => {
    expect(encodeTree([])).toEqual({ digest: 'd751713988987e9331980363e24189ce.dir', bytes: '[]' });
  });

  it('orders whole paths by code point: a slash is a character like any other', () => {
    expect(order('a/b', 'a-b', 'b', 'a.b', 'A', 'a/c/b')).toEqual(['A', 'a-b', 'a.b', 'a/b', 'a/c/b', 'b']);
    expect(order('\u{1f600}', '\uff5a', '\ue000', 'é', 'z')).toEqual([
      'z',
      'é',
      '\ue000',
      '\uff5a',
      '\u{1f600}',
    ]);
  });

  it('escapes all that is not printable ASCII', () => {
    expect(encoded('é\u{1f600}')).toContain('"relpath": "\\u00e9\\ud83d\\ude00"');
    expect(encoded('a"b\\c\n\t\x01\x7f')).toContain('"relpath": "a\\"b\\\\c\\n\\t\\u0001\\u007f"');
  });

  it('does not depend on the order in which its files are found', () => {
    fc.assert(
      fc.property(treeEntries, entries => {
        expect(encodeTree(entries.toReversed())).toEqual(encodeTree(entries));
      }),
    );
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(treeEntries, entries => {
        const read = decodeTree(encodeTree(entries).bytes);
        const paths = (list: readonly TreeEntry[]): ReadonlyMap<string, string> =>
          new Map(list.map(({ relpath, md5 }) => [relpath, md5]));
        expect(read.ok && paths(read.value)).toEqual(paths(entries));
      }),
    );
  });

  it.for([
    ['/etc/passwd', 'absolute'],
    ['../x', 'outside'],
    ['a/../../x', 'outside'],
    ['a//b', 'parts'],
    ['a/./b', 'parts'],
    ['a/', 'parts'],
    ['', 'parts'],
    ['c:/x', 'drive'],
    ['C:\\x', 'drive'],
    ['.git/hooks/pre-commit', 'git'],
    ['a/.dvc/config', 'own'],
    ['a\0b', 'name'],
  ])('is refused when a path in it is %j: %s', ([relpath = '', why]) => {
    const read = decodeTree(JSON.stringify([{ md5: one, relpath }]));
    expect(read).toEqual({ ok: false, error: { name: relpath, why } });
  });

  it.for([[['a', 'a/b']], [['x/a/b/c', 'x/a-', 'x/a']]])(
    'is refused when something in it is a file and a folder: %j',
    ([paths = []]) => {
      const read = decodeTree(JSON.stringify(paths.map(relpath => ({ md5: one, relpath }))));
      expect(!read.ok && read.error).toMatchObject({ why: 'nested' });
    },
  );

  it.for([
    ['not json', 'it is not JSON'],
    ['[', 'it is not JSON'],
    ['{}', 'it is not a list'],
    ['null', 'it is not a list'],
    ['[1]', 'an entry is not a mapping'],
    ['[null]', 'an entry is not a mapping'],
    ['[{"relpath": "a"}]', 'an entry has no MD5'],
    ['[{"relpath": "a", "md5": "../../x"}]', 'an entry has no MD5'],
    [`[{"relpath": "a", "md5": "${one.toUpperCase()}"}]`, 'an entry has no MD5'],
    [`[{"relpath": ["a"], "md5": "${one}"}]`, 'the path of an entry is not a text'],
  ])('%s is none: %s', ([text = '', form]) => {
    expect(decodeTree(text)).toEqual({ ok: false, error: { form } });
  });

  it('has no names that reach into prototypes', () => {
    expect(order('__proto__', 'constructor/toString')).toEqual(['__proto__', 'constructor/toString']);
  });
});
