import { chmodSync, readdirSync, readFileSync, rmSync, lstatSync, symlinkSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Everything that nobody but its owner may change: what lies outside, git's folder, the project's settings. */
function treasure(rig: Rig): Record<string, string> {
  const found: Record<string, string> = {};
  const visit = (folder: string): void => {
    for (const name of readdirSync(join(rig.root, folder))) {
      const path = `${folder}/${name}`;
      const stat = lstatSync(join(rig.root, path));
      if (stat.isDirectory()) visit(path);
      else if (stat.isFile()) found[path] = `${stat.mode} ${readFileSync(join(rig.root, path), 'latin1')}`;
    }
  };
  visit('../elsewhere');
  visit('.git');
  found['config'] = rig.read('.dvc/config');
  found['neighbour'] = rig.read('../neighbour.txt');
  found['names in .dvc'] = readdirSync(join(rig.root, '.dvc'))
    .filter(name => !/^(tmp|cache)$/.test(name))
    .join();
  return found;
}

/** An object of the cache as mltrack trusts it. */
function putObject(rig: Rig, digest: string, text: string): void {
  const path = `.dvc/cache/files/md5/${digest.slice(0, 2)}/${digest.slice(2)}`;
  if (rig.has(path)) return;
  rig.write({ [path]: text });
  chmodSync(join(rig.root, path), 0o444);
}

const EVIL = 'evil\n';

async function hostile(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    '../elsewhere/file.txt': 'theirs\n',
    '../elsewhere/deep/file.txt': 'theirs\n',
    '../neighbour.txt': 'theirs\n',
    'sub/keep': '',
    'seed.txt': 'seed\n',
  });
  symlinkSync('../elsewhere', join(rig.root, 'away'));
  symlinkSync('.git', join(rig.root, 'gitlink'));
  symlinkSync('.dvc', join(rig.root, 'ownlink'));
  symlinkSync('../../elsewhere', join(rig.root, 'sub/away'));
  symlinkSync('../elsewhere/file.txt', join(rig.root, 'one.txt'));
  putObject(rig, md5(EVIL), EVIL);
  return rig;
}

const part = fc.constantFrom(
  ...['..', '.', '', 'away', 'gitlink', 'ownlink', 'sub', '.git', '.GIT', '.dvc', 'hooks', 'config', 'deep'],
  ...['file.txt', 'one.txt', 'x', '__proto__', 'git~1', 'a\\b', 'c:', 'elsewhere', 'neighbour.txt', 'a\0b'],
  ...['C:\\x', 'a\x1b[31mb', '..\\x'],
);
const path = fc
  .tuple(
    fc.constantFrom('', '', '', '/', '/tmp/', 'C:/', './c:\\'),
    fc.array(part, { minLength: 1, maxLength: 4 }),
  )
  .map(([start, parts]) => start + parts.join('/'))
  // What lies there is hashed: all of the disk would take too long.
  .filter(name => !['/', '/tmp', '/tmp/'].includes(posix.normalize(name)));
const digest = fc.oneof(
  { weight: 3, arbitrary: fc.constant(md5(EVIL)) },
  fc.constantFrom('../../../../../../elsewhere/file.txt', '..', '../', 'ab/../../x', '.dir', 'x', '../.dir'),
);
const entries = fc.array(fc.record({ relpath: path, md5: digest }), { minLength: 1, maxLength: 3 });
const output = fc.record({ path, digest, tree: fc.option(entries, { nil: undefined }) });
const project = fc.record({
  data: fc.array(output, { maxLength: 2 }),
  outs: fc.array(output, { maxLength: 2 }),
  link: fc.constantFrom('copy', 'symlink', 'hardlink'),
  linkedLock: fc.boolean(),
  command: fc.constantFrom(
    'checkout -f',
    'checkout',
    'repro',
    'repro -f',
    'commit -f',
    'checkout --relink -f',
  ),
});
type Hostile = typeof project extends fc.Arbitrary<infer T> ? T : never;

/** Puts the files of a hostile project down. */
function lay(rig: Rig, { data, outs, link, linkedLock }: Hostile): void {
  const record = ({ digest: given, tree }: Hostile['data'][number]): string => {
    if (tree === undefined) return given;
    const text = JSON.stringify(tree);
    putObject(rig, `${md5(text)}.dir`, text);
    return `${md5(text)}.dir`;
  };
  const entry = (out: Hostile['data'][number]): string =>
    `- path: ${JSON.stringify(out.path)}\n  hash: md5\n  md5: ${JSON.stringify(record(out))}\n`;
  const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, '    ');
  data.forEach((out, index) => rig.write({ [`d${index}.dvc`]: `outs:\n${entry(out)}` }));
  rig.write({
    '.dvc/config.local': `[cache]\n    type = ${link}\n`,
    'dvc.yaml':
      outs.length === 0
        ? 'stages: {}\n'
        : `stages:\n  s:\n    cmd: 'true'\n    deps: [seed.txt]\n    outs:\n${outs.map(out => `    - ${JSON.stringify(out.path)}\n`).join('')}`,
  });
  const lock =
    outs.length === 0
      ? "schema: '2.0'\n"
      : `schema: '2.0'\nstages:\n  s:\n    cmd: 'true'\n    outs:\n${indented(outs.map(entry).join(''))}`;
  if (!linkedLock) rig.write({ 'dvc.lock': lock });
  else {
    rig.write({ '../elsewhere/lock': lock });
    symlinkSync('../elsewhere/lock', join(rig.root, 'dvc.lock'));
  }
}

/** Folders of which no file may be made, as a name in their list is refused. */
function refusedLists({ data }: Hostile): readonly string[] {
  const isRefused = (name: string): boolean =>
    /(^|\/)\.{0,2}(\/|$)|\0|^[a-z]:[\\/]|(^|\/)(\.git|git~1)(\/|$)/i.test(name);
  return data.flatMap(({ path: name, tree }) =>
    /^(x|sub\/x)$/.test(name) && tree?.some(({ relpath }) => isRefused(relpath)) === true ? [name] : [],
  );
}

/** Tracks a folder by a list of files as nobody would make it. */
function trackList(rig: Rig, ...names: readonly string[]): void {
  const list = JSON.stringify(names.map(relpath => ({ md5: md5(EVIL), relpath })));
  putObject(rig, `${md5(list)}.dir`, list);
  rig.write({ 'images.dvc': `outs:\n- path: images\n  hash: md5\n  md5: ${md5(list)}.dir\n` });
}

const HOSTILE_LISTS: readonly (readonly [name: string, why: string])[] = [
  ['../evil', "'../evil' leads out of the folder"],
  ['/evil', "'/evil' is an absolute path"],
  ['.git/config', "'.git/config' leads into git's own folder"],
  ['.dvc/config', "'.dvc/config' leads into a project's own folder"],
  ['C:/evil', "'C:/evil' starts with a drive letter"],
  ['a\0\x1b[31m', String.raw`'a\x00\x1b[31m' is no name for a file`],
  ['ok.txt/evil', "'ok.txt' is both a file and a folder"],
];

const HOSTILE_OUTPUTS: readonly (readonly [path: string, why: string])[] = [
  ['../evil', "'../evil' is outside of the project"],
  ['/nowhere/evil', "'/nowhere/evil' is outside of the project"],
  ['C:/evil', "'C:/evil' starts with a drive letter"],
  ['C:\\evil', String.raw`'C:\evil' starts with a drive letter`],
];

describe('a hostile project', () => {
  // To find the smallest project with a mistake takes longer than to find one.
  it('gets nothing written or removed outside of it, in git’s folder or in its own', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(project, async given => {
        using rig = await hostile();
        lay(rig, given);
        const before = treasure(rig);
        const { code, stderr } = await rig.mltrack(given.command);
        expect(treasure(rig)).toEqual(before);
        expect(code, stderr).not.toBe(70);
        // Nothing raw for a terminal to obey, nothing that is another drive on Windows.
        expect(stderr).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
        expect(readdirSync(rig.root).filter(name => /^[a-z]:\\/i.test(name))).toEqual([]);
        expect(refusedLists(given).filter(path => rig.has(path))).toEqual([]);
      }),
      { numRuns: Number(process.env['MLTRACK_HOSTILE'] ?? 60) },
    );
  });

  it.each(['away', 'gitlink', 'ownlink'])(
    'has files behind a link to a folder stored and left as they are: %s',
    async path => {
      for (const type of ['hardlink', 'symlink', 'copy']) {
        using rig = await hostile();
        rig.write({
          'd.dvc': `outs:\n- path: ${path}\n  hash: md5\n  md5: ${md5(EVIL)}\n`,
          '.dvc/config.local': `[cache]\n    type = ${type}\n`,
        });
        const before = treasure(rig);
        await rig.mltrack('commit -f');
        expect(treasure(rig), type).toEqual(before);
      }
    },
  );

  it.each([
    ['hooks behind a link into git', 'gitlink/hooks/pre-commit', "leads into git's own folder"],
    ['settings behind a link', 'ownlink/config', "leads into a project's own folder"],
    ['what lies outside, behind a link', 'away/file.txt', 'is outside of the project'],
    ['a folder of git’s further down', 'sub/.git/config', 'is ignored by :.git'],
  ])('is told why it does not get: %s', async (_, out, why) => {
    using rig = await hostile();
    rig.write({ 'd.dvc': `outs:\n- path: ${out}\n  hash: md5\n  md5: ${md5(EVIL)}\n` });
    const { code, stderr } = await rig.mltrack('checkout -f');
    expect(code).not.toBe(0);
    expect(stderr).toContain(why);
  });

  it.each(HOSTILE_LISTS)('is told which name in a list of files is wrong, and why: %j', async (name, why) => {
    using rig = await hostile();
    trackList(rig, 'ok.txt', name);
    rig.write({ 'good.dvc': `outs:\n- path: good\n  hash: md5\n  md5: ${md5(EVIL)}\n` });
    const refused = `the list of files of 'images' is refused: ${why}`;
    const { code, stderr } = await rig.mltrack('checkout');
    expect([code, stderr]).toEqual([255, expect.stringContaining(refused)]);
    expect(stderr).not.toContain('Is your cache up to date?');
    expect([rig.has('images'), rig.read('good')]).toEqual([false, EVIL]);
    expect((await rig.mltrack('checkout --allow-missing')).code).toBe(255);
    for (const command of ['ls . images', 'add images/x'])
      expect((await rig.mltrack(command)).stderr, command).toContain(refused);
  });

  it.each(HOSTILE_OUTPUTS)('has no output at %j, which costs no other one', async (path, why) => {
    using rig = await hostile();
    rig.write({
      'bad.dvc': `outs:\n- path: ${JSON.stringify(path)}\n  hash: md5\n  md5: ${md5(EVIL)}\n`,
      'good.dvc': `outs:\n- path: good\n  hash: md5\n  md5: ${md5(EVIL)}\n`,
    });
    const { code, stderr } = await rig.mltrack('checkout');
    expect([code, stderr]).toEqual([
      255,
      expect.stringContaining(`${why}.\nhint: It is an output of 'bad.dvc'.`),
    ]);
    expect(rig.read('good')).toBe(EVIL);
    expect((await rig.mltrack('repro bad.dvc')).stderr).toContain(`failed to reproduce 'bad.dvc': ${why}`);
    expect((await rig.mltrack('repro good.dvc')).code).toBe(0);
  });

  it('has no path with NUL in it', async () => {
    using rig = await hostile();
    rig.write({ 'd.dvc': 'outs:\n- path: "a\\0b"\n' });
    expect((await rig.mltrack('status')).stderr).toContain('d.dvc:2:9  no path can hold the character NUL');
    rig.write({ 'd.dvc': 'outs: []\n', 'dvc.yaml': 'stages:\n  s:\n    cmd: x\n    deps: ["a\\0b"]\n' });
    expect((await rig.mltrack('status')).stderr).toContain('no path can hold the character NUL');
  });

  it('may have a name with a backslash where that is a letter like any other', async () => {
    using rig = await hostile();
    rig.write({ 'd.dvc': `outs:\n- path: a\\b\n  hash: md5\n  md5: ${md5(EVIL)}\n` });
    expect((await rig.mltrack('checkout')).code).toBe(0);
    expect(rig.read('a\\b')).toBe(EVIL);
  });

  it('does not remove a file outside by a hash that is a path', async () => {
    using rig = await hostile();
    const away = '../../../../../../elsewhere/file.txt';
    rig.write({ 'd.dvc': `outs:\n- path: d\n  hash: md5\n  md5: ${away}\n` });
    const { stderr } = await rig.mltrack('checkout -f');
    expect(stderr).toContain('is no hash of a file or folder');
    await rig.mltrack('status');
    expect(rig.read('../elsewhere/file.txt')).toBe('theirs\n');
  });

  it('does not make a lock file that leads out of the project', async () => {
    using rig = await hostile();
    rig.write({ 'dvc.yaml': 'stages:\n  s:\n    cmd: echo 1 > s.txt\n    outs: [s.txt]\n' });
    rig.write({ '../elsewhere/lock': "schema: '2.0'\n" });
    symlinkSync('../elsewhere/lock', join(rig.root, 'dvc.lock'));
    expect((await rig.mltrack('repro')).stderr).toContain("'dvc.lock' is outside of the project");
    expect(rig.read('../elsewhere/lock')).toBe("schema: '2.0'\n");
  });

  it('is refused where two of its files would be one', async () => {
    using rig = await hostile();
    // As a file system shows it that does not heed case.
    symlinkSync('.dvc', join(rig.root, '.DVC'));
    const list = JSON.stringify(['A.txt', 'a.txt'].map(relpath => ({ md5: md5(EVIL), relpath })));
    putObject(rig, `${md5(list)}.dir`, list);
    rig.write({ 'd.dvc': `outs:\n- path: d\n  hash: md5\n  md5: ${md5(list)}.dir\n` });
    const { code, stderr } = await rig.mltrack('checkout');
    expect(code).not.toBe(0);
    expect(stderr).toContain("'d/A.txt' and 'd/a.txt' are one file on this file system.");
    expect(rig.has('d')).toBe(false);
    rmSync(join(rig.root, '.DVC'));
    expect((await rig.mltrack('checkout')).code).toBe(0);
  });
});
