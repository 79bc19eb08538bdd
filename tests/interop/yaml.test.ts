import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitYaml } from '../../src/core/yaml/emit.ts';
import { readYamlFast } from '../../src/core/yaml/block-reader.ts';
import { yamlText } from '../core/yaml/arbitrary.ts';
import { Ruamel, tagged } from './drivers/ruamel.ts';

const SAMPLE = { numRuns: 3000, seed: 20_261_124 };

let ruamel: Ruamel;
beforeAll(async () => {
  ruamel = await Ruamel.start();
});
afterAll(() => ruamel.close());

describe('YAML against ruamel.yaml', () => {
  it('has a fast reader that is right or leaves the text to the other one', async () => {
    const texts = fc.sample(
      yamlText(value => emitYaml(value)),
      SAMPLE,
    );
    const theirs = await ruamel.load(texts);
    let read = 0;
    texts.forEach((text, index) => {
      const fast = readYamlFast(text);
      if (fast === undefined) return;
      read++;
      expect(tagged(fast), text).toBe(theirs[index]);
    });
    expect(read).toBeGreaterThan(100);
  });
});
