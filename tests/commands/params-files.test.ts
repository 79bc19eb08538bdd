import { describe, expect, it } from 'vitest';
import { Rig } from '../rig/rig.ts';

describe.each([
  ['dvc', 'dvc.yaml', 'dvc.lock'],
  ['mltrack', 'mltrack.yaml', 'mltrack.lock'],
] as const)('parameters in TOML and Python in the layout of %s', (layout, pipeline, lock) => {
  const stage = (...params: readonly string[]): string =>
    `stages:\n  s:\n    cmd: echo run >> ../s.runs\n    params:\n${params.map(each => `    - ${each}\n`).join('')}`;

  it('make a stage stale, and are in the lock', async () => {
    using rig = await Rig.create(layout);
    rig.write({
      [pipeline]: stage('p.toml: [lr, weights.10]', 'p.py: [Train.size]'),
      'p.toml': 'lr = 1e-4\nother = 1\n[weights]\n10 = 1.0\n',
      'p.py': 'class Train:\n    def __init__(self):\n        self.size = (1, 2)\n',
    });
    await rig.mltrack('repro -q');
    expect(rig.read(lock)).toContain(
      '      p.py:\n        Train.size:\n        - 1\n        - 2\n      p.toml:\n        lr: 0.0001\n        weights.10: 1.0\n',
    );
    rig.write({ 'p.toml': 'lr = 0.0001\nother = 2\nweights.10 = 1\n' });
    expect((await rig.mltrack('status --json')).stdout).toBe('{}\n');
    rig.write({ 'p.py': 'class Train:\n    size = (2, 1)\n' });
    expect((await rig.mltrack('status --json')).stdout).toBe(
      '{"s": [{"changed deps": {"p.py": {"Train.size": "modified"}}}]}\n',
    );
    await rig.mltrack('repro -q');
    expect(rig.runs('s')).toBe(2);
  });

  it.each([
    [
      'p.toml',
      'a = 1\nb = [1 2]\n',
      "unable to read parameters from 'p.toml'.\n\np.toml:2:8  expected `,` or `]`\n 2 | b = [1 2]\n   |        ^\n",
    ],
    ['p.json', '{"a": 1,\n"b": [1 2]}\n', "unable to read parameters from 'p.json'.\n\np.json:2:9  "],
    [
      'p.json',
      '{"a": tru,\n"b": 1.}\n',
      'p.json:1:7  expected a value\n 1 | {"a": tru,\n   |       ^~~\n   = did you mean `true`?\n\np.json:2:7  expected `,` or `}`\n',
    ],
    ['p.py', 'a = 1\nb = [1 2]\n', "unable to read parameters from 'p.py'.\n\np.py:2:8  "],
    [
      'p.yaml',
      'a: "1\nb: 2\nb: 3\n',
      "unable to read parameters from 'p.yaml'.\n\np.yaml:1:4  this quote is never closed\n 1 | a: \"1\n   |    ^\n\np.yaml:3:1  the key `b` comes twice in this map\n",
    ],
    ['p.py', 'a = {[]: 1}\n', "unhashable type: 'list'\nhint: p.py:1:6: "],
    [
      'p.toml',
      'a = [2020-01-01]\n',
      "Object of type date is not JSON serializable\nhint: a lock file cannot hold `a` of 'p.toml'",
    ],
  ])('are refused with their place: %s with %j', async (path, text, message) => {
    using rig = await Rig.create(layout);
    rig.write({ [pipeline]: stage(`${path}: [a]`), [path]: text });
    const ran = await rig.mltrack('repro');
    expect(ran.code).toBe(255);
    expect(ran.stderr).toContain(message);
    expect(rig.runs('s')).toBe(0);
    expect(rig.has(lock)).toBe(false);
  });

  it('that are no UTF-8 are shown where they are not, without what a terminal would obey', async () => {
    using rig = await Rig.create(layout);
    rig.write({
      [pipeline]: stage('p.yaml: [a]'),
      'p.yaml': Buffer.from('a: 1\nb: \x1bM\xe9\xe8\n', 'latin1'),
    });
    expect((await rig.mltrack('repro')).stderr).toBe(
      "ERROR: failed to reproduce 's': unable to read: 'p.yaml', is not valid utf-8\n\n" +
        'p.yaml:2:6  this is not UTF-8\n 2 | b: \ufffdM\ufffd\ufffd\n   |      ^~\n\nhint: Save it in UTF-8.\n',
    );
  });
});
