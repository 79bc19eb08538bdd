import { expect, it } from 'vitest';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import { data, stage } from './stages.ts';

const from = (folder: string) => labelsFrom(folder as RepoPath);

it('a stage goes by its bare name from the folder of its file only', () => {
  const deep = stage('train', { file: 'a/b/pipeline.yaml' });
  expect(['a/b', '', 'a', 'a/b/c', 'a/bc'].map(folder => from(folder).stage(deep))).toEqual([
    'train',
    'a/b/pipeline.yaml:train',
    'b/pipeline.yaml:train',
    '../pipeline.yaml:train',
    '../b/pipeline.yaml:train',
  ]);
});

it('a data file goes by its path, also from its own folder', () => {
  expect(from('').stage(data('raw.data'))).toBe('raw.data');
  expect(from('sub').stage(data('raw.data'))).toBe('../raw.data');
});

it('an output goes by its place, or as it is written where it lies outside the project', () => {
  const [inside, outside] = stage('s', { file: 'a/p.yaml', outs: ['x', 's3://bucket/x'] }).outputs;
  if (inside === undefined || outside === undefined) return expect.fail('two outputs');
  expect(from('b').output(inside)).toBe('../a/x');
  expect(from('a/x').output(inside)).toBe('.');
  expect(from('b').output(outside)).toBe('s3://bucket/x');
});

it('a file goes by the way to it', () => {
  expect(from('a/b').file('a/c/d' as RepoPath)).toBe('../c/d');
  expect(from('').file('a/c' as RepoPath)).toBe('a/c');
});
