/** `stage add` writes the pipeline file DVC writes, into new files and into those that people keep by hand. */
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { graphProbes } from './rig/probes.ts';

const handWritten = `# Our pipeline.
stages:
    # first of all
    copy:
        cmd: >-
            cp a
            b   # with a remark
        deps: [a]
        outs:
            - b:
                cache: false

    'odd name':
        cmd: |
            echo one
            echo two
        desc: "said \\u00e9"
metrics:
- top.json
`;

const lines: readonly (readonly string[])[] = [
  ['-n', 'one', 'echo', 'hello world', '>', 'x'],
  ['-n', 'deps', '-d', 'z', '-d', 'a', '-o', 'out/y', '-o', 'x', 'true'],
  ['-n', 'kinds', '-o', 'o1', '-O', 'o2', '--outs-persist', 'o3', '--outs-persist-no-cache', 'o4', 'true'],
  [
    '-n',
    'results',
    '-m',
    'm1.json',
    '-M',
    'm2.json',
    '--plots',
    'p1.csv',
    '--plots-no-cache',
    'p2.csv',
    'true',
  ],
  [
    '-n',
    'params',
    '-p',
    'lr,train.seed',
    '-p',
    'other.yaml:a,b.c',
    '-p',
    'whole.yaml:',
    '-p',
    'seed',
    'true',
  ],
  ['-n', 'elsewhere', '-w', 'sub', '-d', 'in', '-o', 'out2', 'cp in out2'],
  ['-n', 'described', '--desc', 'It trains: the model', '--always-changed', 'python train.py --lr 0.1 # no'],
  ['-n', 'long', `python ${'--option value '.repeat(20).trim()}`],
  ['-n', 'quotes', 'echo', "it's", '"x"', 'a  b', 'é', '😀', '$HOME'],
  ['-n', 'odd-outs', '-o', 'é [1] #2', '-o', 'yes', '-o', '1e3', '-d', '😀', 'true'],
  ['-n', 'whole', '-p', ':', '-w', '.', 'true'],
  ['-n', 'some', '-p', 'k', '-p', 'params.yaml:', '-w', './sub/', 'true'],
  ['-n', 'run', '--run', '-o', 'made', 'echo made > made'],
];

const annotated = `stages:
  s:
    cmd: echo > o
    deps: [x]
    outs:
    - o:
        push: false
        remote: rr
        meta: {q: 1}
        labels: [a]
        type: model
        desc: my out
    - gone:
        desc: no more
    - now-a-metric:
        desc: kept
    desc: my stage
    frozen: true
    meta: {owner: me}
    always_changed: true
`;

describe('stage add', () => {
  it('keeps of a replaced stage what only its file can say', async () => {
    using both = await Both.create();
    both.write('.dvc/config', '[\'remote "rr"\']\n    url = /nowhere\n');
    both.write('dvc.yaml', annotated);
    both.write('x', 'x\n');
    await both.run([
      'stage',
      'add',
      '-f',
      '-n',
      's',
      '-d',
      'x',
      '-o',
      'o',
      '-m',
      'now-a-metric',
      'echo 2 > o',
    ]);
    both.compareTrees();
  });

  it.for([
    ['-d', 'x', '-d', './x'],
    ['-o', 'o', '-O', 'o'],
    ['-m', 'm.json', '-M', 'm.json'],
    ['-d', 'params.yaml', '-p', 'k'],
    ['-d', 'x', '-o', 'x'],
    ['-d', 'dvc.yaml'],
    ['-d', 'a.dvc'],
    ['-o', 'g.dvc'],
  ])('refuses %s', async options => {
    using both = await Both.create();
    both.write('x', 'x\n');
    await both.probe({ argv: ['stage', 'add', '-n', 's', ...options, 'true'], strictness: 'exact' });
    both.compareTrees();
  });

  it.for([['deps: [dvc.yaml]'], ['deps: [sub/a.dvc]'], ['params: [dvc.yaml: [k]]'], ['outs: [a.dvc]']])(
    'will not have %s in a file that is there',
    async ([entry]) => {
      using both = await Both.create();
      both.write('dvc.yaml', `stages:\n  s:\n    cmd: echo\n    ${entry}\n`);
      await both.probe({ argv: ['status'], strictness: 'exact' });
    },
  );

  it('shows to git again what a failed run was to make', async () => {
    using both = await Both.create();
    const { judge, subject } = await both.run(['stage', 'add', '-n', 's', '--run', '-o', 'w', 'false']);
    expect([judge.code, subject.code]).toEqual([255, 255]);
    both.compareTrees();
  });

  it.for(lines.map(argv => ({ argv, line: argv.join(' ') })))('$line into a new file', async ({ argv }) => {
    using both = await Both.create();
    both.write('sub/in', 'in\n');
    await both.run(['stage', 'add', ...argv]);
    both.compareTrees();
    await both.probeAll(graphProbes.slice(0, 3));
  });

  it('one after the other into a file with comments and styles of its own', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', handWritten);
    both.write('sub/in', 'in\n');
    both.write('a', 'a\n');
    for (const argv of lines) {
      await both.run(['stage', 'add', ...argv]);
      both.compareTrees();
    }
    await both.probeAll(graphProbes);
  });

  it('over a stage that is there, when forced, and in a sub-folder', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', handWritten);
    both.write('sub/in', 'in\n');
    const again = ['-n', 'copy', '-d', 'c', '-o', 'd', 'cp c d'];
    const refused = await both.run(['stage', 'add', ...again]);
    expect(refused.subject.code).not.toBe(0);
    both.compareTrees();
    const forced = await both.run(['stage', 'add', '--force', ...again]);
    expect(forced.judge.code, forced.judge.stderr).toBe(0);
    both.compareTrees();
    await both.run(['stage', 'add', '-n', 'inner', '-d', 'in', '-o', 'out', 'cp in out'], { folder: 'sub' });
    both.compareTrees();
    await both.probeAll(graphProbes, 'sub');
  });
});
