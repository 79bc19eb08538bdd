/** What `metrics`, `params`, `stage list` and `dag` print, with every option, on one project with a history. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Both } from './rig/both.ts';
import type { FileContent } from './rig/both.ts';
import type { Strictness } from './rig/loose.ts';
import { showProbes } from './rig/probes.ts';

const pipeline = `stages:
  prepare:
    cmd: mkdir -p data && cp raw.csv data/all.csv
    desc: Takes the raw data apart and puts it together again in another place, quite far away from here
    deps: [raw.csv]
    params: [split, other.yaml: [a.b]]
    outs: [data]
  train:
    cmd: cat data/all.csv > model && cp results.txt eval.json
    deps: [data/all.csv, results.txt]
    params: [train.lr]
    outs: [model]
    metrics: [eval.json]
  report:
    cmd: cp model report.html && cp eval.json é.yaml
    deps: [model, eval.json]
    outs: [report.html]
    metrics:
    - é.yaml:
        cache: false
    plots: [curve.csv]
  alone:
    cmd: echo alone
metrics: [top.json, gone.json, many]
`.replace('cp eval.json é.yaml', 'cp eval.json é.yaml && cp raw.csv curve.csv');

const firstResults =
  '{"acc": 0.9271, "loss": 0.21, "n": 3, "text": "a", "deep": {"f1": 0.015625, "flag": true}, "list": [1, 2.0], "big": 12345678901234567890}\n';
const secondResults =
  '{"acc": 0.93, "loss": 0.21, "n": 4, "deep": {"f1": 1e-07, "flag": false}, "new": -0.0, "list": [1], "big": 12345678901234567891, "inf": Infinity}\n';

const params = 'split: 0.2\ntrain:\n  lr: 1.0e-05\n  layers: [64, 32]\n  name: "1"\n  day: 12:30\nnothing:\n';
const laterParams =
  'split: 0.25\ntrain:\n  lr: 1.0e-05\n  layers: [64, 64]\n  name: 1\nnothing: x\nadded: {é: true}\n';

const unreadableLines: readonly (readonly [string[], Strictness])[] = [
  [['metrics', 'show'], 'exact'],
  [['metrics', 'show', '--json'], 'exact'],
  [['metrics', 'show', '--md'], 'exact'],
  [['metrics', 'show', '-a', '--json'], 'exact'],
  [['metrics', 'diff'], 'rows'],
  [['metrics', 'diff', '--json', '--all'], 'json'],
  [['params', 'diff', '--all'], 'rows'],
  [['params', 'diff', '--json'], 'json'],
  [['params', 'diff', '--json', '--targets', 'latin.yaml'], 'json'],
];

/** Copies with two commits on main, a tag and a branch, and changes in the workspace. */
async function history(): Promise<Both> {
  const both = await Both.create();
  both.write('dvc.yaml', pipeline);
  both.write('raw.csv', 'x,y\n1,2\n');
  both.write('results.txt', firstResults);
  both.write('params.yaml', params);
  both.write('other.yaml', 'a:\n  b: 1\n  c: 2\n');
  both.write('top.json', '{"x": 1}\n');
  both.write('many/a.json', '{"in": {"a": 1}}\n');
  both.write('many/sub/b.yaml', 'b: 0.5\n');
  both.write('many/b/m.json', '{"m": 1}\n');
  both.write('many/b/dvc.yaml', '{}\n');
  both.write('many/b/data.dvc', 'outs: []\n');
  both.write('sub/keep', '');
  await reproduce(both);
  both.commitAll('first');
  both.git('tag', 'v1');
  both.write('params.yaml', laterParams);
  both.write('results.txt', secondResults);
  both.write('top.json', '0.25\n');
  await reproduce(both);
  both.commitAll('second');
  both.git('branch', 'feature/x');
  both.write('other.yaml', 'a:\n  b: 1.0\n');
  both.write('many/c.json', '{"c": null, "d": "text"}\n');
  both.write('eval.json', firstResults);
  return both;
}

async function reproduce(both: Both): Promise<void> {
  const { judge } = await both.run(['repro']);
  expect(judge.code, judge.stderr).toBe(0);
  both.compareTrees();
}

const revisions: readonly (readonly string[])[] = [
  [],
  ['HEAD'],
  ['v1'],
  ['v1', 'feature/x'],
  ['HEAD~1', 'HEAD'],
  ['main', 'feature/x'],
  ['feature/x', 'v1'],
];

/** DVC's own order of files and keys in a diff changes with Python's string hashing. */
const forms: readonly (readonly [string[], Strictness])[] = [
  [[], 'rows'],
  [['--json'], 'json'],
  [['--md'], 'rows'],
  [['--all'], 'rows'],
  [['--all', '--json'], 'json'],
  [['--no-path'], 'rows'],
  [['--md', '--no-path', '--all'], 'rows'],
];

/** DVC 3 has dropped these names; mltrack still knows them, says so, and prints what the new ones print. */
const formerNames: readonly (readonly [former: string, now: string, Strictness])[] = [
  ['--show-json', '--json', 'json'],
  ['--show-md', '--md', 'rows'],
];

const metricsForms: readonly (readonly [string[], Strictness])[] = [
  [['--precision', '2'], 'rows'],
  [['--precision', '0', '--md'], 'rows'],
  [['--precision', '12'], 'rows'],
  [['--targets', 'eval.json'], 'rows'],
  [['--targets', 'eval.json', 'top.json', '--json'], 'json'],
  [['-R', '--targets', 'many', '--json'], 'json'],
];

const paramsForms: readonly (readonly [string[], Strictness])[] = [
  [['--deps'], 'rows'],
  [['--deps', '--all', '--json'], 'json'],
  [['--targets', 'other.yaml'], 'rows'],
];

const listings: readonly (readonly string[])[] = [
  ['stage', 'list'],
  ['stage', 'list', '--all'],
  ['stage', 'list', '--name-only'],
  ['stage', 'list', 'train'],
  ['stage', 'list', 'dvc.yaml'],
  ['dag', '--dot'],
  ['dag', '--mermaid'],
  ['dag', '--md'],
  ['dag', '--md', 'train'],
  ['dag', '--dot', 'train'],
  ['dag', '--dot', '--full', 'train'],
  ['dag', '--mermaid', '--full', 'alone'],
  ['dag', '--mermaid', '--outs'],
  ['dag', '--dot', '--outs', 'report'],
  ['metrics', 'show'],
  ['metrics', 'show', '--md'],
  ['metrics', 'show', '--json'],
  ['metrics', 'show', '--precision', '3'],
  ['metrics', 'show', 'eval.json', 'top.json'],
  ['metrics', 'show', 'raw.csv', '--json'],
  ['root'],
];

/** Files of values that cannot be read, one of every kind, in the workspace and in the commit before. */
const unreadable: Readonly<Record<string, FileContent>> = {
  'dvc.yaml':
    'metrics: [nul.json, nul.yaml, latin.json, latin.yaml, half.json, half.yaml, bom.json, gone.json, empty.json, good.json]\nparams: [latin.yaml, half.json]\n',
  'nul.json': Buffer.from([0, 1, 2, 3]),
  'nul.yaml': Buffer.from('a: \0\n'),
  'latin.json': Buffer.from('{"a": "\xe9"}', 'latin1'),
  'latin.yaml': Buffer.from('a: \xe9\n', 'latin1'),
  'half.json': '{"a": ',
  'half.yaml': 'a: [1',
  'bom.json': '\ufeff{"a": 1}',
  'empty.json': '',
  'good.json': '{"a": "\ufffd", "b": 1}',
  'sub/keep': '',
};

/** Outputs inside and outside the project, one of which a stage reads under another spelling. */
const outside = `stages:
  a:
    cmd: echo
    outs:
    - b.txt
    - /nowhere/z.txt: {cache: false}
    - ../../out/a.txt: {cache: false}
    - a.txt
  c:
    cmd: echo
    deps: [a.txt, /nowhere/../../nowhere/z.txt]
    outs:
    - ../../out/b.txt: {cache: false}
    - zz
  solo:
    cmd: echo
    outs:
    - ../../q: {cache: false}
    - /nowhere/a.txt: {cache: false}
    - /x: {cache: false}
`;

describe('outputs', () => {
  it('that lie outside are drawn in the order of DVC, and known by any spelling', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', outside);
    for (const argv of [
      ['dag', '--dot', '--outs'],
      ['dag', '--mermaid', '--outs'],
      ['dag', '--dot'],
    ])
      await both.probe({ argv, strictness: 'exact' });
    both.write('dvc.yaml', outside.replace('- zz', '- /nowhere/./z.txt: {cache: false}'));
    await both.probe({ argv: ['dag', '--dot'], strictness: 'exact' });
  });

  it('that lie outside, are there and could not be stored are refused before their stage runs', async () => {
    using both = await Both.create();
    both.write('dvc.yaml', 'stages:\n  e: {cmd: echo run >> runs, outs: [/usr]}\n');
    for (const argv of [['repro'], ['repro', '--dry']]) {
      const { judge } = await both.run(argv);
      expect(judge.code).toBe(255);
    }
    await both.run(['commit', '-f']);
    both.compareTrees();
  });

  it('over files that cannot be read are those of DVC', async () => {
    using both = await Both.create();
    for (const [path, content] of Object.entries(unreadable)) both.write(path, content);
    both.commitAll('base');
    both.write('good.json', '{"a": "\ufffd", "b": 2}');
    for (const folder of ['.', 'sub']) {
      for (const [argv, strictness] of unreadableLines) await both.probe({ argv, strictness }, folder);
    }
  });

  it('of lists, drawings and shows are those of DVC', async () => {
    using both = await history();
    for (const argv of listings) await both.probe({ argv, strictness: 'exact' });
  });

  it('of lists and diffs in a sub-folder are those of DVC', async () => {
    using both = await history();
    for (const argv of [
      ['stage', 'list', '--all'],
      ['metrics', 'show'],
      ['metrics', 'show', '--json'],
      ['root'],
      ['dag', '--dot'],
    ]) {
      await both.probe({ argv, strictness: 'exact' }, 'sub');
    }
    for (const what of ['metrics', 'params']) {
      await both.probe({ argv: [what, 'diff', 'v1'], strictness: 'rows' }, 'sub');
      await both.probe({ argv: [what, 'diff', '--json', 'v1'], strictness: 'json' }, 'sub');
    }
    await both.probe({ argv: ['status'], strictness: 'exact' }, 'sub');
    await both.probe({ argv: ['status', '--json'], strictness: 'exact' }, 'sub');
  });

  it.for(
    revisions.map(revision => ({ revision, names: revision.join(' and ') || 'HEAD and the workspace' })),
  )('of diffs between $names are those of DVC', async ({ revision }) => {
    using both = await history();
    for (const [flags, strictness] of [...forms, ...metricsForms]) {
      await both.probe({ argv: ['metrics', 'diff', ...revision, ...flags], strictness });
    }
    for (const [flags, strictness] of [...forms, ...paramsForms]) {
      await both.probe({ argv: ['params', 'diff', ...revision, ...flags], strictness });
    }
    for (const what of ['metrics', 'params']) {
      for (const [former, now, strictness] of formerNames) {
        const argv = [what, 'diff', ...revision];
        await both.probe({ argv: [...argv, now], subjectArgv: [...argv, former], strictness });
      }
    }
  });

  it('of metrics that neither the disk nor the cache has are those of DVC', async () => {
    using both = await Both.create();
    both.write('d/m.json', '{"a": 1}\n');
    both.write('m.json', '{"b": 2}\n');
    both.write('dvc.yaml', 'metrics: [d/m.json, d/none.json, m.json, none.json]\n');
    await both.run(['add', 'd', 'm.json']);
    for (const path of ['d', 'm.json']) both.remove(path);
    await both.probeAll(showProbes);
    for (const content of ['{"a": 1}\n', '{"b": 2}\n']) {
      const md5 = createHash('md5').update(content).digest('hex');
      both.remove(`.dvc/cache/files/md5/${md5.slice(0, 2)}/${md5.slice(2)}`);
    }
    await both.probeAll(showProbes);
  });

  it('of metrics over branches, tags and commits are those of DVC', async () => {
    using both = await history();
    for (const flags of [['-a'], ['-T'], ['-a', '-T', '--md'], ['-A', '--json']]) {
      await both.probe({ argv: ['metrics', 'show', ...flags], strictness: 'exact' });
    }
  });
});
