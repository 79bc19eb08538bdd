/** Python, and what is nearly Python. */
import fc from 'fast-check';
import { damaged } from '../damage.ts';

const NUMBERS =
  '0 1 00 0_0 1_000 01 1__0 1_ _1 0xFF 0XfF 0x_f 0xg 0o17 0o8 0b11 0b2 123456789012345678901234567890 1.0 1. .5 1e5 1E-3 1_0.5e1_0 1e 1e400 ' +
  '0.1 1e16 1e-05 2j 1.5J 3j 01j 1ej 9007199254740993 1e22';
const TEXTS = [
  ...[
    "''",
    '""',
    "'x'",
    '"it\'s"',
    "'\\n\\t\\\\'",
    "r'\\n'",
    "u'x'",
    "b'x'",
    "b'\\x00\\xff\\n\\''",
    "rb'\\q'",
    'B"it\'s"',
    "f'x'",
    "f'{x}'",
  ],
  ...[
    "'''a\nb'''",
    '"""a"b"""',
    "'\\x41\\u00e9\\U0001F600\\101\\377\\q\\0'",
    "'é😀'",
    "'a' 'b'",
    "'a' \"b\" '''c'''",
    "b'a' b'b'",
    "'a' f'b'",
  ],
  ...[
    "('a'\n 'b')",
    "'a\\\nb'",
    "'\\ud800'",

    "b'\\u0041'",
    "'x' r'\\n' 'y\\n'",
    "'# no'",
  ],
];
const OTHERS =
  'None True False ... x set() set(1) set(x=1) dict() not_a_name x.y x[0] f(1) [*x] {**x} {*x} (yield) *x lambda:1 not_ ()'.split(
    ' ',
  );
const more = [
  'not True',
  'x if y else z',
  '[i for i in x]',
  '(x := 1)',
  '1 < 2',
  '1 + 2',
  'a and b',
  'await x',
  '1 if 1 else 2',
];
const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NUMBERS.split(' ')) },
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 2, arbitrary: fc.constantFrom('None', 'True', 'False', '...', 'set()') },
  { weight: 1, arbitrary: fc.constantFrom(...OTHERS, ...more) },
);
const gap = fc.constantFrom('', '', '', ' ', '\n', ' # c\n', ' \\\n');

const { value } = fc.letrec<{ value: string; items: string; pairs: string }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    { weight: 8, arbitrary: scalar },
    { weight: 2, arbitrary: tie('items').map(items => `[${items}]`) },
    { weight: 2, arbitrary: tie('items').map(items => `(${items})`) },
    { weight: 1, arbitrary: tie('items').map(items => `{${items}}`) },
    { weight: 2, arbitrary: tie('pairs').map(pairs => `{${pairs}}`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('-', '+', '~', '- ', '-+', 'not '), tie('value'))
        .map(parts => parts.join('')),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(tie('value'), fc.constantFrom('+', ' - ', '*'), tie('value'))
        .map(parts => parts.join('')),
    },
    { weight: 1, arbitrary: tie('value').map(inner => `(${inner})`) },
  ),
  items: fc
    .tuple(fc.array(fc.tuple(gap, tie('value'), gap), { maxLength: 3 }), fc.constantFrom('', '', ','))
    .map(([items, end]) => items.map(item => item.join('')).join(',') + (items.length > 0 ? end : '')),
  pairs: fc
    .array(fc.tuple(gap, tie('value'), tie('value')), { maxLength: 3 })
    .map(pairs => pairs.map(([before, key, item]) => `${before}${key}: ${item}`).join(', ')),
}));

const target = fc.constantFrom(
  ...[
    'a',
    'a',
    'b',
    'c',
    'é',
    'Ａ',
    'self.a',
    'self.b',
    'self.a.b',
    'x.y',
    'a[0]',
    'a, b',
    '(a)',
    '[a]',
    '*a',
    'a = b',
    'a: int',
    'a: "T"',
  ],
  ...['self.c: int', '(b): int', 'x().y', '__proto__', 'constructor', 'match', 'type'],
);
const assignment = fc
  .tuple(target, fc.constantFrom(' = ', ' = ', '=', ' += ', ' == '), value)
  .map(parts => parts.join(''));
const plain = fc.constantFrom(
  ...[
    'pass',
    'import os',
    '# note',
    '',
    'x()',
    'a: int',
    '"""text"""',
    'a = 1; b = 2',
    'a = 1;',
    'del a',
    'global a',
    'return 1',
    'print("x")',
    'print "x"',
  ],
);
const HEADS = [
  'class A:',
  'class B(A, x=1):',
  'def __init__(self):',
  'def __init__(self, q: int = 1) -> None:',
  'def f():',
  'if x:',
  'for i in x:',
];
const heads = fc.constantFrom(
  ...HEADS,
  'async def __init__(self):',
  '@x\nclass A:',
  'try:',
  'with x as y:',
  'class A: a = 1',
  'def __init__(self): self.a = 2',
);

const { block } = fc.letrec<{ block: readonly string[] }>(tie => ({
  block: fc
    .array(
      fc.oneof(
        { maxDepth: 3 },
        { weight: 5, arbitrary: assignment.map(line => [line]) },
        { weight: 2, arbitrary: plain.map(line => [line]) },
        {
          weight: 3,
          arbitrary: fc
            .tuple(heads, fc.constantFrom('  ', '    ', '\t'), tie('block'))
            .map(([head, indent, lines]) =>
              head.endsWith(':')
                ? [head, ...[...lines, 'pass'].map(line => indent + line)]
                : [head, ...lines],
            ),
        },
      ),
      { maxLength: 4 },
    )
    .map(blocks => blocks.flat()),
}));
const program = fc
  .tuple(block, fc.constantFrom('\n', '\n', '\n', '\r\n'), fc.constantFrom('', '\n'))
  .map(([lines, end, last]) => lines.join(end) + last);

export const pythonText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: value.map(item => `a = ${item}\n`) },
  { weight: 2, arbitrary: program },
  {
    weight: 1,
    arbitrary: damaged(
      fc.oneof(
        program,
        value.map(item => `a = ${item}\nb = 1`),
      ),
    ),
  },
);
