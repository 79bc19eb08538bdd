import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { REGISTRY } from '../../src/cli/registry.ts';

const source = fileURLToPath(new URL('../../src', import.meta.url));
const NAMES =
  /(['"`/])(\.dvc|\.mltrack|\.dvcignore|\.mltignore|\.mlt|dvc\.yaml|dvc\.lock|mltrack\.yaml|mltrack\.lock)\b(?!\.)|\b(DVC|MLTRACK)_(ROOT|STAGE)\b/;

it('names of files and variables stand in one table and nowhere else', () => {
  const spelled = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.ts') && path !== join('model', 'layout.ts'))
    .flatMap(path => {
      const code = readFileSync(join(source, path), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
      return code
        .split('\n')
        .filter(line => NAMES.test(line))
        .map(line => `${path}: ${line.trim()}`);
    });
  expect(spelled).toEqual([]);
});

it('the list of commands says what each command says of itself', async () => {
  for (const { name, summary, load } of REGISTRY) {
    const { spec } = (await load()).command;
    expect(summary, name).toBe(spec.summary);
    expect(spec.examples.length, name).toBeGreaterThan(0);
  }
});
