import { chmodSync, readdirSync, readFileSync, rmSync, lstatSync, symlinkSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
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
);
const path = fc
  .tuple(fc.constantFrom('', '', '', '/', '/tmp/'), fc.array(part, { minLength: 1, maxLength: 4 }))
  .map(([start, parts]) => start + parts.join('/'));
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

describe('a hostile project', () => {
  it('gets nothing written or removed outside of it, in git’s folder or in its own', async () => {
    await fc.assert(
      fc.asyncProperty(project, async given => {
        using rig = await hostile();
        lay(rig, given);
        const before = treasure(rig);
        const { code, stderr } = await rig.mltrack(given.command);
        expect(treasure(rig)).toEqual(before);
        expect(code, stderr).not.toBe(70);
      }),
      { numRuns: Number(process.env['MLTRACK_HOSTILE'] ?? 60) },
    );
  });

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
