import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import {
  indexOutputs,
  locate,
  outputAround,
  outputsBelow,
  outputsInOrder,
  outputsTouching,
} from '../../../src/core/graph/output-index.ts';
import { isInside, ROOT } from '../../../src/model/path.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { Output } from '../../../src/model/stage.ts';
import { stage } from './stages.ts';

describe('where a path is', () => {
  it.each<[string | undefined, string, string[] | undefined]>([
    ['a/b', 'whatever', ['.', 'a', 'b']],
    ['', '.', ['.']],
    [undefined, 's3://bucket//x/', ['s3://', 'bucket', 'x']],
    [undefined, '/abs//x', ['/', 'abs', 'x']],
    [undefined, '../../x', ['..', 'x']],
    [undefined, 'inside', undefined],
  ])('%s, written %s', (path, written, location) => {
    expect(locate({ path: path as RepoPath | undefined, written }, 'sub' as RepoPath)).toEqual(location);
  });
});

it('what lies outside on this machine is one place, however it is written', () => {
  const outside = { path: undefined, outside: '/other/x' };
  for (const written of ['../../other/x', '/other/x', '/other/y/../x'])
    expect(locate({ ...outside, written }, 'sub' as RepoPath)).toEqual(['/', 'other', 'x']);
});

it('outputs stand in the order of a tree of the whole machine', () => {
  const out = (path: string | undefined, written: string, outside?: string): Output => ({
    path: path as RepoPath | undefined,
    written,
    role: 'data',
    cached: false,
    persistent: false,
    push: true,
    ...(outside === undefined ? {} : { outside }),
  });
  const first = { ...stage('first'), outputs: [out('b', 'b'), out(undefined, '/z/y', '/z/y')] };
  const then = [out(undefined, '../q', '/home/q'), out(undefined, '/z/x', '/z/x'), out('a', 'a')];
  const found = outputsInOrder([first, { ...stage('then'), outputs: then }], '/home/project');
  expect(found.map(({ output }) => output.written)).toEqual(['b', 'a', '../q', '/z/y', '/z/x']);
});

it('outputs around, at and below a path are those that comparing every path finds', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', 'ab', 'a.b'), { minLength: 1, maxLength: 3 })
    .map(parts => parts.join('/'));
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 8 }), path, (outs, asked) => {
      const indexed = indexOutputs([stage('s', { outs })], labelsFrom(ROOT));
      const clash = outs.some(outer => outs.some(inner => outer !== inner && isInside(inner, outer)));
      expect(indexed.ok).toBe(!clash);
      if (!indexed.ok) return;
      const location = locate({ path: asked as RepoPath, written: asked }, ROOT) ?? [];
      const around = outs.filter(out => isInside(asked, out));
      const below = outs.filter(out => isInside(out, asked));
      const names = (found: ReturnType<typeof outputsBelow>): string[] =>
        found.map(({ output }) => output.written).sort();
      expect(outputAround(indexed.value, location)?.output.written).toBe(around[0]);
      expect(names(outputsTouching(indexed.value, location))).toEqual(
        [...new Set([...around, ...below])].sort(),
      );
      expect(names(outputsBelow(indexed.value))).toEqual([...outs].sort());
    }),
  );
});
