import { describe, expect, it } from 'vitest';
import { withFrozen, withoutStage, withStage } from '../../../src/core/pipeline/edit.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import { isMap } from '../../../src/model/value.ts';
import type { ValueMap } from '../../../src/model/value.ts';

const ADDED: ValueMap = new Map<string, string | string[]>([
  ['cmd', 'cp a b'],
  ['deps', ['a']],
  ['outs', ['b']],
]);

async function edit(text: string, name = 'new', definition = ADDED): Promise<string> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(text);
  const edited = await withStage(text, isMap(read.value) ? read.value : undefined, name, definition);
  if (edited === undefined) throw new Error(`cannot be edited: ${text}`);
  return edited;
}

async function contentOf(text: string): Promise<ValueMap> {
  const read = await readYaml(text);
  if (!read.ok || !isMap(read.value)) throw new Error(text);
  return read.value;
}

async function without(text: string, name: string): Promise<string | undefined> {
  return withoutStage(text, await contentOf(text), name);
}

async function frozen(text: string, name: string, definition: ValueMap): Promise<string | undefined> {
  return withFrozen(text, await contentOf(text), name, definition);
}

describe('a stage added to a pipeline file', () => {
  it('starts a new file', async () => {
    expect(await edit('')).toBe('stages:\n  new:\n    cmd: cp a b\n    deps:\n    - a\n    outs:\n    - b\n');
  });

  it('leaves a comment alone that is all there is', async () => {
    expect(await edit('# to do\n')).toMatch(/^# to do\nstages:\n {2}new:\n/);
  });

  it('keeps comments in their columns while what they stand beside is laid out anew', async () => {
    const text = [
      '# top',
      'stages:   # all',
      '    # first',
      '    train:',
      '        cmd: >-',
      '            python',
      '            train.py # no comment',
      '        deps:',
      '            - "a"      # one',
      '            # two',
      '            - [b, {c: d}]',
      '',
      '        # three',
      "        desc: 'it'",
      '# end',
      'metrics: [m.json]  # four',
      '',
    ].join('\n');
    expect(await edit(text)).toBe(
      [
        '# top',
        'stages:   # all',
        '    # first',
        '  train:',
        '    cmd: >-',
        '      python',
        '      train.py # no comment',
        '    deps:',
        '    - a                # one',
        '            # two',
        '    - [b, c: d]',
        '',
        '        # three',
        '    desc: it',
        '# end',
        '  new:',
        '    cmd: cp a b',
        '    deps:',
        '    - a',
        '    outs:',
        '    - b',
        'metrics: [m.json]  # four',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['an anchor', 'x: &a {b: 1}\nstages:\n  train:\n    cmd: x # why\n    meta: *a\n', ['&a', '*a', '# why']],
    ['a comment in brackets', 'stages:\n  train:\n    cmd: x\n    deps: [a, # why\n      b]\n', ['# why']],
    ['a document start', '---\nstages:\n  train: # why\n    cmd: x\n', ['---', '# why']],
    ['a tag', 'stages:\n  train:\n    cmd: !!str 1 # why\n', ['!!str', '# why']],
  ])('keeps %s, which cannot be laid out anew', async (_, text, pieces) => {
    const edited = await edit(text);
    for (const piece of pieces) expect(edited).toContain(piece);
    const [before, after] = [await readYaml(text), await readYaml(edited)];
    if (!before.ok || !after.ok) throw new Error(edited);
    const stages = (value: unknown): ReadonlyMap<string, unknown> =>
      (value as ReadonlyMap<string, ReadonlyMap<string, unknown>>).get('stages') ?? new Map();
    expect(stages(after.value).get('train')).toEqual(stages(before.value).get('train'));
    expect(stages(after.value).get('new')).toEqual(ADDED);
  });

  it('opens brackets that hold nothing', async () => {
    expect(await edit('stages: {}   # none yet\nmetrics: [m]\n')).toBe(
      'stages:      # none yet\n  new:\n    cmd: cp a b\n    deps:\n    - a\n    outs:\n    - b\nmetrics: [m]\n',
    );
  });
});

describe('a stage put in the place of another one', () => {
  it('keeps the order of its keys, its styles and its comments', async () => {
    const text =
      'stages:\n  new:\n    deps: [x]   # in\n    # how\n    cmd: |-\n      old\n    outs:\n    - b # out\n  other:\n    cmd: y\n';
    expect(await edit(text)).toBe(
      'stages:\n  new:\n    deps: [a]   # in\n    # how\n    cmd: |-\n      cp a b\n    outs:\n    - b # out\n  other:\n    cmd: y\n',
    );
  });

  it('keeps the comments of what goes', async () => {
    const text =
      'stages:\n  new:\n    # how\n    cmd: x\n    deps: # in\n    - a # one\n    # two\n    - c # three\n    params: # four\n    - lr\n    # five\n  other:\n    cmd: y\n';
    const edited = await edit(text);
    for (const comment of ['how', 'in', 'one', 'two', 'three', 'four', 'five'])
      expect(edited.split(`# ${comment}\n`), comment).toHaveLength(2);
    const read = await readYaml(edited);
    expect(read.ok && read.value).toEqual(
      new Map([
        [
          'stages',
          new Map<string, unknown>([
            ['new', ADDED],
            ['other', new Map([['cmd', 'y']])],
          ]),
        ],
      ]),
    );
  });
});

describe('a stage taken out', () => {
  const text =
    '# top\nstages:\n    # of one\n    one:   # first\n        cmd: x # within\n    # of two\n    two: {cmd: y} # beside\n    # of three\n    three:\n        cmd: z\n# end\n';

  it('takes its own comments along; those behind it stay', async () => {
    expect(await without(text, 'one')).toBe(
      '# top\nstages:\n    # of one\n    # of two\n  two: {cmd: y}   # beside\n    # of three\n  three:\n    cmd: z\n# end\n',
    );
    expect(await without(text, 'three')).toBe(
      '# top\nstages:\n    # of one\n  one:     # first\n    cmd: x     # within\n    # of two\n  two: {cmd: y}   # beside\n    # of three\n# end\n',
    );
  });

  it('leaves the style of a text alone that cannot be laid out anew', async () => {
    expect(
      await without('x: &a 1\nstages:\n    one:\n        cmd: x\n    two: {cmd: *a} # why\n', 'one'),
    ).toBe('x: &a 1\nstages:\n    two: {cmd: *a} # why\n');
  });
});

describe('a definition written anew', () => {
  it('keeps the comments behind a key that goes', async () => {
    const text =
      'stages:\n  new:\n    cmd: cp a b\n    frozen: true # why\n  # other\n  other:\n    cmd: y\n';
    expect(await frozen(text, 'new', new Map([['cmd', 'cp a b']]))).toBe(
      'stages:\n  new:\n    cmd: cp a b\n                 # why\n  # other\n  other:\n    cmd: y\n',
    );
  });

  it('sets nothing but `frozen` where the text cannot be laid out anew', async () => {
    const text = 'stages:\n  a: &a\n    cmd: x # why\n    deps: [c, b]\n';
    const definition = new Map<string, string | boolean>([
      ['cmd', 'x'],
      ['frozen', true],
    ]);
    const next = 'stages:\n  a: &a\n    cmd: x # why\n    deps: [c, b]\n    frozen: true\n';
    expect(await frozen(text, 'a', definition)).toBe(next);
    expect(await frozen(next, 'a', new Map([['cmd', 'x']]))).toBe(text);
  });
});
