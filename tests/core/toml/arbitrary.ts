/** TOML, and what is nearly TOML. */
import fc from 'fast-check';
import { damaged } from '../damage.ts';

const key = fc.constantFrom(
  'a',
  'a',
  'b',
  'b',
  'c',
  '10',
  '9',
  '"a"',
  "'b'",
  '"x y"',
  "''",
  '"\\u00e9"',
  'd-_1',
  '__proto__',
);
const keys = fc
  .array(key, { minLength: 1, maxLength: 3 })
  .chain(parts => fc.constantFrom('.', '.', '.', ' . ').map(dot => parts.join(dot)));

export const NUMBERS =
  '0 1 -5 +7 -0 1_000 0x1F 0xdead_beef 0o17 0b1010 9007199254740993 -9223372036854775808123 01 1__0 _1 1_ +0x1 0x 0b2 0O7 0X1 1.5 -0.0 ' +
  '1e5 1E-3 1_0.5e+1_0 1. .5 1.e5 1e 00.5 0e0 1e400 1.5e-07 123456789.123456789 inf -inf +inf nan +nan -nan Inf NaN infinity 1e0_1 +1_0.5 -01';
const DATES =
  '1979-05-27 1979-05-27T07:32:00Z 1979-05-27t07:32:00z 1979-05-27T00:32:00.999999999-07:00 1979-05-27T07:32 1979-05-27T07:32:61 ' +
  '1979-02-30 2020-02-29 07:32:00 07:32 07:32:00.1234 24:00:00 0000-01-01 2020-01-01T00:00:00+24:00 2020-01-01T00:00:00-00:00 ' +
  '07:32:00Z 2020-01-01T 2020-1-1 1979-05-27T07:32:00.5+05:30 20200101 12:3 00:00:00';
const TEXTS = [
  ...[
    '""',
    "''",
    '"x"',
    "'x'",
    '"a\\tb\\n"',
    '"\\x41\\u00e9\\U0001F600\\e"',
    '"\\q"',
    '"\\ud800"',
    '"\\U00110000"',
    "'\\n'",
  ],
  ...[
    '"""x"""',
    '"""\nx\n  y"""',
    '"""x\\\n   y"""',
    '"""x\\  \n\n y"""',
    '"""\\ x"""',
    "'''x\\y\n'''",
    '""""x""""',
    '"""x"""""',
    '"""x""""""',
  ],
  ...["''''x''''", '"é😀"', '"# no comment"', "'a\"b'", '"a\'b"', '"yes"', '"1.0"', '"x\ny"', '"\t"'],
  ...[
    '1979-05-27 07:32:00',
    '1979-05-27  07:32:00',
    '1979-05-27 x',
    '1979-05-27 # c',
    'true',
    'false',
    'True',
    'tru',
    'truex',
    'x',
    '',
  ],
];
const scalar = fc.constantFrom(...NUMBERS.split(' '), ...DATES.split(' '), ...TEXTS);
const gap = fc.constantFrom('', '', ' ', '\n', ' # c\n', '\t');

const { value } = fc.letrec<{ value: string; list: string; table: string }>(tie => ({
  value: fc.oneof({ maxDepth: 3 }, { weight: 6, arbitrary: scalar }, tie('list'), tie('table')),
  list: fc
    .tuple(fc.array(fc.tuple(gap, tie('value'), gap), { maxLength: 3 }), fc.constantFrom('', '', ',', ', '))
    .map(([items, end]) => `[${items.map(item => item.join('')).join(',')}${end}]`),
  table: fc
    .tuple(
      fc.array(fc.tuple(gap, keys, gap, tie('value')), { maxLength: 3 }),
      fc.constantFrom('', '', ',', '\n'),
    )
    .map(([items, end]) => `{${items.map(([a, k, b, v]) => `${a}${k} = ${v}${b}`).join(',')}${end}}`),
}));

const line = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(keys, value).map(([name, item]) => `${name} = ${item}`) },
  { weight: 3, arbitrary: keys.map(name => `[${name}]`) },
  { weight: 2, arbitrary: keys.map(name => `[[${name}]]`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '# note',
      '  ',
      '  [ a ]',
      '[a] # c',
      'a=1 # é',
      'a',
      'a =',
      '= 1',
      'a = 1 b = 2',
    ),
  },
);
const document = fc
  .tuple(
    fc.array(line, { maxLength: 7 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.constantFrom('', '\n'),
  )
  .map(([lines, end, last]) => lines.join(end) + last);

/** Tables and entries whose keys meet each other over and over. */
const simple = fc.tuple(keys, fc.constantFrom('1', '{}', '{ b = 1 }', '[]', '[{}]', '{ a.b = 1 }'));
const structure = fc
  .array(
    fc.oneof(
      simple.map(([name, item]) => `${name} = ${item}`),
      keys.map(name => `[${name}]`),
      keys.map(name => `[[${name}]]`),
    ),
    { maxLength: 7 },
  )
  .map(lines => lines.join('\n'));

export const tomlText: fc.Arbitrary<string> = fc.oneof(
  { weight: 2, arbitrary: fc.tuple(keys, value).map(([name, item]) => `${name} = ${item}\n`) },
  { weight: 2, arbitrary: document },
  { weight: 1, arbitrary: structure },
  { weight: 1, arbitrary: damaged(document) },
);
