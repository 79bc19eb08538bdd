/** Folders and lock entries whose names are hard to order and to escape. */
import fc from 'fast-check';
import type { TreeEntry } from '../../../src/model/hash.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value, ValueMap } from '../../../src/model/value.ts';

export const md5: fc.Arbitrary<string> = fc.stringMatching(/^[0-9a-f]{32}$/);

const name = fc
  .oneof(
    fc.stringMatching(/^[a-zA-Z0-9._ -]{1,8}$/),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }),
    fc.string({
      unit: fc.constantFrom(...Array.from('ab-.!"\'\\\n\x01\x7f\x80é\uff5a\ue000😀')),
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(text => text.replace(/[/\0]/g, '_'))
  .filter(text => text !== '.' && text !== '..' && text !== '.git');

/** Few folders, so that names such as `a`, `a/b` and `a-b` come side by side. */
const relpath = fc
  .array(fc.oneof(fc.constantFrom('a', 'b', 'a-b', 'a.b', 'é'), name), { minLength: 1, maxLength: 3 })
  .map(parts => parts.join('/'))
  .filter(path => !/^[a-z]:[\\/]/i.test(path));

/** Files of a folder: no path twice, and none that is a folder as well. In no order. */
export const treeEntries: fc.Arbitrary<readonly TreeEntry[]> = fc
  .uniqueArray(fc.record({ relpath, md5 }), { selector: entry => entry.relpath, maxLength: 12 })
  .map(entries =>
    entries.filter(({ relpath: path }) => !entries.some(other => other.relpath.startsWith(`${path}/`))),
  );

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer(),
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  fc.double().map(value => new Float(value)),
  fc.constantFrom(null, true, false),
);

const { value } = fc.letrec<{ value: Value }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(fc.oneof(name, fc.constantFrom('size', 'nfiles', 'md5')), tie('value')), {
        maxLength: 3,
      })
      .map(entries => new Map(entries)),
  ),
}));

const paths = fc.array(
  fc.tuple(relpath, md5, fc.nat()).map(
    ([path, digest, size]) =>
      new Map<string, Value>([
        ['path', path],
        ['hash', 'md5'],
        ['md5', digest],
        ['size', size],
        ['nfiles', size % 7],
      ]),
  ),
  { minLength: 1, maxLength: 3 },
);

/** A stage of a lock file. */
export const lockEntry: fc.Arbitrary<ValueMap> = fc
  .tuple(
    fc.oneof(fc.string({ unit: 'binary' }), fc.array(fc.string(), { minLength: 1, maxLength: 3 })),
    fc.option(paths),
    fc.array(fc.tuple(name, value), { maxLength: 3 }),
    fc.option(paths),
  )
  .map(
    ([command, dependencies, params, outputs]) =>
      new Map<string, Value>([
        ['cmd', command],
        ...(dependencies === null ? [] : [['deps', dependencies] as const]),
        ['params', new Map([['params.yaml', new Map(params)]])],
        ...(outputs === null ? [] : [['outs', outputs] as const]),
      ]),
  );
