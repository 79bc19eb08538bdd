/** The judge itself is judged: it must see the differences it is there for. */
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateProject } from './random/generate.ts';
import { paramsText } from './random/params.ts';
import { pipelineValue } from './random/project.ts';
import { Both } from './rig/both.ts';
import { differences } from './rig/differences.ts';
import { comparable } from './rig/loose.ts';

describe('the rig', () => {
  it('tells 1 from 1.0 in JSON, and does not care for the order of keys', () => {
    const value = comparable('{"a": 1, "b": [NaN, 1.0]}\n', 'json');
    expect(comparable('{"b": [NaN, 1.0], "a": 1}\n', 'json')).toEqual(value);
    expect(comparable('{"b": [NaN, 1.0], "a": 1.0}\n', 'json')).not.toEqual(value);
    expect(comparable('{"b": [1.0, NaN], "a": 1}\n', 'json')).not.toEqual(value);
  });

  it('takes rows in any order, and misses none', () => {
    expect(comparable('a\nb\n', 'rows')).toEqual(comparable('b\na\n', 'rows'));
    expect(comparable('a\nb\n', 'rows')).not.toEqual(comparable('a\nb\nb\n', 'rows'));
  });

  it.for<readonly [string, (root: string) => void]>([
    ['a byte in the cache', root => replaceObject(root)],
    ['the mode of a cache object', root => chmodSync(join(root, object), 0o644)],
    ['a byte in the workspace', root => appendFileSync(join(root, 'a'), '!')],
    ['an x bit', root => chmodSync(join(root, 'a'), 0o755)],
    ['an empty folder', root => mkdirSync(join(root, 'empty'))],
    ['a link', root => symlinkSync('a', join(root, 'link'))],
    ['a line of an ignore file', root => appendFileSync(join(root, '.gitignore'), '/x\n')],
  ])('sees %s', async ([, change]) => {
    using both = await Both.create();
    both.write('a', 'a\n');
    both.write('.gitignore', '/y\n');
    both.write(object, 'a\n', 0o444);
    both.compareTrees();
    both.each(root => utimesSync(join(root, 'a'), 1, 1));
    both.compareTrees();
    change(both.subject.root);
    expect(() => both.compareTrees()).toThrow();
  });

  it('shows of two trees only what differs, line by line', () => {
    const lines = (changed: string): string => ['a', 'b', 'c', 'd', changed, 'f', 'g', 'h'].join('\n');
    expect(differences({ same: 'x' }, { same: 'x' })).toBe('');
    expect(
      differences({ same: 'x', file: lines('e'), gone: 'y' }, { same: 'x', file: lines('E'), more: 'z' }),
    ).toBe(
      [
        '=== file',
        '  c',
        '  d',
        '- e',
        '+ E',
        '  f',
        '  g',
        '  …',
        '=== gone',
        '- y',
        '=== more',
        '+ z',
      ].join('\n'),
    );
  });

  it('makes the same project from the same seed, and another from another', () => {
    const text = (seed: number): string => {
      const project = generateProject(seed);
      return JSON.stringify([
        [...project.files],
        project.pipelines.map(pipelineValue),
        project.params.map(file => paramsText(file, '')),
      ]);
    };
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });
});

const object = '.dvc/cache/files/md5/60/b725f10c9c85c70d97880dfe8191b3';

function replaceObject(root: string): void {
  rmSync(join(root, object));
  writeFileSync(join(root, object), 'A\n', { mode: 0o444 });
}
