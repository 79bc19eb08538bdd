import { expect, it } from 'vitest';
import { maskSecrets } from '../../src/view/secrets.ts';

it.each([
  ['the password of an address', 'at https://ann:s3cret@host/x', 'at https://ann:***@host/x'],
  ['a token that stands for the user', 'https://:tok@host', 'https://:***@host'],
  ['a signature', 'GET https://h/x?a=1&sig=abc%3D&b=2', 'GET https://h/x?a=1&sig=***&b=2'],
])('hides %s', (_, text, shown) => {
  expect(maskSecrets(text)).toBe(shown);
});

it.each(['ssh://git@host/x', 'https://host:8080/a@b', 's3://bucket/key', 'at run (file:///a/b.ts:3:4)'])(
  'leaves `%s` as it is',
  text => {
    expect(maskSecrets(text)).toBe(text);
  },
);
