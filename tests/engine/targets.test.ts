import { describe, expect, it } from 'vitest';
import { chosenTargets, findTarget, findTargets, stagesHere } from '../../src/engine/targets.ts';
import type { Target } from '../../src/engine/targets.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import type { Failure } from '../../src/model/failure.ts';
import type { Result } from '../../src/model/result.ts';
import { stageId } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn, valueOf } from './opened.ts';

async function project(): Promise<Rig> {
  const rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml': `stages:
  train: {cmd: x, deps: [data], outs: [model, logs/train]}
  logs: {cmd: x, outs: [odd, 'a:b/c']}
`,
    'sub/dvc.yaml': 'stages:\n  train: {cmd: x, outs: [out]}\n',
    'empty/dvc.yaml': '{}\n',
    'data.dvc': 'outs:\n- path: data\n',
  });
  return rig;
}

/** The stage's id, and behind `>` the part of its outputs that is meant. */
function shown(found: Result<readonly Target[], Failure>): string[] {
  return valueOf(found).map(({ stage, output, inside }) =>
    output === undefined ? stageId(stage) : `${stageId(stage)} > ${output.written} > ${String(inside)}`,
  );
}

const ROOT = '$ROOT';

describe('a word means', () => {
  it.each<[string, string, string[]]>([
    ['', 'train', ['dvc.yaml:train']],
    ['', ':train', ['dvc.yaml:train']],
    ['', 'sub/dvc.yaml:train', ['sub/dvc.yaml:train']],
    ['', 'dvc.yaml', ['dvc.yaml:train', 'dvc.yaml:logs']],
    ['', `${ROOT}/sub/dvc.yaml`, ['sub/dvc.yaml:train']],
    ['', 'empty/dvc.yaml', []],
    ['', './data.dvc', ['data.dvc']],
    ['sub', 'train', ['sub/dvc.yaml:train']],
    ['sub', '../dvc.yaml:train', ['dvc.yaml:train']],
    ['sub', '../data.dvc', ['data.dvc']],
  ])('stages: from %j %j means %j', async (cwd, word, expected) => {
    using rig = await project();
    using engine = await openOn(rig, cwd);
    const found = findTarget(engine.project, engine.index, word.replace(ROOT, rig.root));
    expect(shown(found)).toEqual(expected);
  });

  it.each<[string, string, string[]]>([
    ['', 'model', ['dvc.yaml:train > model > model']],
    ['', 'data/', ['data.dvc > data > data']],
    ['', 'data/a/b', ['data.dvc > data > data/a/b']],
    ['', `${ROOT}/model`, ['dvc.yaml:train > model > model']],
    ['sub', '../model', ['dvc.yaml:train > model > model']],
    // A colon before a slash belongs to a folder.
    ['', 'a:b/c', ['dvc.yaml:logs > a:b/c > a:b/c']],
    // A stage of that name comes before what lies there.
    ['', 'logs', ['dvc.yaml:logs']],
    ['sub', '../logs/train', ['dvc.yaml:train > logs/train > logs/train']],
  ])('outputs: from %j %j means %j', async (cwd, word, expected) => {
    using rig = await project();
    using engine = await openOn(rig, cwd);
    const found = findTarget(engine.project, engine.index, word.replace(ROOT, rig.root));
    expect(shown(found)).toEqual(expected);
  });

  it.each<[string, string, Failure]>([
    ['', 'no/dvc.yaml', { code: 'pipeline-file-missing', file: 'no/dvc.yaml' }],
    ['', 'no.dvc', { code: 'pipeline-file-missing', file: 'no.dvc' }],
    ['', 'no/dvc.yaml:train', { code: 'pipeline-file-missing', file: 'no/dvc.yaml' }],
    // A data file has no stages with names.
    ['', 'data.dvc:train', { code: 'pipeline-file-missing', file: 'data.dvc' }],
    ['sub', '../../dvc.yaml:train', { code: 'pipeline-file-missing', file: '../../dvc.yaml' }],
    [
      'sub',
      '../dvc.yaml:trian',
      { code: 'stage-not-found', name: 'trian', file: '../dvc.yaml', similar: 'train' },
    ],
    ['', 'sub/dvc.yaml:zzzzzz', { code: 'stage-not-found', name: 'zzzzzz', file: 'sub/dvc.yaml' }],
    ['sub', 'logs', { code: 'target-not-found', target: 'logs', file: 'dvc.yaml' }],
    [
      'sub',
      '../modle',
      { code: 'target-not-found', target: '../modle', file: 'dvc.yaml', similar: '../model' },
    ],
    ['', '/elsewhere/model', { code: 'target-not-found', target: '/elsewhere/model', file: 'dvc.yaml' }],
    ['', 'sub', { code: 'target-not-found', target: 'sub', file: 'dvc.yaml' }],
  ])('nothing: from %j %j', async (cwd, word, error) => {
    using rig = await project();
    using engine = await openOn(rig, cwd);
    expect(findTarget(engine.project, engine.index, word)).toEqual({ ok: false, error });
  });
});

describe('words', () => {
  it('mean each stage once, in the order of the words, but every part of it', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const find = (...words: string[]): Result<readonly Target[], Failure> =>
      findTargets(engine.project, engine.index, words);
    expect(shown(find('logs', 'dvc.yaml', 'train'))).toEqual(['dvc.yaml:logs', 'dvc.yaml:train']);
    expect(shown(find('data/b', 'data/a', 'data.dvc', 'data/b'))).toEqual([
      'data.dvc > data > data/b',
      'data.dvc > data > data/a',
      'data.dvc',
    ]);
    expect(find('train', 'nothing', 'no.dvc')).toMatchObject({ error: { target: 'nothing' } });
    expect(shown(find())).toEqual([]);
  });

  it('that are missing mean the stages of this folder, which needs a pipeline file', async () => {
    using rig = await project();
    rig.write({ 'bare/keep': '' });
    const here = async (cwd: string): Promise<Result<readonly Target[], Failure>> => {
      using engine = await openOn(rig, cwd);
      return stagesHere(engine.project, engine.index);
    };
    expect(shown(await here(''))).toEqual(['dvc.yaml:train', 'dvc.yaml:logs']);
    expect(shown(await here('sub'))).toEqual(['sub/dvc.yaml:train']);
    expect(shown(await here('empty'))).toEqual([]);
    expect(await here('bare')).toEqual({
      ok: false,
      error: { code: 'pipeline-file-missing', file: 'dvc.yaml', others: 'some' },
    });
  });
});

describe('a group of stages', () => {
  async function grouped(): Promise<Rig> {
    const rig = await Rig.create('dvc');
    rig.write({
      'dvc.yaml': "stages:\n  t: {foreach: ['x:y', b], do: {cmd: 'echo ${item}'}}\n  other: {cmd: x}\n",
      'sub/dvc.yaml': 'stages:\n  m: {matrix: {a: [1, 2]}, cmd: x}\n',
      'sub/d.dvc': 'outs:\n- path: d\n',
    });
    return rig;
  }

  it.each<[string, string[]]>([
    ['t', ['dvc.yaml:t@x:y', 'dvc.yaml:t@b']],
    ['t@x:y', ['dvc.yaml:t@x:y']],
    ['sub/dvc.yaml:m', ['sub/dvc.yaml:m@1', 'sub/dvc.yaml:m@2']],
    ['sub/dvc.yaml:m@2', ['sub/dvc.yaml:m@2']],
  ])('is meant by its name, a stage by its own: %j', async (word, expected) => {
    using rig = await grouped();
    using engine = await openOn(rig);
    expect(shown(findTarget(engine.project, engine.index, word))).toEqual(expected);
  });

  it('and more are meant by a pattern of names', async () => {
    using rig = await grouped();
    using engine = await openOn(rig);
    const found = (...words: string[]): string[] =>
      shown(findTargets(engine.project, engine.index, words, { glob: true }));
    expect(found('*@b', 'o?her')).toEqual(['dvc.yaml:t@b', 'dvc.yaml:other']);
    expect(found('sub/dvc.yaml:m@[13]')).toEqual(['sub/dvc.yaml:m@1']);
    expect(found('sub/dvc.yaml:')).toEqual(['sub/dvc.yaml:m@1', 'sub/dvc.yaml:m@2']);
    expect(found('nothing*')).toEqual([]);
    const missing = findTargets(engine.project, engine.index, ['no/dvc.yaml:*'], { glob: true });
    expect(missing.ok ? undefined : missing.error).toEqual({
      code: 'pipeline-file-missing',
      file: 'no/dvc.yaml',
    });
  });

  it('and all else below a folder is meant by the folder, where folders may be named', async () => {
    using rig = await grouped();
    using engine = await openOn(rig);
    const found = findTargets(engine.project, engine.index, ['sub', 'other'], { recursive: true });
    expect(shown(found)).toEqual(['sub/d.dvc', 'sub/dvc.yaml:m@1', 'sub/dvc.yaml:m@2', 'dvc.yaml:other']);
  });
});

describe('the targets of a command', () => {
  it.each<[string[], boolean, string[]]>([
    [[], false, ['dvc.yaml:train', 'dvc.yaml:logs', 'sub/dvc.yaml:train', 'data.dvc']],
    [['train'], false, ['dvc.yaml:train']],
    [['train'], true, ['dvc.yaml:train', 'data.dvc']],
    [['train', 'data.dvc'], true, ['dvc.yaml:train', 'data.dvc']],
    [['model'], true, ['dvc.yaml:train > model > model', 'data.dvc']],
  ])('for %j, with what is before them: %j, are %j', async (words, withUpstream, expected) => {
    using rig = await project();
    using engine = await openOn(rig);
    const found = shown(
      chosenTargets(engine.project, engine.index, words, { withUpstream, recursive: false }),
    );
    expect(found.sort()).toEqual(expected.sort());
  });

  it('are all below a folder, without what is before them, where folders may be named', async () => {
    using rig = await project();
    using engine = await openOn(rig);
    const how = { withUpstream: true, recursive: true };
    const found = (...words: string[]): string[] =>
      shown(chosenTargets(engine.project, engine.index, words, how));
    expect(found('sub')).toEqual(['sub/dvc.yaml:train']);
    expect(found('sub', 'train').sort()).toEqual(['data.dvc', 'dvc.yaml:train', 'sub/dvc.yaml:train']);
  });
});

describe('where the pipeline file is missing', () => {
  const { dvc, mltrack } = LAYOUTS;
  it.each([
    [dvc, mltrack],
    [mltrack, dvc],
  ])('that of another layout is pointed to: $kind', async (layout, other) => {
    using rig = await Rig.create(layout.kind);
    rig.write({ [other.pipelineFile]: 'stages: {a: {cmd: x}}\n' });
    for (const line of [
      'repro',
      `repro ${layout.pipelineFile}`,
      `repro ${layout.pipelineFile}:a`,
      'freeze a',
    ]) {
      expect((await rig.mltrack(line)).stderr, line).toContain(
        `'${layout.pipelineFile}' does not exist\nhint: There is '${other.pipelineFile}', but a project with '${layout.directory}' reads '${layout.pipelineFile}': rename the file, or make another project.\n`,
      );
    }
  });

  it('a folder of its name is told', async () => {
    using rig = await Rig.create('dvc');
    rig.write({ [`${dvc.pipelineFile}/x`]: '' });
    for (const line of ['repro', 'freeze a']) {
      expect((await rig.mltrack(line)).stderr, line).toContain(
        `'${dvc.pipelineFile}' does not exist\nhint: '${dvc.pipelineFile}' is a folder; a file was looked for.\n`,
      );
    }
  });
});

it('a pipeline or data file that git’s rules hide is named as such where it is asked for', async () => {
  using rig = await project();
  rig.write({ '.gitignore': '/dvc.yaml\ndata.dvc\nsub/\nnone/\n' });
  using engine = await openOn(rig);
  const hidden = (file: string): unknown => ({ ok: false, error: { code: 'pipeline-file-ignored', file } });
  const found = (word: string, glob = false): unknown =>
    findTargets(engine.project, engine.index, [word], { glob });
  for (const word of ['train', 'dvc.yaml', 'dvc.yaml:train', ':train'])
    expect(found(word), word).toEqual(hidden('dvc.yaml'));
  expect(found('data.dvc')).toEqual(hidden('data.dvc'));
  expect(found('sub/dvc.yaml')).toEqual(hidden('sub/dvc.yaml'));
  expect(found('sub/dvc.yaml:tr*', true)).toEqual(hidden('sub/dvc.yaml'));
  expect(stagesHere(engine.project, engine.index)).toEqual(hidden('dvc.yaml'));
  // What is not there is not there, whatever would be hidden.
  expect(found('none/dvc.yaml')).toMatchObject({ error: { code: 'pipeline-file-missing' } });
});
