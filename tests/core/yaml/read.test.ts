import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/core/yaml/read.ts';
import { Float, Timestamp } from '../../../src/model/value.ts';
import type { Scalar, Value } from '../../../src/model/value.ts';

async function valueOf(text: string): Promise<Value> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

/** Every problem as `line:column message`. */
async function problemsOf(text: string): Promise<readonly string[]> {
  const read = await readYaml(text);
  return read.ok ? [] : read.error.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

describe('a text that people write', () => {
  it.for<[string, string, Value]>([
    ['is empty', '', null],
    ['holds nothing but a comment', '# nothing\n', null],
    ['starts with a byte order mark', '\ufeffa: 1\n', new Map([['a', 1]])],
    [
      'has line ends of other systems',
      'a: 1\r\nb:\r\n- x\r',
      new Map<Scalar, Value>([
        ['a', 1],
        ['b', ['x']],
      ]),
    ],
    ['has tabs between brackets', 'a: [1,\t2]\n', new Map([['a', [1, 2]]])],
    [
      'has numbers in every form',
      '[1e3, 1_000, 0o17, .inf, 2020-01-01]\n',
      [new Float(1000, '1e3'), 1000, 15, new Float(Infinity, '.inf'), new Timestamp('2020-01-01')],
    ],
    [
      'has an integer beyond what a double holds',
      'a: 9007199254740993\n',
      new Map([['a', 9007199254740993n]]),
    ],
    [
      'has keys that are special to JavaScript',
      '__proto__: 1\nconstructor: {toString: 2}\n',
      new Map<Scalar, Value>([
        ['__proto__', 1],
        ['constructor', new Map([['toString', 2]])],
      ]),
    ],
    [
      'merges maps',
      'a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n',
      new Map([
        [
          'a',
          new Map([
            ['x', 1],
            ['y', 2],
          ]),
        ],
        [
          'b',
          new Map([
            ['x', 1],
            ['y', 3],
          ]),
        ],
      ]),
    ],
    ['has one document between marks', '---\na: 1\n...\n', new Map([['a', 1]])],
  ])('%s', async ([, text, value]) => {
    expect(await valueOf(text)).toEqual(value);
  });

  it('answers an alias by the very object that was named', async () => {
    const value = await valueOf('- &a [1]\n- *a\n');
    expect(Array.isArray(value) && value[0] === value[1]).toBe(true);
  });
});

describe('a mistake is told with its place', () => {
  it.for<[string, string, readonly string[]]>([
    ['a key that comes twice', 'a: 1\nb: 2\na: 3\n', ['3:1 the key `a` comes twice in this map']],
    [
      'a key that comes twice in another form',
      '1: a\n1.0: b\n',
      ['2:1 the key `1.0` comes twice in this map'],
    ],
    ['a tab that indents', 'a:\n\tb: 1\n', ['2:1 indent with blanks, not with tabs']],
    ['a tab behind a colon', 'a: \tb\n', ['1:4 indent with blanks, not with tabs']],
    [
      'a merge that git left open',
      'a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n',
      ['2:1 a git merge conflict is not resolved here'],
    ],
    ['a second document', 'a: 1\n---\nb: 2\n', ['2:1 only one document may stand in a file']],
    [
      'a character that no text holds',
      'a: \x07\n',
      ['1:4 the character U+0007 is not allowed; write it as an escape in double quotes'],
    ],
    ['a bracket that is never closed', 'a: [1, 2\nb: 3\n', ['2:2 a `,` or `]` is missing before this']],
    ['a quote that is never closed', 'a: "b\nc: d\n', ['1:4 this quote is never closed']],
    ['a colon in a text', 'a: b: c\n', ['1:5 a `:` cannot stand here; a text that holds `: ` needs quotes']],
    ['an alias of nothing', 'a: *b\n', ['1:4 there is no anchor `&b` before this']],
    ['an object that holds itself', 'a: &a [*a]\n', ['1:8 `*a` would hold itself']],
    ['two merge keys', '<<: {a: 1}\n<<: {b: 2}\n', ['2:1 a map can have only one merge key `<<`']],
    ['a merge with what is no map', '<<: 1\n', ['1:5 a merge key needs a map, or a list of maps']],
    [
      'a tag of Python',
      'a: !!python/object:os.system x\n',
      ['1:4 the tag `tag:yaml.org,2002:python/object:os.system` is not understood here'],
    ],
    [
      'a date that is on no calendar',
      'a: 2020-02-30\n',
      ['1:4 `2020-02-30` needs quotes: it is no such number or date'],
    ],
    ['a list as a key', '[a]: 1\n', ['1:1 a list cannot be a key']],
    ['an old version of YAML', '%YAML 1.1\n---\na: 1\n', ['1:1 only YAML 1.2 is understood']],
    ['half of a character', 'a: "\\ud83d"\n', ['1:5 there is no character U+D83D']],
  ])('%s', async ([, text, problems]) => {
    expect(await problemsOf(text)).toEqual(problems);
  });

  it('and all mistakes of meaning are told at once', async () => {
    expect(await problemsOf('a: 1\na: 2\nb: *x\nc: !no y\n')).toHaveLength(3);
  });

  it('and further mistakes of structure behind the first one', async () => {
    const problems = await problemsOf('a: b: c\nd: 1\ne: f: g\n');
    expect(problems.map(problem => problem.split(':')[0])).toEqual(['1', '3']);
  });
});

describe('a text that means harm is refused quickly', () => {
  const levels = 10_000;
  it.for<[string, string]>([
    ['lists in brackets', '['.repeat(levels) + ']'.repeat(levels)],
    ['brackets that are never closed', '['.repeat(levels)],
    ['maps in braces', '{a: '.repeat(levels) + '}'.repeat(levels)],
    ['lists of dashes', '- '.repeat(levels)],
    ['keys of keys', '? '.repeat(levels)],
    ['maps of maps', Array.from({ length: 2000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('%s within one another, thousands of times', async ([, text]) => {
    const time = await millisecondsOf(async () => {
      expect(await problemsOf(text)).not.toEqual([]);
    });
    expect(time).toBeLessThan(5000);
  });

  it('a few hundred levels are read', async () => {
    const text = '['.repeat(490) + ']'.repeat(490);
    expect(JSON.stringify(await valueOf(text))).toBe(text);
  });

  it('aliases that stand for more values than anybody can walk through', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i++)
      lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`);
    const [problem = '', ...more] = await problemsOf(lines.join('\n'));
    expect(problem).toContain('stand for more than 1000000 values');
    expect(more).toEqual([]);
  });

  it('integers of more digits than Python reads', async () => {
    const time = await millisecondsOf(async () => {
      expect(await problemsOf(`a: ${'7'.repeat(1_000_000)}`)).toHaveLength(1);
    });
    expect(time).toBeLessThan(2000);
  });

  it.for<[string, string]>([
    ['blanks', `a:${' '.repeat(200_000)}`],
    ['line ends', `a: b${'\n'.repeat(200_000)}\tc`],
    ['quotes', `a: ${"'".repeat(200_001)}`],
    ['backslashes', `a: "${'\\'.repeat(200_001)}`],
    ['colons', `${':'.repeat(200_000)} x`],
    ['words', `a: [${'b '.repeat(100_000)}`],
    ['keys on one line', `{${Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join(', ')}`],
    ['keys of astral characters', `{${'😀'.repeat(400)}: [${'"😀": 1, '.repeat(20_000)}`],
    ['anchors', '&a '.repeat(100_000)],
    ['tags', '!a '.repeat(100_000)],
    ['percent signs', `!${'%'.repeat(100_000)}`],
  ])('no end of %s takes long', async ([, text]) => {
    expect(await millisecondsOf(() => readYaml(text))).toBeLessThan(5000);
  });
});
