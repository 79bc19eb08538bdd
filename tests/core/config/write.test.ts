import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseConfig } from '../../../src/core/config/parse.ts';
import { writeConfig } from '../../../src/core/config/write.ts';
import type { ConfigEntry } from '../../../src/core/config/config.ts';

it('what is written is read back, or was refused', () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from('ab \'",#=[]%\n\t\\é😀')), maxLength: 8 });
  const value = fc.oneof(text, fc.array(text, { maxLength: 3 }));
  const options = fc.dictionary(fc.stringMatching(/^[a-z_]{1,6}$/), value, {
    minKeys: 1,
    maxKeys: 4,
    noNullPrototype: true,
  });
  const titles = fc.uniqueArray(fc.constantFrom('core', 'cache', 'remote "a b"', 'remote "c"'), {
    minLength: 1,
  });
  fc.assert(
    fc.property(titles, options, (names, entries) => {
      const config = new Map(
        names.map((name): [string, ConfigEntry] => [name, new Map(Object.entries(entries))]),
      );
      const written = writeConfig(config);
      if (!written.ok) {
        expect(written.error).toContain('cannot be safely quoted');
        return;
      }
      const read = parseConfig(written.value);
      expect(read.ok && new Map([...read.value].sort())).toEqual(new Map([...config].sort()));
    }),
  );
});
