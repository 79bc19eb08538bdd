import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/core/yaml/read.ts';
import { spliced } from '../../../src/core/yaml/splice.ts';
import { isMap } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

/** Sets the value under two keys, or takes it out. */
async function edit(
  lines: readonly string[],
  [outer, inner]: readonly [string, string],
  value?: Value,
): Promise<readonly string[] | undefined> {
  const text = `${lines.join('\n')}\n`;
  const read = await readYaml(text);
  if (!read.ok || !isMap(read.value)) throw new Error(text);
  const before = read.value.get(outer);
  const section = new Map<Scalar, Value>(isMap(before) ? before : []);
  if (value === undefined) section.delete(inner);
  else section.set(inner, value);
  const next = await spliced(text, new Map(read.value).set(outer, section), 2);
  return next?.replace(/\n$/, '').split('\n');
}

const STAGE: Value = new Map<string, Value>([
  ['cmd', 'cp a b'],
  ['outs', ['b']],
]);

describe('a value put into a text', () => {
  it('leaves all other lines as they are', async () => {
    const text = [
      '---',
      'n: [1e3, .5, 0x1F, 012]   # n',
      's:',
      '    a: &a',
      '        x: "1" # one',
      '# end',
      't: *a',
    ];
    const added = ['    b:', '      cmd: cp a b', '      outs:', '      - b'];
    expect(await edit(text, ['s', 'b'], STAGE)).toEqual([...text.slice(0, 5), ...added, ...text.slice(5)]);
  });

  it('goes behind a text that keeps its empty lines', async () => {
    expect(await edit(['s:', '  a: |+', '    x', '', '', '# t', 't: 1'], ['s', 'b'], 1)).toEqual([
      's:',
      '  a: |+',
      '    x',
      '',
      '',
      '  b: 1',
      '# t',
      't: 1',
    ]);
  });

  it('stands in brackets where the others do', async () => {
    expect(await edit(['s: {a: 1,', '  b: &x 2}  # c'], ['s', 'c'], ['x, y', 'z'])).toEqual([
      's: {a: 1,',
      "  b: &x 2, c: ['x, y', z]}  # c",
    ]);
  });

  it('opens a section that is empty or missing', async () => {
    const block = ['  b:', '    cmd: cp a b', '    outs:', '    - b'];
    expect(await edit(['s:   # none'], ['s', 'b'], STAGE)).toEqual(['s:   # none', ...block]);
    expect(await edit(['s: {}  # none', 't: 1'], ['s', 'b'], STAGE)).toEqual([
      's:  # none',
      ...block,
      't: 1',
    ]);
    expect(await edit(['t: 1'], ['s', 'b'], STAGE)).toEqual(['t: 1', 's:', ...block]);
  });

  it('takes the place of another one, whose comment stays', async () => {
    expect(await edit(['s:', '  a: &x 1  # why', '  b: *x'], ['s', 'a'], STAGE)).toEqual([
      's:',
      '  a:  # why',
      '    cmd: cp a b',
      '    outs:',
      '    - b',
      '  b: 1',
    ]);
  });
});

describe('a value taken out of a text', () => {
  it('takes its lines along', async () => {
    expect(await edit(['s:', '  # of a', '  a:', '    x: 1', '  # of b', '  b: {y: 1}'], ['s', 'a'])).toEqual(
      ['s:', '  # of a', '  # of b', '  b: {y: 1}'],
    );
  });

  it('takes its comma along', async () => {
    expect(await edit(['s: {a: 1, b: 2, c: 3}'], ['s', 'b'])).toEqual(['s: {a: 1, c: 3}']);
    expect(await edit(['s: {a: 1, b: 2, c: 3}'], ['s', 'c'])).toEqual(['s: {a: 1, b: 2}']);
  });

  it('leaves its name and content to the first who uses them', async () => {
    expect(
      await edit(
        ['s:', '  a: &x', '      k: "1" # why', '  b:', '    <<: *x  # b', '    l: 2', '  c: {<<: *x}'],
        ['s', 'a'],
      ),
    ).toEqual(['s:', '  b:', '    <<: &x  # b', '      k: "1" # why', '    l: 2', '  c: {<<: *x}']);
  });

  it('leaves names within it as well', async () => {
    expect(
      await edit(
        ['s:', '  a:', '    k: &k 1e3', '    l: &l [x]', '  b: {k: *k, l: *l, m: [*k]}'],
        ['s', 'a'],
      ),
    ).toEqual(['s:', '  b: {k: &k 1e3, l: [x], m: [*k]}']);
  });

  it('is written in brackets where it moves into some', async () => {
    expect(await edit(['s:', '  a: &x', '    k: [1]', '  b: {<<: *x}'], ['s', 'a'])).toEqual([
      's:',
      '  b: {<<: {k: [1]}}',
    ]);
  });
});

describe('a value that others use', () => {
  it('changes alone', async () => {
    const changed = new Map<string, Value>([
      ['k', 1],
      ['f', true],
    ]);
    expect(
      await edit(['s:', '  a: &x   # a', '    k: 1  # k', '  b:', '    <<: *x'], ['s', 'a'], changed),
    ).toEqual(['s:', '  a:   # a', '    k: 1  # k', '    f: true', '  b:', '    <<:', '      k: 1  # k']);
    expect(await edit(['s:', '  a: &x', '    k: 1', '  b: *x'], ['s', 'b'], changed)).toEqual([
      's:',
      '  a: &x',
      '    k: 1',
      '  b:',
      '    k: 1',
      '    f: true',
    ]);
  });

  it('keeps what it merges', async () => {
    const text = ['s:', '  a: &x {k: 1}', '  b:', '    <<: *x', '    f: true'];
    expect(await edit(text, ['s', 'b'], new Map([['k', 1]]))).toEqual(text.slice(0, 4));
  });
});
