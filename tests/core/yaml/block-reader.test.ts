import { describe, expect, it } from 'vitest';
import { readYamlFast } from '../../../src/core/yaml/block-reader.ts';
import { readYamlFully } from '../../../src/core/yaml/full-reader.ts';
import { Float } from '../../../src/model/value.ts';

const lock = `schema: '2.0'
stages:
  train:
    cmd: python train.py --name "a b"
      --more
    deps:
    - path: data
      hash: md5
      md5: b026324c6904b2a9cb4b88d6d61c81d1
      size: 2
    params:
      params.yaml:
        lr: 0.10
        layers: [64, 32]
        note: |
          two
          lines
    outs:
    - path: 'it''s'
`;

describe('the fast reader', () => {
  it('reads a lock file', () => {
    const fast = readYamlFast(lock);
    const full = readYamlFully(lock);
    expect(fast).toEqual(full.ok && full.value);
  });

  it('tells numbers apart and keeps their text', () => {
    expect(readYamlFast('- 1\n- 1.0\n- "1"\n')).toEqual([1, new Float(1, '1.0'), '1']);
  });

  it('reads the shapes that people write', () => {
    expect(readYamlFast('---\na:   # note\n  - b: 1\n    c: ~\n  - - x\n\n# end\n')).toEqual(
      new Map([
        [
          'a',
          [
            new Map<string, unknown>([
              ['b', 1],
              ['c', null],
            ]),
            ['x'],
          ],
        ],
      ]),
    );
    expect(readYamlFast('a: b\n  c\n\n  d\n')).toEqual(new Map([['a', 'b c\nd']]));
    expect(readYamlFast('a:\n- b\nc:\n')).toEqual(
      new Map<string, unknown>([
        ['a', ['b']],
        ['c', null],
      ]),
    );
  });

  it.for([
    'a: &x 1\n',
    'a: *x\n',
    'a: !!str 1\n',
    '? a\n: b\n',
    'a:\tb\n',
    'a: b\r\n',
    '\ufeffa: b\n',
    'a: 1\na: 2\n',
    '<<: {a: 1}\n',
    'a: b: c\n',
    ' a: 1\nb: 2\n',
    'a: "b\n',
    'a: [b,\n  c]\n',
    'a: "\\ud83d\\ude00"\n',
    'true: 1\n',
    '--- a\n',
    'a: 1\n---\nb: 2\n',
    'just text\n',
    'a: 2020-02-30\n',
    'a: {b: 1}}\n',
    '- '.repeat(65),
  ])('leaves %j to the other one', text => {
    expect(readYamlFast(text)).toBeUndefined();
  });
});
