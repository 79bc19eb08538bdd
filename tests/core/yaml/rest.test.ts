import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRest } from '../../../src/core/yaml/rest.ts';

/** Every mistake as `line message`. */
function mistakesIn(text: string): readonly string[] | undefined {
  return readRest(text)?.problems.map(({ line, message }) => `${line} ${message}`);
}

describe('around a mistake of structure', () => {
  it.for<[string, string, readonly string[]]>([
    [
      'a quote that is not closed is found where it opens, though another one seems to close it',
      'a:\n  x: "1\n  y: 2\nb:\n  x: "1"\n  x: 2\n',
      ['2 this quote is never closed', '6 the key `x` comes twice in this map'],
    ],
    [
      'a bracket that is not closed hides nothing behind it',
      'a:\n  x: [1,\n    2\n  y: 2\n  z: 3\nb: {x: 1, x: 2}\n',
      ['4 a `,` or `]` is missing before this', '6 the key `x` comes twice in this map'],
    ],
    [
      'a tab before a whole entry hides nothing beside it',
      'a:\n\tx: 1\n  y: 2\n  y: 3\nb:\n  y: 2\n  y: 3\n',
      [
        '2 indent with blanks, not with tabs',
        '4 the key `y` comes twice in this map',
        '7 the key `y` comes twice in this map',
      ],
    ],
    [
      'what stands below a key behind a tab is of no entry that is known',
      'a:\n  b:\n    x: 1\n\tc:\n    x: 2\n  d:\n    x: !t 1\n',
      ['4 indent with blanks, not with tabs', '7 the tag `!t` is not understood here'],
    ],
    [
      'a key without a colon takes with it what stands below',
      'a:\n  x: 1\nb\n  x: 2\n  y: 3\nc:\n  x: 1\n  x: 2\n',
      ['3 a `:` must follow this', '8 the key `x` comes twice in this map'],
    ],
    [
      'a second one is told as well',
      'a: b: c\nd: 1\ne: [1\nf: 2\ng: "x" y\n',
      [
        '1 a `:` cannot stand here; a text that holds `: ` needs quotes',
        '4 a `,` or `]` is missing before this',
        '5 this is no part of the map before it; check its indentation',
      ],
    ],
    [
      'a list goes on',
      'a:\n- x: "1\n- x: 2\n  x: 3\n',
      ['2 this quote is never closed', '4 the key `x` comes twice in this map'],
    ],
    [
      'a character that is not allowed stands for itself',
      'a: \u0001\nb: 1\nb: 2\n',
      ['3 the key `b` comes twice in this map'],
    ],
  ])('%s', ([, text, told]) => {
    expect(mistakesIn(text)).toEqual(told);
  });

  it('lines stay where they are, and those around what was left out are known', () => {
    const rest = readRest('a:\n  x:\n  - 1\n  - "2\n  y: 3\nb: 1\n');
    expect(rest?.text).toBe('a:\n  x:\n  - 1\n\n  y: 3\nb: 1\n');
    expect(rest?.cut).toEqual(new Set([1, 2]));
    expect(rest?.value).toEqual(
      new Map<string, unknown>([
        [
          'a',
          new Map<string, unknown>([
            ['x', [1]],
            ['y', 3],
          ]),
        ],
        ['b', 1],
      ]),
    );
  });

  it('nothing is left out where the structure is right', () => {
    expect(readRest('a: 1\na: 2\n')?.cut).toBeUndefined();
  });
});

describe('nothing is sure', () => {
  it.for<[string, string]>([
    ['when git has left a conflict', '<<<<<<< ours\na: 1\n=======\na: 2\n>>>>>>> theirs\n'],
    ['when an anchor is in what was left out', 'a: &x "1\nb: *x\n'],
    ['in a long text', `a: "1\n${'x: y\n'.repeat(20_001)}`],
    ['behind a great many mistakes', 'x: y: z\n'.repeat(50)],
  ])('%s', ([, text]) => {
    expect(readRest(text)).toBeUndefined();
  });
});

it('whatever one entry is damaged by, the others are said to be right', () => {
  const word = fc.constantFrom('a', 'b', 'c', 'd');
  const damage = fc.constantFrom('"', "'", '[', '{', '\t', ': : ', '!', '*', '- ', '}', '%', '@');
  const stage = fc.tuple(
    fc.uniqueArray(word, { minLength: 1 }),
    fc.constantFrom(' 1', ' "1"', " '1'", ' [1]', '\n    - 1'),
  );
  fc.assert(
    fc.property(
      fc.array(stage, { minLength: 2, maxLength: 5 }),
      damage,
      fc.nat(),
      fc.nat(),
      (stages, piece, at, column) => {
        const lines = [
          'stages:',
          ...stages.flatMap(([keys, value], index) => [
            `  s${index}:`,
            ...keys.flatMap(key => `    ${key}:${value}`.split('\n')),
          ]),
        ];
        const broken = 1 + (at % (lines.length - 1));
        const line = lines[broken] ?? '';
        const cut = column % (line.length + 1);
        const text = lines.with(broken, line.slice(0, cut) + piece + line.slice(cut)).join('\n');
        const told = (readRest(text)?.problems ?? []).filter(({ message }) => message.includes('twice'));
        expect(
          told.map(problem => problem.line),
          text,
        ).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});
