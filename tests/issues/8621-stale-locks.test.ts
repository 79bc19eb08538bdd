import { expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

/** More than any system counts to. */
const NO_PROCESS = 2 ** 30;

it.each([
  ['the number of a dead process in the lock', '.dvc/tmp/lock', ` ${NO_PROCESS}\n`],
  ['an empty lock', '.dvc/tmp/lock', ''],
  [
    'a dead process in the list of readers and writers',
    '.dvc/tmp/rwlock',
    `{"write": {"/x": {"pid": ${NO_PROCESS}, "cmd": "dvc repro"}}, "read": {}}`,
  ],
  ['an empty list of readers and writers', '.dvc/tmp/rwlock', ''],
  ['the guard of that list', '.dvc/tmp/rwlock.lock', ` ${NO_PROCESS}\n`],
  ['the mark of a dead writer', `.dvc/tmp/mltrack/writing/00-${NO_PROCESS}-1.abc`, ''],
  ['the mark of a dead command', `.dvc/tmp/mltrack/running/x.y`, ''],
])('dvc issue #8621: %s keeps nobody out', async (_, path, text) => {
  using rig = await Rig.create('dvc');
  rig.write({ 'dvc.yaml': 'stages:\n  s:\n    cmd: echo 1 > s.txt\n    outs: [s.txt]\n', 'data.csv': '1\n' });
  rig.write({ [path]: text });
  for (const line of ['repro', 'add data.csv', 'commit -f', 'checkout']) {
    const { code, stderr } = await rig.mltrack(line);
    expect(code, stderr).toBe(0);
  }
});
