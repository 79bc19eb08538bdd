import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitYaml } from '../../src/core/yaml/emit.ts';
import { readYamlFast } from '../../src/core/yaml/block-reader.ts';
import { readYamlFully } from '../../src/core/yaml/full-reader.ts';
import { yamlText } from '../core/yaml/arbitrary.ts';
import { Ruamel, tagged } from './drivers/ruamel.ts';

const NUM_RUNS = 2000;
const SEEDS = [20_261_124, 7, 41];

let ruamel: Ruamel;
beforeAll(async () => {
  ruamel = await Ruamel.start();
});
afterAll(() => ruamel.close());

describe.each(SEEDS)('YAML against ruamel.yaml (seed %i)', seed => {
  let texts: readonly string[];
  let theirs: readonly string[];
  beforeAll(async () => {
    const text = yamlText(value => emitYaml(value));
    texts = fc.sample(text, { numRuns: NUM_RUNS, seed });
    theirs = await ruamel.load(texts);
  });

  it('has a fast reader that is right or leaves the text to the other one', () => {
    let read = 0;
    texts.forEach((text, index) => {
      const fast = readYamlFast(text);
      if (fast === undefined) return;
      read++;
      expect(tagged(fast), text).toBe(theirs[index]);
    });
    expect(read).toBeGreaterThan(100);
  });

  it('has a reader for everything that never finds another value', () => {
    texts.forEach((text, index) => {
      const full = readYamlFully(text);
      if (full.ok) expect(tagged(full.value), text).toBe(theirs[index]);
    });
  });

  it('refuses what ruamel refuses, and lists as keys, which no file of DVC means', () => {
    texts.forEach((text, index) => {
      const full = readYamlFully(text);
      if (full.ok || theirs[index]?.startsWith('error: ') === true) return;
      expect(full.error.problems[0]?.message, text).toBe('a list cannot be a key');
    });
  });
});
