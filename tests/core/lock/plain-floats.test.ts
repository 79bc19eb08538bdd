import { expect, it } from 'vitest';
import { plainFloats } from '../../../src/core/lock/plain-floats.ts';
import { emitYaml } from '../../../src/core/yaml/emit.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { Value } from '../../../src/model/value.ts';

async function plain(text: string): Promise<string> {
  const read = await readYaml(text);
  if (!read.ok || !(read.value instanceof Map)) throw new Error(text);
  return emitYaml(plainFloats(read.value as ReadonlyMap<string, Value>), { keepFloatText: true });
}

it('floats are written as Python prints them, however deep they lie and however they were written', async () => {
  expect(await plain('a: 1.00\nb: [1E5, {c: 0.00001, 2.50: x}]\nd: 1_0.5\ne: 1\n')).toBe(
    'a: 1.0\nb:\n- 100000.0\n- c: 1e-05\n  2.5: x\nd: 10.5\ne: 1\n',
  );
});

it('what is one object stays one, and another call makes others', async () => {
  const text = 'a: &x\n  k: 1.0\nb: *x\n';
  expect(await plain(text)).toBe('a: &id001\n  k: 1.0\nb: *id001\n');
  const params = new Map<string, Value>([['a', [1]]]);
  expect(plainFloats(params).get('a')).not.toBe(params.get('a'));
});
