import { describe, expect, it } from 'vitest';
import { declaredBy } from '../../src/engine/stage-file.ts';
import { stageId } from '../../src/model/stage.ts';
import { Rig } from '../rig/rig.ts';
import { openOn } from './opened.ts';

async function found(word: string, cwd = ''): Promise<unknown> {
  using rig = await Rig.create('dvc');
  rig.write({
    'dvc.yaml':
      "stages:\n  train: {cmd: x, outs: [model]}\n  each:\n    foreach: ['a:b', c]\n    do: {cmd: '${item}'}\n",
    'sub/dvc.yaml': 'stages:\n  train: {cmd: x}\n',
    'empty/dvc.yaml': '{}\n',
    'data.dvc': 'outs:\n- path: data\n',
  });
  using engine = await openOn(rig, cwd);
  const declared = await declaredBy(engine.project, word);
  if (!declared.ok) return declared.error.code;
  return [declared.value.isWholeFile, ...declared.value.stages.map(stageId)];
}

describe('a target of a command that edits', () => {
  it.each<[word: string, cwd: string, expected: unknown]>([
    ['train', '', [false, 'dvc.yaml:train']],
    [':train', '', [false, 'dvc.yaml:train']],
    ['train', 'sub', [false, 'sub/dvc.yaml:train']],
    ['../dvc.yaml:train', 'sub', [false, 'dvc.yaml:train']],
    ['each@a:b', '', [false, 'dvc.yaml:each@a:b']],
    ['dvc.yaml:each@a:b', '', [false, 'dvc.yaml:each@a:b']],
    ['dvc.yaml', '', [true, 'dvc.yaml:train', 'dvc.yaml:each@a:b', 'dvc.yaml:each@c']],
    ['empty/dvc.yaml', '', [true]],
    ['data.dvc', '', [false, 'data.dvc']],
    ['each', '', 'stage-not-found'],
    ['model', '', 'stage-not-found'],
    ['data', '', 'stage-not-found'],
    ['train', 'empty', 'stage-not-found'],
    ['nope/dvc.yaml:train', '', 'pipeline-file-missing'],
    ['nope.dvc', '', 'pipeline-file-missing'],
    ['../../dvc.yaml:train', 'sub', 'pipeline-file-missing'],
    ['sub:train', '', 'not-a-stage-file'],
    ['dvc.lock', '', 'refused'],
  ])('%s in %j', async (word, cwd, expected) => {
    expect(await found(word, cwd)).toEqual(expected);
  });
});
