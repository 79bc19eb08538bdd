import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsFrom } from '../../../src/core/graph/labels.ts';
import {
  indexOutputs,
  locate,
  outputAround,
  outputsBelow,
  outputsTouching,
} from '../../../src/core/graph/output-index.ts';
import { isInside, ROOT } from '../../../src/model/path.ts';
import type { RepoPath } from '../../../src/model/path.ts';
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
