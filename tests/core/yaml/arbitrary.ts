/** Values and texts that are hard to write and to read back. */
import fc from 'fast-check';
import { Float, isList, isMap, Timestamp } from '../../../src/model/value.ts';
import type { Scalar, Value, ValueMap } from '../../../src/model/value.ts';

/** Texts that mean something else without quotes, or nearly do. */
export const WORDS_WITH_A_MEANING = (
  '~ null Null NULL nULL true True TRUE tRUE false False FALSE yes no on off y n 0 00 08 010 0o17 0o8 0x1F 0xg 0b11 ' +
  '0b2 1_000 _1 1_ +5 -5 -0 +_ 0b_ 1. .5 +.5 -.5e+3 .5e5 1e5 1E-5 1e+ 1_0.5 1.5_e3 ._ .inf -.INF +.Inf .nan .NaN ' +
  '-.nan inf nan 12:30 12:30:45 1.2.3 2020-01-01 2020-1-1 2020-02-30 2020-13-01 2020-01-01T01:02:03Z ' +
  '2001-12-14t21:59:43.10-05:00 = << <<< == - -- --- -a ---a ... .... ? ?a : :a a: a:b #a a# a#b & &a * *a ! !a | |a ' +
  "> >a ' 'a a' '' \" \"a \"\" % %a @ @a ` `a , ,a a, [ ] [a] { } {a} {} [] \\ \\n a\\b é ü 日本 😀 e e1 1e 1e1 " +
  '12345678901234567890123456789012 1234567890123e567890123456789012 0123456789abcdef0123456789abcdef'
).split(' ');

const hostileCharacters = Array.from(
  ' \n\t\'"\\:#-?,[]{}&*!|>%@`=<~_.+0123456789abeEnTxo/$é日😀\x07\x1b\x7f\x85\xa0\u2028\u2029\ufeff\r',
);

const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS_WITH_A_MEANING) },
  {
    weight: 3,
    arbitrary: fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...hostileCharacters) }),
  },
  { weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9./_=-]{1,24}$/) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{70,130}$/) },
);

/** Long enough to be folded, with every kind of gap. */
const sentence = fc
  .array(
    fc.tuple(word, fc.constantFrom(' ', ' ', ' ', ' ', '  ', '\n', ' \n', '\n ', ': ', ' #', "'", '"')),
    { maxLength: 24 },
  )
  .map(parts => parts.flat().join('').slice(0, -1));

const text = fc.oneof(
  { weight: 3, arbitrary: word },
  { weight: 2, arbitrary: sentence },
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const float = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, 1, 1e16, 1e-5, 1e22, 5e-324, 1e-4, 123456.789, 0.1 + 0.2, NaN, Infinity, -Infinity),
);

const timestamp = fc.constantFrom(
  '2020-01-01',
  '1999-12-31 23:59:59',
  '2020-01-01 01:02:03.500000',
  '2020-01-01 01:02:03+05:30',
  '2020-02-29 00:00:00.000001-11:00',
);

const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.bigInt({ min: 2n ** 53n, max: 2n ** 70n }));

export const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 1, arbitrary: number },
  { weight: 1, arbitrary: float.map(value => new Float(value)) },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 1, arbitrary: timestamp.map(value => new Timestamp(value)) },
);

/** Keys of which no two can be mistaken for one another. */
const key: fc.Arbitrary<Scalar> = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 1, arbitrary: fc.integer({ min: 2 }) },
);

const { tree } = fc.letrec<{ tree: Value; list: readonly Value[]; map: ValueMap }>(tie => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('map')),
  list: fc.array(tie('tree'), { maxLength: 4 }),
  map: fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map(entries => new Map(entries)),
}));

const map: fc.Arbitrary<ValueMap> = fc
  .array(fc.tuple(key, tree), { maxLength: 6 })
  .map(entries => new Map(entries));

/** What a file may hold: a map or a list. */
export const content: fc.Arbitrary<ValueMap | readonly Value[]> = fc.oneof(
  { weight: 4, arbitrary: map },
  { weight: 1, arbitrary: fc.array(tree, { maxLength: 5 }) },
);

/** The same, with objects that occur more than once: as DVC's do when a parameters file uses aliases. */
export const sharingContent: fc.Arbitrary<ValueMap | readonly Value[]> = fc
  .tuple(content, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([value, picks, first]) => {
    const objects = objectsIn(value);
    const shared = picks.flatMap(pick => objects[pick % objects.length] ?? []);
    const parts = first ? [...shared, value] : [value, ...shared];
    return picks.length % 2 === 0 ? parts : new Map(parts.map((part, index) => [`k${index}`, part]));
  });

function objectsIn(value: Value): Value[] {
  if (value instanceof Timestamp) return [value];
  return isList(value) || isMap(value) ? [value, ...[...value.values()].flatMap(objectsIn)] : [];
}

const lineContent = fc.oneof(
  fc.constantFrom(
    ...'a: 1|b: x y|c:|d: "q"|e: \'s\'|f: [1, x, "y"]|g: {k: v, "l": 2}|h: # note|i: x # note|j: x #no|k: |- a|- - b|- c: 1|-|- |- # note|-   d: 2|- [x]'.split(
      '|',
    ),
    ...'- {x: 1}|# note||  |x y|: v|? k|"q": 1|\'s\' : 2|1: a|true: b|null: c|~: d|1.5: e|m: a: b|n: - a|o: a:|p: "x|  y"|q: \'x|---|...|--- a'.split(
      '|',
    ),
    ...'r: &a 1|r: &a|s: *a|t: !!str 1|u: !!int "2"|v: ! x|<<: *a|<<: {z: 1}|<<: [*a]|w: [|]|, 2]|x: {|}|y: [a: 1]|z: [-1, -x, - y]|%YAML 1.2|@x|a:b: c|a:b'.split(
      '|',
    ),
    ...[
      'aa: |',
      'ab: >',
      'ac: |-',
      'ad: >+',
      'ae: |2',
      '- |',
      '- >-',
      'af: "a\\',
      '\\ b"',
      'ag: "\\x41\\u00e9\\/"',
      'ah: "\\q"',
      "ai: it's",
      "aj: 'it''s'",
    ],
  ),
  fc.constantFrom(...WORDS_WITH_A_MEANING).map(value => `v: ${value}`),
  fc.constantFrom(...WORDS_WITH_A_MEANING).map(name => `${name}: v`),
  fc.constantFrom(...WORDS_WITH_A_MEANING).map(item => `- ${item}`),
  fc.constantFrom(...WORDS_WITH_A_MEANING).map(item => `fl: [${item}, {${item}: ${item}}]`),
);

const handmade = fc
  .array(fc.tuple(fc.constantFrom('', '', '', '  ', '  ', ' ', '    ', '   '), lineContent), { maxLength: 7 })
  .map(lines => lines.map(([indent, line]) => indent + line).join('\n'));

type Edit = (text: readonly string[], at: number) => readonly string[];
const edits: readonly Edit[] = [
  (text, at) => text.toSpliced(at, 1),
  ...[
    ' ',
    '  ',
    '\n',
    '\n\n',
    ': ',
    '- ',
    '#',
    ' # ',
    "'",
    '"',
    '\\',
    '\t',
    '\r\n',
    ',',
    '[',
    '}',
    '&x ',
    '*x',
    '|',
    '\n  ',
  ].map(
    (piece): Edit =>
      (text, at) =>
        text.toSpliced(at, 0, piece),
  ),
];

/** YAML, and what is nearly YAML: texts of our own, texts put together from lines, both with small damages. */
export function yamlText(emit: (value: ValueMap | readonly Value[]) => string): fc.Arbitrary<string> {
  const whole = fc.oneof(
    { weight: 1, arbitrary: content.map(emit) },
    { weight: 3, arbitrary: handmade },
    { weight: 3, arbitrary: handmade.map(text => `${text}\n`) },
  );
  const damages = fc.array(fc.tuple(fc.constantFrom(...edits), fc.nat()), { maxLength: 2 });
  return fc.tuple(whole, damages).map(([text, made]) => {
    let now: readonly string[] = Array.from(text);
    for (const [edit, at] of made) now = edit(now, at % (now.length + 1));
    return now.join('');
  });
}
