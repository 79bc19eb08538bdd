/** Parameters and metrics in TOML and Python files: both tools run, record, compare and refuse the same. */
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import type { FileContent } from './rig/both.ts';
import { diffProbes, showProbes, statusProbes } from './rig/probes.ts';

type Files = Readonly<Record<string, FileContent>>;

function write(both: Both, files: Files): void {
  for (const [path, content] of Object.entries(files)) both.write(path, content);
}

/** A stage that depends on parameters, a list of YAML lines. */
function pipeline(...params: readonly string[]): string {
  return `stages:\n  train:\n    cmd: echo done > out\n    params:\n${params.map(line => `    - ${line}\n`).join('')}    outs: [out]\n`;
}

const toml = `title = "é # no comment"
epochs = 10
big = 123456789012345678901234567890
"quoted key" = "it's"
lr = 1e-4
half = 0.50
whole = 3.0
special = [inf, -inf, 0.0, -0.0, 1e16, 1_000.5]
mixed = [1, 2.0, 'x', true, [], {}, [[1], { b = 1, a = 2 }]]
text = """
  two
lines"""
size = 3

[weights]
10 = 0.3
9 = 0.7
1.b = 1
1.a = 2
size = 1

[[layers]]
units = 0x20
[[layers]]
units = 16
[layers.opts]
nfiles = 1

[model.inner]
deep = { z = 1, y.x = "w" }
`;

const python = `"""Parameters."""
import os

EPOCHS = 10
BIG = 123456789012345678901234567890
LR: float = 1e-4
WHOLE = 3.0
HALF = -0.50
NAME = "é" 'x' """y"""
NOTHING = None
YES = True
LIST = [1, -2.0, 'x', None, {'b': 1, 'a': [2]}]
TUPLE = (1, 'two', 3.0)
MAP = {'b': 1, 'a': {'z': 1_000, 'size': 0xFF}, 1: 'one', }
MAP = {'b': 1, 'a': {'z': 1_000, 'size': 0xFF}}
EPOCHS += 1
A = B = 2
SKIPPED = os.environ
f = lambda: 1


class Train:
    """Settings."""

    batch = 32
    shuffle: bool = False

    class Inner:
        deep = 'x'

    def __init__(self, q=1):
        local = 1
        self.seed = 20170428
        self.late: int = 5

    def other(self):
        self.never = 1


def __init__():
    self.top = 1
`;

describe('a project with parameters in TOML and Python', () => {
  const files: Files = {
    'conf.toml': toml,
    'conf.py': python,
    'dvc.yaml': `stages:
  keys:
    cmd: echo keys > keys
    params:
    - conf.toml: [lr, weights.10, layers.0.units, mixed, big, model, special, text, title]
    - conf.py: [EPOCHS, LR, Train.seed, TUPLE, MAP.a, LIST, Train]
    outs: [keys]
  whole:
    cmd: echo whole > whole
    params:
    - conf.toml:
    - conf.py:
    deps: [keys]
    outs: [whole]
`,
  };

  it('runs once, records the same, and is stale by the same keys', async () => {
    using both = await Both.create();
    write(both, files);
    await both.probeAll(statusProbes);
    await both.run(['repro']);
    both.compareTrees();
    await both.probeAll(statusProbes);
    await both.run(['repro']);
    both.compareTrees();
    expect(await both.compareStatusCrosswise()).toEqual({});
    both.commitAll('one');
    both.write(
      'conf.toml',
      toml.replace('10 = 0.3', '10 = 0.25').replace('units = 16', 'units = 17').replace('half', 'third'),
    );
    both.write(
      'conf.py',
      python.replace('= 1e-4', '= 0.0001').replace('(1,', '(2,').replace('deep =', 'deeper ='),
    );
    await both.probeAll(statusProbes);
    await both.run(['repro', 'keys']);
    both.compareTrees();
    await both.run(['repro']);
    both.compareTrees();
    expect(await both.compareStatusCrosswise()).toEqual({});
    await both.run(['repro', '--force']);
    both.compareTrees();
    await both.run(['commit', '--force']);
    both.compareTrees();
  });

  it('compares them with another revision', async () => {
    using both = await Both.create();
    const whole = { ...files, 'dvc.yaml': 'params: [conf.toml, conf.py]\n' };
    write(both, whole);
    both.commitAll('one');
    both.write(
      'conf.toml',
      toml
        .replace('= 0.50', '= 0.5')
        .replace('9 = 0.7', '9 = 0.75')
        .replace('[2.0', '[2')
        .replace('big = 1', 'big = 2'),
    );
    both.write(
      'conf.py',
      python
        .replace('3.0)', '4.0)')
        .replace('HALF', 'THIRD')
        .replace('BIG = 1', 'BIG = 2')
        .replace("'x', None", "'x'"),
    );
    await both.probeAll(diffProbes());
    both.write('conf.toml', 'a = [1\n');
    both.write('conf.py', 'a = (1\n');
    await both.probeAll(diffProbes());
  });
});

describe('tables', () => {
  it('show what YAML has nothing for', async () => {
    using both = await Both.create();
    write(both, {
      'p.toml': `d = 2020-01-01
t = 07:32:00.5
dt = 1979-05-27T07:32:00.123456-07:00
dz = 1979-05-27T07:32:00Z
l = [2020-01-01, 07:32:00]
`,
      'p.py': `t = (1, 'x', (2,))
s = {1}
b = b'x\\n'
c = 1+2j
e = ...
l = [(1,), {2}, b'y']
d = {(1, 2): 3, None: 4, True: {1.5: 'x'}}
`,
      'dvc.yaml': 'params: [p.toml, p.py]\n',
    });
    both.commitAll('one');
    write(both, {
      'p.toml': 'd = 2020-01-01\nt = 07:32\n',
      'p.py': "t = (1, 'y')\ns = {2}\nb = b'z'\ne = 1\n",
    });
    for (const flags of [[], ['--md'], ['--all']])
      await both.probe({ argv: ['params', 'diff', ...flags], strictness: 'rows' });
  });
});

describe('templates', () => {
  it('take values from them', async () => {
    using both = await Both.create();
    write(both, {
      'conf.toml': toml,
      'conf.py': `names = ['x', 'y']\nbytes_ = b'ok'\nclass Deep:\n  k = 2.0\n`,
      'dvc.yaml': `vars: [conf.toml, conf.py]
stages:
  one:
    cmd: echo \${lr} \${big} \${whole} \${Deep.k} \${layers[1].units} \${layers.1.opts.nfiles} \${weights} > one
    outs: [one]
  each:
    foreach: \${names}
    do:
      cmd: echo \${item} \${model.inner.deep.y.x} > \${item}
      outs: ["\${item}"]
  map:
    foreach: \${model.inner.deep}
    do:
      cmd: echo \${key} \${item} > \${key}.txt
      outs: ["\${key}.txt"]
`,
    });
    await both.run(['repro']);
    both.compareTrees();
    await both.probeAll(statusProbes);
    both.commitAll('one');
    both.write('conf.toml', toml.replace('lr = 1e-4', 'lr = 0.1'));
    await both.probeAll([...statusProbes, ...diffProbes()]);
    await both.run(['repro']);
    both.compareTrees();
  });

  it.for([
    ['a date', 'v.toml', 'd = 2020-01-01\n'],
    ['a time', 'v.toml', 'x = [{ d = 07:32:00 }]\n'],
    ['a tuple', 'v.py', 'x = (1, 2)\n'],
    ['a set', 'v.py', 'x = {1}\n'],
    ['a complex number', 'v.py', 'x = {"a": 2j}\n'],
    ['an ellipsis', 'v.py', 'x = ...\n'],
    ['broken TOML', 'v.toml', 'a =\n'],
    ['broken Python', 'v.py', 'a = (\n'],
    ['a list as a key', 'v.py', 'a = {[]: 1}\n'],
  ] as const)('refuse the whole file for %s', async ([, path, text]) => {
    using both = await Both.create();
    write(both, { [path]: text, 'dvc.yaml': `vars: [${path}]\nstages:\n  a:\n    cmd: echo hi\n` });
    const { judge } = await both.run(['repro']);
    expect(judge.code).not.toBe(0);
    await both.probeAll(statusProbes);
    both.compareTrees();
  });
});

describe('metrics', () => {
  it('are read from both kinds of files', async () => {
    using both = await Both.create();
    write(both, {
      'm.toml':
        'acc = 0.987654321\nn = 3\nname = "x"\nday = 2020-01-01\nlist = [1]\n[deep.er]\nloss = 1e-7\n',
      'm.py': 'acc = 0.5\nt = (1, 2)\nb = b"x"\nc = 2j\nclass Deep:\n  loss = 3.0\n',
      'none.toml': '',
      'broken.toml': 'a = 1\na = 2\n',
      'twice.toml': '[t]\na = 1\na = 2\n',
      'broken.py': 'def\n',
      'unhashable.py': 'a = {[]: 1}\n',
      'dvc.yaml': 'metrics: [m.toml, m.py, none.toml, broken.toml, twice.toml, broken.py, unhashable.py]\n',
    });
    await both.probeAll(showProbes);
    both.commitAll('one');
    both.write('m.toml', 'acc = 1\nn = 3.0\nname = "y"\n[deep.er]\nloss = inf\n');
    both.write('m.py', 'acc = 0.25\nclass Deep:\n  loss = -3\n');
    await both.probeAll([...showProbes, ...diffProbes()]);
  });
});

describe('stage add', () => {
  it('takes their keys', async () => {
    using both = await Both.create();
    write(both, { 'conf.toml': toml, 'conf.py': python });
    const add = [
      'stage',
      'add',
      '-n',
      'a',
      '-p',
      'conf.toml:lr,weights.10',
      '-p',
      'conf.py:Train.seed',
      '-o',
      'o',
    ];
    await both.run([...add, 'echo hi > o']);
    both.compareTrees();
    await both.run(['repro']);
    both.compareTrees();
    await both.probeAll(statusProbes);
  });
});

describe('a stage whose parameters cannot be recorded', () => {
  it.for([
    ['a date', 'p.toml', 'a = 2020-01-01\n'],
    ['a date and time', 'p.toml', 'a = [2020-01-01 10:00:00]\n'],
    ['a time', 'p.toml', 'a = 07:32:00\n'],
    ['a date in YAML', 'p.yaml', 'a: 2020-01-01\n'],
    ['a set', 'p.py', 'a = {1, 2}\n'],
    ['bytes', 'p.py', 'a = {"b": b"x"}\n'],
    ['a complex number', 'p.py', 'a = (2j,)\n'],
    ['an ellipsis', 'p.py', 'a = [...]\n'],
    ['a tuple as a key', 'p.py', 'a = {(1, 2): 3}\n'],
    ['broken TOML', 'p.toml', 'a =\n'],
    ['broken Python', 'p.py', 'a = (\n'],
    ['a list as a key', 'p.py', 'a = {[]: 1}\n'],
    ['no such key', 'p.py', 'b = 1\na = os\n'],
  ] as const)('fails: %s', async ([, path, text]) => {
    using both = await Both.create();
    write(both, { [path]: text, 'dvc.yaml': pipeline(`${path}: [a]`) });
    const { judge } = await both.run(['repro']);
    expect(judge.code).not.toBe(0);
    both.compareTrees();
    await both.run(['repro', '--force']);
    await both.run(['commit', '--force']);
    await both.probeAll(statusProbes);
  });

  it('is stale for ever when a tuple lies in a list', async () => {
    using both = await Both.create();
    write(both, {
      'p.py': 'a = [(1, 2)]\nb = (1, (2, 3))\nc = ({"size": 1},)\n',
      'dvc.yaml': pipeline('p.py: [a, b, c]'),
    });
    for (let round = 0; round < 2; round++) {
      await both.probe({ argv: ['repro'], strictness: 'exact' });
      both.compareTrees();
      await both.probeAll(statusProbes);
    }
    await both.probe({ argv: ['commit', '--force'], strictness: 'exact' });
    both.compareTrees();
  });
});
