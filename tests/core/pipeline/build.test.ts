import { describe, expect, it } from 'vitest';
import { buildPipeline, checkPipeline } from '../../../src/core/pipeline/build.ts';
import type { BuiltPipeline } from '../../../src/core/pipeline/build.ts';
import { plainDefinitions } from '../../../src/core/pipeline/definitions.ts';
import { locatePaths } from '../../../src/core/yaml/locate.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { LAYOUTS } from '../../../src/model/layout.ts';
import type { Stage } from '../../../src/model/stage.ts';

async function build(text: string, file = 'sub/p.yaml'): Promise<BuiltPipeline> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { top, problems } = checkPipeline(read.value, 'dvc');
  const built = buildPipeline(plainDefinitions(problems.length > 0 ? new Map() : top), file as RepoPath, {
    root: '/repo',
    layout: LAYOUTS.dvc,
  });
  return { ...built, problems: [...problems, ...built.problems] };
}

async function stage(definition: string): Promise<Stage> {
  const { pipeline, problems } = await build(`stages:\n  a:\n${definition.replace(/^/gm, '    ')}`);
  const [first] = pipeline.stages;
  if (problems.length > 0 || first === undefined) throw new Error(JSON.stringify(problems));
  return first;
}

/** `line:column message (hint)`, as messages put them together. */
async function mistakes(text: string): Promise<string[]> {
  const { problems } = await build(text);
  const places = locatePaths(text, problems);
  return problems.map(({ message, hint }, index) => {
    const { line, column } = places[index] ?? { line: 0, column: 0 };
    return `${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`;
  });
}

describe('a pipeline file', () => {
  it.each(['', '{}\n', 'stages: {}\n'])('may hold nothing: %j', async text => {
    expect(await build(text)).toMatchObject({ pipeline: { stages: [] }, problems: [] });
  });

  it('names metrics, parameters and plots of its own, as paths of the project', async () => {
    const { pipeline } = await build(
      'metrics: [m.json, ../n.json, ../../out]\nparams: [p/q.yaml]\nplots: [x.csv: {x: a}]\nartifacts: {k: {path: m}}\ndatasets: [d]\n',
    );
    expect(pipeline).toEqual({
      file: 'sub/p.yaml',
      stages: [],
      metrics: ['sub/m.json', 'n.json'],
      params: ['sub/p/q.yaml'],
      plots: [new Map([['x.csv', new Map([['x', 'a']])]])],
      artifacts: new Map([['k', new Map([['path', 'm']])]]),
      datasets: ['d'],
    });
  });
});

describe('a stage', () => {
  it('reads datasets by their names', async () => {
    const { dependencies } = await stage('cmd: x\ndeps: [ds://a]');
    expect(dependencies).toEqual([{ written: 'ds://a', path: undefined, dataset: 'a' }]);
  });

  it('runs in the folder of its file, or in the one it names', async () => {
    expect((await stage('cmd: x')).workdir).toBe('sub');
    expect((await stage('cmd: x\nwdir: ..')).workdir).toBe('');
    expect((await stage('cmd: x\nwdir: a/../b/')).workdir).toBe('sub/b');
    expect((await stage('cmd: x\nwdir: /repo/c')).workdir).toBe('c');
  });

  it('has paths from its working folder, as they are written, but relative where they lie in the project', async () => {
    const { dependencies, outputs } = await stage(
      'cmd: x\nwdir: w\ndeps: [./a, ../b/, /repo/c, /repo/sub/w, /else/d, ../../../e, s3://f/g]\nouts: [/repo/sub/w/o]',
    );
    expect(dependencies.map(({ written, path }) => [written, path])).toEqual([
      ['./a', 'sub/w/a'],
      ['../b/', 'sub/b'],
      ['../../c', 'c'],
      ['.', 'sub/w'],
      ['/else/d', undefined],
      ['../../../e', undefined],
      ['s3://f/g', undefined],
    ]);
    expect(outputs.map(({ written, path }) => [written, path])).toEqual([['o', 'sub/w/o']]);
  });

  it('has its command as it is written, all of its lines', async () => {
    expect((await stage('cmd: |\n  one $A\n  two')).command).toBe('one $A\ntwo');
    expect((await stage('cmd: [one, two]')).command).toEqual(['one', 'two']);
  });

  it('reads parameters of the default file and of others, each file once, each key once', async () => {
    const { params } = await stage(
      'cmd: x\nparams: [lr, a.json: [x], a.b, a.json: [y, x], b.toml: , c.py: [], lr, d.yaml: [k], d.yaml: ]',
    );
    expect(params).toEqual([
      { written: 'params.yaml', path: 'sub/params.yaml', keys: ['lr', 'a.b'] },
      { written: 'a.json', path: 'sub/a.json', keys: ['x', 'y'] },
      { written: 'b.toml', path: 'sub/b.toml', keys: 'whole' },
      { written: 'c.py', path: 'sub/c.py', keys: 'whole' },
      { written: 'd.yaml', path: 'sub/d.yaml', keys: 'whole' },
    ]);
  });

  it('makes outputs of every role with their flags, those of one path put together', async () => {
    const { outputs } = await stage(`cmd: x
outs:
- a
- b: {cache: false, persist: true, push: false, remote: r, desc: d, labels: [l], meta: 1}
- a: {persist: true}
metrics: [m: {cache: false}]
plots: [p: {x: step, cache: false, type: t}]`);
    const plain = { cached: true, persistent: false, push: true, role: 'data' };
    expect(outputs).toEqual([
      { ...plain, written: 'a', path: 'sub/a', persistent: true },
      {
        ...plain,
        written: 'b',
        path: 'sub/b',
        cached: false,
        persistent: true,
        push: false,
        remote: 'r',
        desc: 'd',
        extra: new Map<string, unknown>([
          ['labels', ['l']],
          ['meta', 1],
        ]),
      },
      { ...plain, written: 'm', path: 'sub/m', role: 'metric', cached: false },
      {
        ...plain,
        written: 'p',
        path: 'sub/p',
        role: 'plot',
        cached: false,
        extra: new Map([
          ['x', 'step'],
          ['type', 't'],
        ]),
      },
    ]);
  });

  it('may be frozen, always changed and described', async () => {
    expect(await stage('cmd: x\nfrozen: true\nalways_changed: true\ndesc: d')).toMatchObject({
      frozen: true,
      alwaysChanged: true,
      desc: 'd',
    });
    expect(await stage('cmd: x')).not.toHaveProperty('desc');
  });
});

describe('mistakes', () => {
  it('of shape are told all at once, each with its place', async () => {
    const text = `stage: {}
stages:
  prepare:
    dep: [a]
    cmd: 1
  train:
    cmd: run
    outs:
    - model: {cahce: false, persist: maybe}
    - [x]
    frozen: yes
    params:
    - 3
  evaluate: {}
plots:
- a: {x: 1}
  b: {}
metrics: m.json
`;
    expect(await mistakes(text)).toEqual([
      '1:1 unknown key `stage` (did you mean `stages`?)',
      '4:5 unknown key `dep` (did you mean `deps`?)',
      '5:10 expected text or a list, found the number 1',
      '9:15 unknown key `cahce` (did you mean `cache`?)',
      '9:38 expected true or false, found text',
      '10:7 expected text or a mapping, found a list',
      '11:13 expected true or false, found text',
      '13:7 expected text or a mapping, found the number 3',
      '14:3 `cmd` is missing here',
      '16:3 expected one key with its properties, found 2 keys',
      '16:10 expected text or a mapping, found the number 1',
      '18:10 expected a list, found text',
    ]);
  });

  it('are none in commands that DVC takes: empty ones are no command, and Python words are commands', async () => {
    expect((await stage("cmd: ''")).command).toBeUndefined();
    expect((await stage('cmd: []')).command).toBeUndefined();
    expect((await stage('cmd: [false, 1.50, ~, echo]')).command).toEqual(['False', '1.5', 'None', 'echo']);
  });

  it('are none in what `meta` holds, but of what is not known there it is told', async () => {
    const { problems, warnings } = await build(
      'stages: {a: {cmd: x, meta: {mltrack: {bogus: 1}, other: 2}}}',
    );
    expect(problems).toEqual([]);
    expect(warnings).toEqual(["'bogus' under 'meta: mltrack:' of stage 'a' is not known: it has no effect"]);
  });

  it('are inputs and outputs that say themselves what is tracked', async () => {
    const text = 'stages: {a: {cmd: x, deps: [sub/dvc.yaml], params: [p.dvc: [k]], outs: [o.dvc]}}';
    expect((await mistakes(text)).map(each => each.replace(/^\S+ /, ''))).toEqual([
      "DVC file 'sub/dvc.yaml' cannot be a dependency.",
      "DVC file 'p.dvc' cannot be a dependency.",
      "DVC file 'o.dvc' cannot be an output.",
    ]);
  });

  it('beyond shape are told all at once as well', async () => {
    const text = `stages:
  a:
    cmd: x
    wdir: ../..
    params: [../../../p.yaml: [k]]
  b:
    cmd: x
    outs: [../../o, /else/o, s3://x/o, '.']
  c:
    cmd: ' '
    outs: [../../o: {cache: false}]
`;
    expect((await mistakes(text)).map(each => each.replace(/ \(.*/, ''))).toEqual([
      '4:11 the working folder is outside the project',
      "5:13 the parameters file '../../../p.yaml' is outside the project",
    ]);
  });
});
