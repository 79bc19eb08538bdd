import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactRules, isExact, matchesExact } from '../../../src/core/ignore/exact.ts';
import type { ExactRules } from '../../../src/core/ignore/exact.ts';
import { parseIgnoreFile } from '../../../src/core/ignore/parse.ts';
import type { IgnoreRule } from '../../../src/core/ignore/parse.ts';
import { patternRules } from '../../../src/core/ignore/patterns.ts';
import type { RepoPath } from '../../../src/model/path.ts';

function rulesOf(text: string, directory = ''): readonly IgnoreRule[] {
  return parseIgnoreFile({ directory: directory as RepoPath, text, source: 'ignore' }, 'git');
}

it.each([
  ['x', true],
  ['/a/b/', true],
  ['*.csv', true],
  ['*.d/', true],
  ['!x', false],
  ['x?', false],
  ['/*.csv', false],
  ['*', false],
  ['a*.csv', false],
  ['*.[co]', false],
  ['\\#x', false],
])('%s needs no pattern matching: %s', (line, exact) => {
  expect(rulesOf(line).map(isExact)).toEqual([exact]);
});

it('decides as the patterns do', async () => {
  const part = fc.constantFrom('a', 'b', 'a.c', 'b.c', '.c', 'd');
  const path = fc.array(part, { minLength: 1, maxLength: 3 }).map(parts => parts.join('/'));
  const line = fc
    .tuple(fc.constantFrom('', '/', '*'), path, fc.constantFrom('', '/'))
    .map(([start, middle, end]) => (start === '*' ? `*.${middle.slice(-1)}${end}` : start + middle + end));
  const file = fc.tuple(fc.constantFrom('', 'a', 'a/b'), fc.array(line, { minLength: 1, maxLength: 4 }));
  await fc.assert(
    fc.asyncProperty(
      fc.array(file, { minLength: 1, maxLength: 3 }),
      fc.array(fc.tuple(path, fc.boolean()), { minLength: 5, maxLength: 10 }),
      async (files, asked) => {
        let exact: ExactRules | undefined;
        const all: IgnoreRule[] = [];
        for (const [directory, lines] of files) {
          const rules = rulesOf(lines.join('\n'), directory);
          expect(rules.every(isExact)).toBe(true);
          exact = exactRules(exact, directory as RepoPath, rules);
          all.push(...rules);
        }
        const patterns = await patternRules(all, 'git');
        for (const [each, isDirectory] of asked) {
          // Both are asked only for what lies in no ignored folder.
          const parents = each.split('/').flatMap((_, index, parts) => parts.slice(0, index).join('/') || []);
          if (parents.some(parent => matchesExact(exact, parent, true))) continue;
          expect([each, isDirectory, matchesExact(exact, each, isDirectory)]).toEqual([
            each,
            isDirectory,
            patterns.matches(each, isDirectory),
          ]);
        }
      },
    ),
  );
});
