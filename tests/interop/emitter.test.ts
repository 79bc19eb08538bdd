import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitYaml } from '../../src/core/yaml/emit.ts';
import { readYamlFully } from '../../src/core/yaml/full-reader.ts';
import { content } from '../core/yaml/arbitrary.ts';
import { Ruamel, tagged } from './drivers/ruamel.ts';

const SAMPLE = { numRuns: 3000, seed: 20_261_124 };

let ruamel: Ruamel;
beforeAll(async () => {
  ruamel = await Ruamel.start();
});
afterAll(() => ruamel.close());

describe('YAML against ruamel.yaml', () => {
  it('is written byte for byte as ruamel writes it', async () => {
    const values = fc.sample(content, SAMPLE);
    const theirs = await ruamel.dump(values);
    values.forEach((value, index) => expect(emitYaml(value)).toBe(theirs[index]));
  });

  it('reads the same values from what was written', async () => {
    const texts = fc.sample(content, SAMPLE).map(value => emitYaml(value));
    const theirs = await ruamel.load(texts);
    texts.forEach((text, index) => {
      const full = readYamlFully(text);
      expect(full.ok ? tagged(full.value) : full.error, text).toBe(theirs[index]);
    });
  });
});
