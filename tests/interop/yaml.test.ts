import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emitYaml } from '../../src/core/yaml/emit.ts';
import { readYamlFast } from '../../src/core/yaml/block-reader.ts';
import { readYamlFully } from '../../src/core/yaml/full-reader.ts';
import { yamlText } from '../core/yaml/arbitrary.ts';
import { Ruamel, tagged } from './drivers/ruamel.ts';

let ruamel: Ruamel;
beforeAll(async () => {
  ruamel = await Ruamel.start();
});
afterAll(() => ruamel.close());

it('loads', async () => {
  const texts = fc.sample(
    yamlText(v => emitYaml(v)),
    Number(process.env['N'] ?? 6000),
  );
  const theirs = await ruamel.load(texts);
  const stat: Record<string, number> = {};
  const count = (k: string, t: string, ...rest: unknown[]) => {
    stat[k] = (stat[k] ?? 0) + 1;
    if (/WRONG|R-/.test(k) && stat[k]! < 400 && t.length < 110) console.log(k, JSON.stringify(t), ...rest);
  };
  texts.forEach((t, i) => {
    const their = theirs[i]!;
    const ok = !their.startsWith('error');
    const fast = readYamlFast(t);
    if (fast !== undefined)
      count(tagged(fast) === their ? 'fast-right' : 'fast-WRONG', t, tagged(fast), their);
    const full = readYamlFully(t);
    if (full.ok && ok)
      count(tagged(full.value) === their ? 'full-right' : 'full-WRONG', t, tagged(full.value), their);
    else if (full.ok) count('R-ruamel-refuses', t, their.slice(0, 200), tagged(full.value));
    else if (ok) count('R-we-refuse', t, their, JSON.stringify(full.error));
    else count('both-refuse', t);
  });
  console.log(JSON.stringify(stat));
});
