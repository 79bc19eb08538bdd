/** Templates, groups of stages, and the ways to name them mean the same to both tools. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import { diffProbes, graphProbes, statusProbes } from './rig/probes.ts';

const params = `train:
  lr: 0.001
  layers: [64, 32]
  verbose: true
  quiet: false
  name: it's
  none:
models:
  a: {depth: 1}
  b: {depth: 2}
flags: [true, false]
big: 9007199254740993
small: 1e-7
`;

const pipeline = `vars:
- extra.json:opts
- more.yaml
- mydir: out
stages:
  prep:
    cmd: mkdir -p \${mydir} && echo \${train.lr} \${ train . layers[ 1 ] } \${big} \${small} > \${mydir}/p.txt; echo \\\${HOME}
    outs:
    - \${mydir}/p.txt:
        cache: false
  opts:
    cmd: echo \${train} \${opts} > o.txt
    deps: ["\${mydir}/p.txt"]
    params: [train.lr, more.yaml: ["q.r"]]
    outs: [o.txt]
    desc: uses \${train.name}
  fm:
    foreach: \${models}
    do:
      cmd: echo \${key} \${item.depth} > m-\${key}.txt
      deps: [o.txt]
      outs: ["m-\${key}.txt"]
  fl:
    foreach: \${flags}
    do:
      cmd: echo \${item} > f-\${item}.txt
      outs: ["f-\${item}.txt"]
  fi:
    foreach: [true, 1.50, x y, null, 'a:b', 2]
    do:
      cmd: echo "\${item}" > "i-\${item}.txt"
      outs: ["i-\${item}.txt"]
  fx:
    foreach: [{a: 1}, {a: 2}]
    do:
      cmd: echo \${item} > c\${item.a}.txt
      outs: ["c\${item.a}.txt"]
  mx:
    matrix:
      os: [linux, mac]
      v: [3.7, {a: 1}, [1, 2]]
      m: \${models}
    cmd: echo \${item.os} \${key} > x-\${key}.txt
    deps: ["m-\${item.m}.txt"]
    outs: ["x-\${key}.txt"]
  sv:
    vars: [{loc: 5}, inner.yaml]
    wdir: \${q.d}
    cmd:
    - echo \${loc} \${q.r} \${q.l[-1]} \${inner} > l.txt
    - echo done
    outs: [l.txt]
metrics:
- \${mydir}/m.json
params: ["\${q.file}"]
artifacts:
  "my-\${q.d}": {path: o.txt, type: "\${train.name}"}
`;

const files = {
  'params.yaml': params,
  'dvc.yaml': pipeline,
  'extra.json': '{"opts": {"x": 1, "y": {"z": "foo bar", "w": null, "l": [1.0, "a b"]}}, "n": 3}',
  'more.yaml': 'q: {r: 1, d: sub, l: [1, 2, 3], file: other.yaml}\n',
  'sub/inner.yaml': 'inner: é\n',
  'other.yaml': 'k: 1\n',
  'out/m.json': '{"acc": 0.5}',
};

async function project(): Promise<Both> {
  const both = await Both.create();
  for (const [path, text] of Object.entries(files)) both.write(path, text);
  both.commitAll('base');
  return both;
}

describe('templates and groups', () => {
  it.for([
    ['a name that is made and written out', 's: {foreach: [1, 2], do: {cmd: echo made}}, s@1: {cmd: echo}'],
    ['an empty command', "s: {cmd: ''}, t: {cmd: []}"],
    ['what is unknown under our key', 's: {cmd: echo, meta: {mltrack: {bogus: 1}}}'],
    ['commands that are no text', 's: {cmd: [false, echo]}'],
  ])('take %s', async ([, stages]) => {
    using both = await Both.create();
    both.write('dvc.yaml', `stages: {${stages}}\n`);
    await both.probe({ argv: ['stage', 'list'], strictness: 'exact' });
    const { judge, subject } = await both.run(['repro']);
    expect(subject.code).toBe(judge.code);
    both.compareTrees();
  });

  it('make the same stages, commands, locks, parameters and diagrams', async () => {
    using both = await project();
    await both.probeAll([...graphProbes, ...statusProbes]);
    await both.run(['repro', '-P']);
    both.compareTrees();
    both.commitAll('reproduced');
    both.write('more.yaml', files['more.yaml'].replace('r: 1', 'r: 2'));
    both.write('params.yaml', params.replace('depth: 2', 'depth: 3').replace('lr: 0.001', 'lr: 0.1'));
    await both.probeAll([...statusProbes, ...diffProbes(), ...diffProbes('HEAD~1')]);
    await both.run(['repro', '-P']);
    both.compareTrees();
    await both.compareStatusCrosswise();
  });

  it('turn mappings into options as the project wants it', async () => {
    using both = await project();
    await both.run(['repro', 'opts']);
    both.write('.dvc/config', '[parsing]\n    bool = boolean_optional\n    list = append\n');
    await both.probeAll(statusProbes);
    await both.run(['repro', 'opts']);
    both.compareTrees();
  });
});

describe('a target', () => {
  it('is a group, a member of it, a pattern, a folder', async () => {
    using both = await project();
    both.write(
      'deep/er/dvc.yaml',
      'stages:\n  g: {foreach: [1, 2], do: {cmd: "echo ${item}"}}\n  h: {cmd: echo h}\n',
    );
    for (const line of [
      ['repro', 'fi@a:b'],
      ['repro', 'fm'],
      ['repro', 'mx@mac-v1-b'],
      ['repro', '--glob', 'fx@*'],
      ['repro', '--glob', 'deep/er/dvc.yaml:?'],
      ['repro', '--glob', 'deep/er/dvc.yaml:g'],
      ['repro', '-R', 'deep'],
      ['repro', 'deep/er/dvc.yaml:g'],
      ['repro', 'deep/er/dvc.yaml:g@2'],
      ['repro', 'fi@nothing'],
      ['repro', 'nothing@x'],
      ['status', 'fm', 'fi@x y'],
      ['commit', '-f', 'fl'],
      ['checkout', 'fl', 'm-a.txt'],
    ])
      await both.run(line);
    both.compareTrees();
    for (const target of ['mx', 'fi@x y', 'deep/er/dvc.yaml', 'deep/er/dvc.yaml:g'])
      await both.probe({ argv: ['stage', 'list', target], strictness: 'exact' });
    await both.probe({ argv: ['dag', '--dot', 'mx@mac-v1-b'], strictness: 'exact' });
    await both.probe({
      argv: ['dag', '--dot', '--collapse-foreach-matrix', 'mx@mac-v1-b'],
      strictness: 'rows',
    });
  });
});

describe('mistakes', () => {
  it.each<[string, string]>([
    ['a name that nobody knows', 'stages: {s: {cmd: "echo ${nope}"}}'],
    ['no expression', 'stages: {s: {cmd: "echo ${a..b}"}}'],
    ['a list in a text', 'stages: {s: {cmd: "echo ${train.layers}"}}'],
    ['a mapping outside a command', 'stages: {s: {cmd: echo, deps: ["${train}"]}}'],
    ['a template in vars', 'vars: [{a: "${train.lr}"}]\nstages: {s: {cmd: echo}}'],
    ['a file of vars that is not there', 'vars: [none.yaml]\nstages: {s: {cmd: echo}}'],
    ['a value twice', 'vars: [{train: {lr: 1}}]\nstages: {s: {cmd: echo}}'],
    ['foreach over a number', 'stages: {s: {foreach: "${big}", do: {cmd: echo}}}'],
    ['the item set by vars', 'stages: {s: {foreach: [1], do: {cmd: echo, vars: [{item: 1}]}}}'],
    ['the key of a list', 'stages: {s: {foreach: [1], do: {cmd: "echo ${key}"}}}'],
    ['two stages of a group with one output', 'stages: {s: {foreach: [1, 2], do: {cmd: echo, outs: [o]}}}'],
  ])('are mistakes to both: %s', async (_, text) => {
    using both = await project();
    both.write('dvc.yaml', text);
    for (const line of [
      ['repro'],
      ['status'],
      ['stage', 'list'],
      ['dag', '--dot'],
      ['params', 'diff', '--json'],
    ])
      await both.run(line);
    both.compareTrees();
    expect((await both.run(['repro'])).subject.code).toBe(255);
  });
});

describe('repro', () => {
  const chain = `stages:
  a: {cmd: cp in a, deps: [in], outs: [a]}
  b: {cmd: cp a b, deps: [a], outs: [b]}
  c: {cmd: cp b c, deps: [b], outs: [c]}
  d: {cmd: echo d > d, outs: [d]}
`;

  async function reproduced(): Promise<Both> {
    const both = await Both.create();
    both.write('dvc.yaml', chain);
    both.write('in', '1\n');
    await both.run(['repro']);
    both.commitAll('base');
    return both;
  }

  it('forces what reads from a stage that ran', async () => {
    using both = await reproduced();
    both.write('dvc.yaml', chain.replace('cp in a', 'cat in > a'));
    await both.probe({ argv: ['repro', '--force-downstream'], strictness: 'exact' });
    both.compareTrees();
    await both.probe({ argv: ['repro', '--force-downstream', '-f', '-s', 'a'], strictness: 'exact' });
    both.compareTrees();
  });

  it('does not run for missing data alone when told so, unless it was made anew', async () => {
    using both = await reproduced();
    for (const path of ['a', 'b', 'c', '.dvc/cache']) both.remove(path);
    await both.probe({ argv: ['repro', '--allow-missing', '--dry'], strictness: 'exact' });
    await both.probe({ argv: ['repro', '--allow-missing'], strictness: 'exact' });
    both.compareTrees();
    both.write('in', '2\n');
    await both.probe({ argv: ['repro', '--allow-missing', '--dry'], strictness: 'exact' });
    await both.run(['repro', '--allow-missing', 'a']);
    both.remove('a');
    await both.probe({ argv: ['repro', '--allow-missing', '--dry'], strictness: 'exact' });
    both.compareTrees();
  });

  it('leaves side by side the lock of a run one by one, and DVC has nothing to do', async () => {
    using both = await project();
    await both.run(['repro', '-P'], { subjectArgv: ['repro', '-P', '-j', '4'] });
    const [theirs, ours] = [both.judge, both.subject].map(({ root }) =>
      readFileSync(join(root, 'dvc.lock'), 'utf8'),
    );
    expect(ours).toBe(theirs);
    await both.compareStatusCrosswise();
  });

  it('goes on after a failure, without or with what depends on it', async () => {
    using both = await reproduced();
    both.write('dvc.yaml', chain.replace('cp a b', 'exit 3').replace('echo d', 'echo e'));
    await both.probe({ argv: ['repro', '-k'], strictness: 'exact' });
    both.compareTrees();
    await both.probe({ argv: ['repro', '--ignore-errors'], strictness: 'exact' });
    both.compareTrees();
  });
});

describe('an output outside the project', () => {
  it('is recorded where it is not cached, and fails its stage where it would be', async () => {
    using both = await Both.create();
    both.write(
      'dvc.yaml',
      `stages:
  e: {cmd: cp in ../made, deps: [in], outs: [../made: {cache: false}]}
  f: {cmd: cp ../made f, deps: [../made], outs: [f]}
  g: {cmd: cp in ../cached, deps: [in], outs: [../cached]}
`,
    );
    both.write('in', '1\n');
    /** Places outside are shown absolute, so both look at the same copy. */
    const compareStatus = async (): Promise<void> => {
      const { judge, subject } = both;
      const of = ({ tool, env }: typeof judge) => tool.run(judge.root, env, ['status']);
      expect((await of(subject)).stdout).toBe((await of(judge)).stdout);
    };
    await compareStatus();
    await both.probe({ argv: ['repro', 'f'], strictness: 'exact' });
    both.compareTrees();
    await compareStatus();
    both.write('../made', '2\n');
    await compareStatus();
    await both.probe({ argv: ['repro', 'f'], strictness: 'exact' });
    both.compareTrees();
    both.remove('../made');
    await compareStatus();
    both.write('../made', '3\n');
    await both.run(['commit', '-f', 'f']);
    both.compareTrees();
    await both.probe({ argv: ['repro', 'g'], strictness: 'exact' });
    await both.probe({ argv: ['dag', '--dot'], strictness: 'exact' });
    await both.probe({ argv: ['stage', 'list'], strictness: 'exact' });
    both.compareTrees();
  });
});

describe('a dependency on a web server', () => {
  it('is recorded by what the server says of it', async () => {
    let version = 1;
    const headers = {
      '/etag': () => ({ ETag: `"v${version}"` }),
      '/weak': () => ({ ETag: `W/"v${version}"`, 'Content-MD5': 'XrY7u+Ae7tCTyyK7j1rNww==' }),
      '/md5': () => ({ 'Content-MD5': `XrY7u+Ae7tCTyyK7j1rNww=${version}` }),
      '/plain': () => ({ 'Content-Type': 'text/plain; charset=utf-8', 'Accept-Ranges': 'none' }),
      '/dated': () => ({ 'Last-Modified': `Thu, 0${version} Jan 2026 00:00:00 GMT` }),
    } satisfies Record<string, () => Record<string, string>>;
    const server = createServer((request, response) => {
      const [, of] = Object.entries(headers).find(([path]) => path === request.url) ?? [];
      const moved = request.url === '/moved' ? { Location: '/etag' } : undefined;
      response.writeHead(moved ? 302 : of ? 200 : 404, moved ?? { ...of?.(), 'Content-Length': of ? 2 : 0 });
      response.end(of && request.method === 'GET' ? 'x\n' : undefined);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      using both = await Both.create();
      const names = [...Object.keys(headers), '/moved'].map(path => path.slice(1));
      const stages = names.map(
        name =>
          `  ${name}: {cmd: echo > ${name}, deps: ["http://127.0.0.1:${port}/${name}"], outs: [${name}]}\n`,
      );
      both.write('dvc.yaml', `stages:\n${stages.join('')}`);
      await both.probeAll(statusProbes);
      await both.run(['repro']);
      both.compareTrees();
      await both.probeAll([...statusProbes, ...graphProbes]);
      version++;
      await both.probeAll(statusProbes);
      await both.run(['repro']);
      both.compareTrees();
      both.write('dvc.yaml', `stages:\n  gone: {cmd: echo, deps: ["http://127.0.0.1:${port}/gone"]}\n`);
      await both.probeAll(statusProbes);
      await both.run(['repro']);
      both.compareTrees();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe('a dependency outside the project', () => {
  it('is shown as it is written where that is an absolute path', async () => {
    using both = await Both.create();
    const place = join(both.judge.root, '../..');
    writeFileSync(join(place, 'near.txt'), '1\n');
    const written = `${place}/judge/../near.txt`;
    both.write('dvc.yaml', `stages:\n  a: {cmd: echo > a, deps: ["${written}"], outs: [a]}\n`);
    await both.run(['repro']);
    both.compareTrees();
    writeFileSync(join(place, 'near.txt'), '2\n');
    await both.probeAll(statusProbes);
    rmSync(join(place, 'near.txt'));
    await both.probeAll(statusProbes);
  });

  it('is read and never written, a file or a folder', async () => {
    using both = await Both.create();
    const dvcYaml = `stages:
  near: {cmd: cat ../../near.txt > n, deps: [../../near.txt], outs: [n]}
  deep: {wdir: sub, cmd: cat ../../../folder/a > d, deps: [../../../folder], outs: [d]}
`;
    // The two copies share this place.
    const place = join(both.judge.root, '../..');
    const far = (text: string): void => {
      mkdirSync(join(place, 'folder/in'), { recursive: true });
      writeFileSync(join(place, 'near.txt'), text);
      writeFileSync(join(place, 'folder/a'), text);
      writeFileSync(join(place, 'folder/in/b.tmp'), 'b');
    };
    far('1\n');
    both.write('dvc.yaml', dvcYaml);
    both.write('.dvcignore', '*.tmp\n');
    both.write('sub/keep', '');
    await both.probeAll(statusProbes);
    await both.run(['repro']);
    both.compareTrees();
    await both.probeAll(statusProbes);
    far('2\n');
    await both.probeAll([...statusProbes, ...graphProbes]);
    await both.run(['repro']);
    both.compareTrees();
    far('1\n');
    await both.probe({ argv: ['repro'], strictness: 'exact' });
    both.compareTrees();
    rmSync(join(place, 'folder'), { recursive: true });
    await both.probeAll(statusProbes);
    await both.run(['repro', 'deep']);
    both.compareTrees();
  });
});
