import fc from 'fast-check';

const PIECES = [
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n',
    '=',
    '.',
    ',',
    ':',
    '#',
    "'",
    '"',
    '"""',
    "'''",
    '\\',
    '[',
    ']',
    '[[',
    '{',
    '}',
  ],
  ...[
    '(',
    ')',
    '-',
    '+',
    '_',
    '0',
    '1',
    'e',
    'x',
    'j',
    'a',
    'é',
    '😀',
    '\0',
    '\x7f',
    '\ufeff',
    '    ',
    '*',
    '!',
  ],
];

/** Texts as they come, each with up to two characters lost or pieces put in. */
export function damaged(texts: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const edits = fc.array(fc.tuple(fc.constantFrom(undefined, ...PIECES), fc.nat()), { maxLength: 2 });
  return fc.tuple(texts, edits).map(([text, made]) => {
    let now: readonly string[] = Array.from(text);
    for (const [piece, at] of made) {
      const place = at % (now.length + 1);
      now = piece === undefined ? now.toSpliced(place, 1) : now.toSpliced(place, 0, piece);
    }
    return now.join('');
  });
}
