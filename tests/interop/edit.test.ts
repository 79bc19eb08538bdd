/** Commands that edit what a project declares: `freeze`, `unfreeze`, `remove`, `unprotect`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';

const handWritten = `# top
stages:
    one:   # first
        cmd: cp a b   # do it
        deps:
            - a   # in
        outs: [b]
        params:
            - z
            - o.yaml:
                - k
        frozen: false
    two:
        cmd: |
            cp b c && touch e
        deps:
            - ./b
            - a
        wdir: .
        outs:
            - c:
                cache: true
            - e:
                cache: false
        desc: ""
        meta: {x: 1}
    full:
        params: [b, a]
        cmd: [touch z1 p.csv m.json a.json, touch c1]
        deps: [z, a]
        outs:
        - z1:
            push: true
        - c1:
            push: false
            remote: foo
            type: model
            persist: true
            desc: hello
            labels: [a, b]
            meta: {x: 1}
        plots:
        - p.csv:
            y: a
            x: b
            header: false
            cache: false
        metrics: [m.json, {a.json: {cache: false}}]
        always_changed: true
    placed:
        wdir: sub
        params: [{params.yaml: [zz]}, a, ../o.yaml: ]
        cmd: touch here
        outs: [here]
    escaped:
        cmd: echo \\\${x}
    varied:
        cmd: echo
        vars: [{own: 1}]
    templated:
        cmd: echo \${z} > t
        outs: [t]
    each:
        foreach: [1, 2]
        do:
            cmd: echo \${item} > f\${item}
            outs: ["f\${item}"]
    last:
        cmd: echo
metrics: [top.json]  # theirs
`;

const plain = `stages:
  a:
    cmd: cp in out
    deps:
    - in
    outs:
    - out

  b:
    cmd: cp out other
    deps:
    - out
    outs:
    - other
  c:
    cmd: echo
`;

async function withPipeline(text = handWritten): Promise<Both> {
  const both = await Both.create();
  both.write('dvc.yaml', text);
  both.write('params.yaml', 'z: 1\na: 1\nb: 2\n');
  both.write('o.yaml', 'k: 1\n');
  both.write('sub/params.yaml', 'zz: 1\na: 2\n');
  for (const name of ['a', 'z', 'in']) both.write(name, `${name}\n`);
  return both;
}

describe('freeze and unfreeze', () => {
  it('write the same file into hand-written ones', async () => {
    using both = await withPipeline();
    const lines = [
      ['freeze', 'one'],
      ['freeze', 'two', 'full', 'dvc.yaml:placed'],
      ['freeze', 'last'],
      ['freeze', 'last'],
      ['unfreeze', 'last', 'one'],
      ['unfreeze', '-q', 'full'],
      ['unfreeze', 'two'],
    ];
    for (const argv of lines) {
      await both.probe({ argv, strictness: 'exact' });
      both.compareTrees();
    }
    await both.run(['freeze', '../dvc.yaml:one'], { folder: 'sub' });
    both.compareTrees();
  });

  it('change data files', async () => {
    using both = await Both.create();
    both.write('data.csv', 'd\n');
    await both.run(['add', 'data.csv']);
    both.each(root => {
      const file = join(root, 'data.csv.dvc');
      writeFileSync(
        file,
        '# remark\nmeta: {a: 1}   # about meta\ndesc: hello\nouts:\n- path: data.csv\n  md5: e29311f6f1bf1af907f9ef9f44b8328b\n  size: 2\n',
      );
    });
    for (const verb of ['freeze', 'freeze', 'unfreeze', 'unfreeze']) {
      await both.probe({ argv: [verb, 'data.csv.dvc'], strictness: 'exact' });
      both.compareTrees();
    }
    both.write('data.csv.dvc', 'locked: true\nouts:\n- path: data.csv\n  hash: md5\n');
    await both.run(['freeze', 'data.csv.dvc']);
    both.compareTrees();
    both.write('data.csv.dvc', 'locked: true\nouts:\n- path: data.csv\n  hash: md5\n');
    await both.run(['unfreeze', 'data.csv.dvc']);
    both.compareTrees();
  });

  it('keep the comments of a data file with line ends of Windows', async () => {
    using both = await Both.create();
    both.write('foo', 'foo\n');
    both.write(
      'foo.dvc',
      '# c\r\nouts:   # q\r\n- md5: d3b07384d113edec49eaa6238ad5ff00\r\n  size: 4\r\n  hash: md5\r\n  path: foo\r\n',
    );
    await both.run(['freeze', 'foo.dvc']);
    both.compareTrees();
    both.write('foo', 'bar\n');
    await both.run(['add', 'foo']);
    both.compareTrees();
  });

  it('refuse the same', async () => {
    using both = await withPipeline();
    both.write('bad/dvc.yaml', 'stages: [\n');
    const lines = [
      ['freeze', 'templated'],
      ['freeze', 'escaped', 'varied'],
      ['freeze', 'each@1'],
      ['freeze', 'each'],
      ['freeze', 'nope', 'one'],
      ['freeze', 'b'],
      ['freeze', 'dvc.yaml'],
      ['freeze', 'nope.dvc'],
      ['freeze', 'nope/dvc.yaml:x'],
      ['freeze', 'bad/dvc.yaml:x'],
      ['freeze', 'a:b'],
      ['freeze', ':two'],
      ['freeze', 'dvc.lock'],
      ['freeze', 'dvc.lock:one'],
      ['freeze'],
      ['unfreeze'],
      ['remove'],
      ['unprotect'],
      ['move', 'a'],
    ];
    for (const argv of lines) {
      const { judge, subject } = await both.run(argv);
      expect(subject.stderr !== '', argv.join(' ')).toBe(judge.stderr !== '');
      both.compareTrees();
    }
    both.write('dvc.lock', 'old: {}\n');
    await both.run(['freeze', 'two']);
    await both.run(['remove', 'two']);
    both.compareTrees();
  });
});

describe('remove', () => {
  it.for([[], ['--outs']])('takes stages out, one after the other %s', async options => {
    using both = await withPipeline(plain);
    await both.run(['repro']);
    both.commitAll('base');
    for (const name of ['a', 'c', 'b']) {
      await both.probe({ argv: ['remove', name, ...options], strictness: 'exact' });
      both.compareTrees();
    }
  });

  it.for(['one', 'two', 'full', 'placed', 'last'])('takes %s out of a hand-written file', async name => {
    using both = await withPipeline();
    const { judge } = await both.run(['repro', '-q', 'two', 'placed', 'full', 'templated', 'each@1']);
    expect(judge.code, judge.stderr).toBe(0);
    await both.probe({ argv: ['remove', name], strictness: 'exact' });
    both.compareTrees();
    await both.run(['remove', '../dvc.yaml:last', '--outs'], { folder: 'sub' });
    both.compareTrees();
  });

  it('leaves to others what they share with a stage, in the lines of real DVC', async () => {
    using both = await withPipeline(
      'stages:\n  s: &base\n    cmd: echo 1 > s\n    outs: [s]\n  t:\n    <<: *base\n    cmd: echo > t\n    outs: [t]\n  u: {<<: *base, cmd: echo > u, outs: [u]}\n',
    );
    await both.run(['repro']);
    await both.run(['remove', 's']);
    both.compareTrees();
    await both.probe({ argv: ['status'], strictness: 'exact' });
  });

  it('takes a file out as a whole, its lock as well', async () => {
    using both = await withPipeline(`${plain}metrics: [m.json]\n`);
    await both.run(['repro']);
    await both.run(['remove', 'dvc.yaml']);
    both.compareTrees();
  });

  it('keeps what people wrote into the lock', async () => {
    using both = await withPipeline(plain);
    await both.run(['repro']);
    both.each(root => {
      const text =
        '# why\n' +
        "schema: '2.0'\nstages:\n  a:\n    cmd: cp in out # in a\n    # behind a\n  b:\n    cmd: cp out other # in b\n  c:\n    cmd: [echo]\n";
      writeFileSync(join(root, 'dvc.lock'), text);
    });
    await both.run(['remove', 'a']);
    both.compareTrees();
    await both.run(['remove', 'c']);
    both.compareTrees();
  });

  it.for(['copy', 'symlink', 'hardlink'])('stops tracking data that is kept as %s', async type => {
    using both = await Both.create();
    both.write('.dvc/config', `[cache]\n    type = ${type}\n`);
    both.write('data.csv', 'd\n');
    both.write('dir/x', 'x\n');
    both.write('dir/y/z', 'z\n', 0o755);
    await both.run(['add', 'data.csv', 'dir']);
    await both.run(['unprotect', 'dir/y']);
    both.compareTrees();
    await both.run(['remove', 'data.csv.dvc', 'dir.dvc']);
    both.compareTrees();
    await both.run(['add', 'data.csv', 'dir']);
    await both.run(['remove', '--outs', 'data.csv.dvc', 'dir.dvc']);
    both.compareTrees();
  });

  it('refuses the same', async () => {
    using both = await withPipeline();
    both.write('data', 'd\n');
    await both.run(['add', 'data']);
    await both.run(['repro', '-q', 'two']);
    const lines = [
      ['remove', 'data'],
      ['remove', 'nope'],
      ['remove', 'nope.dvc'],
      ['remove', 'each'],
      ['remove', 'each@1'],
      ['remove', 'templated'],
      ['remove', 'b'],
      ['remove', 'dvc.lock'],
    ];
    for (const argv of lines) {
      await both.probe({ argv, strictness: 'exact' });
      both.compareTrees();
    }
  });
});

describe('unprotect', () => {
  it('fails alike', async () => {
    using both = await Both.create();
    both.write('data', 'd\n', 0o755);
    for (const argv of [
      ['unprotect', 'nope'],
      ['unprotect', 'data', 'nope', 'data'],
    ]) {
      await both.probe({ argv, strictness: 'exact' });
      both.compareTrees();
    }
  });
});
