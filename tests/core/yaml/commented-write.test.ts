import { describe, expect, it } from 'vitest';
import { readCommented } from '../../../src/core/yaml/commented-read.ts';
import { writeCommented } from '../../../src/core/yaml/commented-write.ts';

function written(text: string): string | undefined {
  const document = readCommented(text);
  return document && writeCommented(document);
}

// As ruamel.yaml 0.19 writes back what its round-trip loader read, in DVC's settings.
describe('a text written back with its comments', () => {
  it.for([
    'a: 1\n',
    '# top\n\na: 1   # one\nb:    # two\n- x\n# in\n- y\n\n# end\n',
    'a: |\n  b\n  c\nd: >-\n  e\n  f\n',
    'a: [1, {b: c, d: e}, f: g]\n',
    'a: 1e3\nb: 0x1F\nc: 1_000\n',
    'a:\n  b:\n  - c: 1\n    d: 2\n  - - e\n',
  ])('%j is the same', text => {
    expect(written(text)).toBe(text);
  });

  it.for([
    ['a:   1\n', 'a: 1\n'],
    ['\'a\': "b"\n', 'a: b\n'],
    ['a:\n    - b\n    -   c\n', 'a:\n- b\n- c\n'],
    ['a:\n    b: 1   # far\n', 'a:\n  b: 1     # far\n'],
    ['\na: ~\n', 'a:\n'],
    ['a: 1', 'a: 1\n'],
  ])('%j is %j', ([text = '', laidOut]) => {
    expect(written(text)).toBe(laidOut);
  });
});
