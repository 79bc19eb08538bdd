import { describe, expect, it } from 'vitest';
import { findTemplates, unescapeTemplates } from '../../../src/core/pipeline/templates.ts';
import { isMap } from '../../../src/model/value.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';

async function found(text: string): Promise<string[]> {
  const read = await readYaml(text);
  if (!read.ok || !isMap(read.value)) throw new Error(text);
  return findTemplates(read.value).map(({ path, at, message }) => `${path.join('.')} (${at}): ${message}`);
}

describe('what is not expanded', () => {
  it('is found in every section, in keys and in values', async () => {
    const text = `vars: [a: '\${not.asked}']
stages:
  a:
    cmd: run \${x}
    deps: [plain, '\${y}/b']
    outs:
    - \${z}:
        cache: false
metrics: [ '\${m}' ]
artifacts:
  k: {path: '\${p}'}
`;
    const what = '`${…}` templating is not supported by this version';
    expect(await found(text)).toEqual([
      `stages.a.cmd (value): ${what}`,
      `stages.a.deps.1 (value): ${what}`,
      `stages.a.outs.0.\${z} (key): ${what}`,
      `metrics.0 (value): ${what}`,
      `artifacts.k.path (value): ${what}`,
    ]);
  });

  it('is told once for stages that are made from a list', async () => {
    const text =
      "stages:\n  a:\n    foreach: '${xs}'\n    do:\n      cmd: run ${item}\n  b:\n    matrix: {x: [1]}\n    cmd: run\n";
    expect(await found(text)).toEqual([
      'stages.a.foreach (key): `foreach` is not supported by this version',
      'stages.b.matrix (key): `matrix` is not supported by this version',
    ]);
  });

  it('is not what is escaped, nor a dollar or a brace alone', async () => {
    expect(await found("stages:\n  a:\n    cmd: 'echo \\${HOME} $HOME {x} $(x)'\n")).toEqual([]);
  });
});

it('what is escaped becomes what it stands for, in keys and values, and nothing else changes', () => {
  const value = new Map([['\\${a}', ['x\\${b}y\\${c}', 1, null, '\\n $']]]);
  expect(unescapeTemplates(value)).toEqual(new Map([['${a}', ['x${b}y${c}', 1, null, '\\n $']]]));
});
