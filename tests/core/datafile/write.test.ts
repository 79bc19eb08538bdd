import { describe, expect, it } from 'vitest';
import { readDataFile } from '../../../src/core/datafile/read.ts';
import { newDataFile, updatedDataFile } from '../../../src/core/datafile/write.ts';
import { emitYaml } from '../../../src/core/yaml/emit.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { HashRecord } from '../../../src/model/hash.ts';
import type { RepoPath } from '../../../src/model/path.ts';
import type { ValueMap } from '../../../src/model/value.ts';

const digest = 'd8acabbfd4ee51c95da5d7628c7ef74b';

async function updated(text: string, records: Readonly<Record<string, HashRecord>>): Promise<string> {
  const parsed = await readYaml(text);
  if (!parsed.ok) throw new Error('not YAML');
  const content = parsed.value as ValueMap;
  const { stage } = readDataFile(content, 'x.dvc' as RepoPath, '/project');
  const outputs = new Map(Object.entries(records));
  return updatedDataFile(text, content, stage, { outputs, dependencies: new Map() });
}

describe('a new data file', () => {
  it('has the keys in the order of DVC', () => {
    const file = newDataFile('a.sh', { name: 'md5', digest, size: 3, isexec: true }, new Map());
    expect(emitYaml(file)).toBe(
      `outs:\n- md5: ${digest}\n  size: 3\n  isexec: true\n  hash: md5\n  path: a.sh\n`,
    );
    const folder = { name: 'md5', digest: `${digest}.dir`, size: 0, nfiles: 0 } as const;
    expect(emitYaml(newDataFile('é [1]', folder, new Map([['desc', 'text']])))).toBe(
      `outs:\n- md5: ${digest}.dir\n  size: 0\n  nfiles: 0\n  hash: md5\n  path: é [1]\n  desc: text\n`,
    );
  });
});

describe('an updated data file', () => {
  it('keeps keys where they are, and drops what is not known any more', async () => {
    const text = `desc: kept\nouts:\n- path: a\n  md5: ${'a'.repeat(32)}\n  size: 9\n  isexec: true\n  hash: md5\n  remote: r\n`;
    expect(await updated(text, { a: { name: 'md5', digest: `${digest}.dir`, nfiles: 2 } })).toBe(
      `desc: kept\nouts:\n- path: a\n  md5: ${digest}.dir\n  hash: md5\n  remote: r\n  nfiles: 2\n`,
    );
  });

  it('of a 2.x project stays one while its content is the same, and is brought up to date when it changed', async () => {
    const text = `outs:\n- md5: ${'a'.repeat(32)}\n  size: 9\n  path: a\n`;
    expect(await updated(text, { a: { name: 'md5-dos2unix', digest: 'a'.repeat(32), size: 9 } })).toBe(text);
    expect(await updated(text, { a: { name: 'md5', digest, size: 3 } })).toBe(
      `outs:\n- md5: ${digest}\n  size: 3\n  path: a\n  hash: md5\n`,
    );
  });

  it('leaves alone the outputs that nobody looked at', async () => {
    const text = `outs:\n- path: a\n  md5: ${'a'.repeat(32)}\n  hash: md5\n- path: b\n`;
    expect(await updated(text, { b: { name: 'md5', digest, size: 1 } })).toBe(
      `${text}  md5: ${digest}\n  size: 1\n  hash: md5\n`,
    );
  });
});
