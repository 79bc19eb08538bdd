import { describe, expect, it } from 'vitest';
import { valueOf } from '../../../src/core/yaml/commented-edit.ts';
import { readCommented } from '../../../src/core/yaml/commented-read.ts';
import { readYamlFully } from '../../../src/core/yaml/full-reader.ts';

describe('a text read with its comments', () => {
  it('has the value that it has without them', () => {
    const text = '# top\na: 1.0 # one\nb:\n  # in\n  - [x, {y: z}]\n\nc: |\n  d\n\n# end\n';
    const document = readCommented(text);
    const full = readYamlFully(text);
    expect(document && valueOf(document.root)).toEqual(full.ok && full.value);
  });

  it('has every comment at one of its neighbours', () => {
    const document = readCommented('# top\na: 1 # one\nb:\n  # in\n  - x\n# end\n');
    expect(document?.root.before).toBe('# top\n');
    const [a, b] = document?.root.entries ?? [];
    expect(a?.behind).toEqual({ column: 5, text: '# one\n' });
    expect(b?.value).toMatchObject({ is: 'list', items: [{ behind: { text: '\n# end\n' } }] });
  });

  it('keeps how numbers are written', () => {
    const document = readCommented('a: 1e3\nb: 0x1F\nc: "1"\n');
    expect(document?.root.entries.map(({ value }) => value)).toMatchObject([
      { source: '1e3' },
      { source: '0x1F' },
      { value: '1' },
    ]);
  });

  it.for([
    'a: &x 1\n',
    'a: *x\n',
    'a: !!str 1\n',
    '? a\n: b\n',
    'a:\tb\n',
    '---\na: 1\n',
    '- a\n',
    '{a: 1}\n',
    'a: [1, # x\n 2]\n',
    'a: [\n',
    '',
    'a: <<\n',
  ])('is not understood when it is %j', text => {
    expect(readCommented(text)).toBeUndefined();
  });
});
