import { describe, expect, it } from 'vitest';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from '../rig/rig.ts';
import { LAYOUT_NAMES } from '../rig/trained.ts';

const LINE = 'git-hook merge-driver --ancestor base --our our --their their';

describe.each(LAYOUT_NAMES)('git-hook merge-driver in the layout of %s', name => {
  /** Versions of a tracked folder with these files, as `base`, `our` and `their`. */
  async function versions(...all: readonly Readonly<Record<string, string>>[]): Promise<Rig> {
    const rig = await Rig.create(name);
    for (const [index, files] of all.entries()) {
      const folder = Object.entries(files).map(([path, text]) => [`v${index}/${path}`, text] as const);
      rig.write(Object.fromEntries(folder));
      await rig.mltrack(`add -q v${index}`);
      const text = rig.read(`v${index}${LAYOUTS[name].dataSuffix}`).replace(`v${index}`, 'folder');
      rig.write({ [['base', 'our', 'their'][index] ?? '']: text });
    }
    return rig;
  }

  it('merges what both branches added', async () => {
    using rig = await versions({ a: '1' }, { a: '1', b: '22' }, { a: '1', c: '333' });
    expect(await rig.mltrack(LINE)).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(rig.read('our')).toMatch(
      /^outs:\n- md5: [0-9a-f]{32}\.dir\n  size: 6\n  nfiles: 3\n  hash: md5\n  path: folder\n$/,
    );
    rig.write({ [`f${LAYOUTS[name].dataSuffix}`]: rig.read('our') });
    await rig.mltrack('checkout -q');
    expect(['a', 'b', 'c'].map(file => rig.read(`folder/${file}`))).toEqual(['1', '22', '333']);
  });

  it('refuses what cannot be merged and leaves the file as it is', async () => {
    using rig = await versions({ a: '1' }, { a: '2' }, { a: '3' });
    const before = rig.read('our');
    expect(await rig.mltrack(LINE)).toEqual({
      code: 255,
      stdout: '',
      stderr: 'ERROR: unable to auto-merge the following paths:\na\n',
    });
    rig.write({ their: before.replace('path: folder', 'path: folder\n  desc: other') });
    expect((await rig.mltrack(LINE)).stderr).toBe(
      'ERROR: unable to auto-merge outputs with different options\n',
    );
    expect(rig.read('our')).toBe(before);
  });

  it.each(['outs:\n- md5: aa\n', 'outs:\n- md5: aa\n  path: folder\n', 'outs:\n- md5: aaaa.dir\n'])(
    'leaves a version that is no data file as it is: %j',
    async text => {
      using rig = await versions({ a: '1' }, { a: '1' }, { a: '2' });
      rig.write({ our: text });
      const { code, stderr } = await rig.mltrack(LINE);
      expect(code).toBe(255);
      expect(stderr).toContain("'./our' validation failed");
      expect(rig.read('our')).toBe(text);
    },
  );

  it('wants its arguments, and does nothing outside of a project', async () => {
    using rig = await versions({ a: '1' });
    expect((await rig.mltrack('git-hook merge-driver --our our')).code).toBe(254);
    expect(await rig.mltrack(LINE, '..')).toEqual({ code: 0, stdout: '', stderr: '' });
    const lost = await rig.mltrack('git-hook merge-driver --ancestor no --our no --their no');
    expect(lost).toEqual({ code: 255, stdout: '', stderr: "ERROR: 'no' does not exist\n" });
  });
});
