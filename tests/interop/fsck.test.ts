/** What DVC finds after `fsck --repair` is what it would find had nothing been damaged. */
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { statusProbes } from './rig/probes.ts';

const OBJECTS = '.dvc/cache/files/md5';
/** `text`, and what the stage makes of it. */
const [FILE, MADE] = ['1c/b251ec0d568de6a929b520c4aed8d1', 'e1/cbb0c3879af8347246f12c559a86b5'];
/** The file `a` of the folder: `1`. */
const ONE = 'c4/ca4238a0b923820dcc509a6f75849b';

it('a repaired cache is as it was', async () => {
  using both = await Both.create();
  both.write('file', 'text');
  both.write('folder/a', '1');
  both.write('folder/b', '2');
  both.write(
    'dvc.yaml',
    'stages:\n  make:\n    cmd: cat file > made && echo >> made\n    deps: [file]\n    outs: [made]\n',
  );
  await both.run(['add', 'file', 'folder']);
  await both.run(['repro']);
  both.compareTrees();
  const { tool, root, env } = both.subject;
  for (const object of [FILE, MADE]) {
    chmodSync(join(root, OBJECTS, object), 0o644);
    writeFileSync(join(root, OBJECTS, object), 'damaged');
    chmodSync(join(root, OBJECTS, object), 0o444);
  }
  rmSync(join(root, OBJECTS, ONE));
  rmSync(join(root, 'made'));
  const repaired = await tool.run(root, env, ['fsck', '--repair']);
  expect(repaired.code, repaired.stdout + repaired.stderr).toBe(0);
  both.compareTrees();
  await both.probeAll(statusProbes);
  await both.run(['gc', '-w', '-f']);
  both.compareTrees();
  expect(existsSync(join(root, OBJECTS, MADE))).toBe(true);
});
