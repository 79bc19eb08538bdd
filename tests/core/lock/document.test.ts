import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LockDocument } from '../../../src/core/lock/document.ts';
import { readYaml } from '../../../src/core/yaml/read.ts';
import type { LockEntry } from '../../../src/model/stage.ts';
import { Float } from '../../../src/model/value.ts';
import type { Value } from '../../../src/model/value.ts';

async function value(text: string): Promise<Value> {
  const read = await readYaml(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

async function document(text: string): Promise<LockDocument> {
  const read = LockDocument.read(await value(text));
  if (!(read instanceof LockDocument)) throw new Error(JSON.stringify(read));
  return read;
}

const TRAIN = `  train:
    cmd: python train.py
    deps:
    - path: data
      hash: md5
      md5: f35d4cc2c552ac959ae602162b8543f3.dir
      size: 2232588
      nfiles: 2
    - path: train.py
      hash: md5
      md5: 324001573ed724e5ae092226fcf9ca30
      size: 1666
      isexec: true
    params:
      params.yaml:
        lr: 1.00e-2
        seed: 20170428
        optimiser:
          name: adam
          betas:
          - 0.9
          - 0.999
    outs:
    - path: model.pkl
      hash: md5
      md5: d1f6e055f7f5e2827fcfae68d9b64d4c
      size: 1958115
`;

const LEGACY = `  legacy:
    cmd:
    - one
    - two
    outs:
    - path: ../out
      md5: '12345678901234567890123456789012'
      size: 3
    - path: s3://bucket/x
      hash: md5
      etag: '0x8DC'
      version_id: v1
`;

const EMPTY: LockEntry = { command: 'true', dependencies: [], params: new Map(), outputs: [] };

describe('a lock file', () => {
  it.each([
    ['with every kind of entry', `schema: '2.0'\nstages:\n${TRAIN}${LEGACY}`],
    ['without stages', "schema: '2.0'\nstages: {}\n"],
    [
      'with datasets, wherever they stand',
      `datasets:\n- name: d\n  rev: main\nschema: '2.0'\nstages:\n${LEGACY}`,
    ],
    [
      'with what nobody asked for inside of a record',
      "schema: '2.0'\nstages:\n  a:\n    cmd: x\n    deps:\n    - path: ds://d\n      dataset:\n        name: d\n        type: dc\n",
    ],
    [
      'with one object in two places',
      "schema: '2.0'\nstages:\n  a:\n    cmd: x\n    params:\n      params.yaml:\n        m: &id001\n          k: 1\n        n: *id001\n",
    ],
    [
      'with sections and paths in an order of their own',
      "schema: '2.0'\nstages:\n  b:\n    outs:\n    - path: z\n      md5: a\n      hash: md5\n    - path: a\n    cmd: x\n  a:\n    cmd: y\n",
    ],
  ])('%s is written as it was read', async (_, text) => {
    expect((await document(text)).text()).toBe(text);
  });

  it('without a line for its stages gets one, at the end', async () => {
    expect((await document("schema: '2.0'\n")).text()).toBe("schema: '2.0'\nstages: {}\n");
    expect((await document("schema: '2.0'\nstages:\n")).text()).toBe("schema: '2.0'\nstages: {}\n");
  });

  it('has nothing to say of what it does not hold', async () => {
    const lock = await document(`schema: '2.0'\nstages:\n${TRAIN}`);
    expect(lock.entry('other')).toBeUndefined();
    expect(lock.value('other')).toBeNull();
    expect(LockDocument.EMPTY.entry('train')).toBeUndefined();
  });
});

describe('a stage put into a lock file', () => {
  it('stands in the place of its old entry, and the text of the others stays', async () => {
    const lock = await document(`schema: '2.0'\nstages:\n${TRAIN}${LEGACY}`);
    const { document: next, changed } = lock.with('train', EMPTY);
    expect(changed).toBe(true);
    expect(next.text()).toBe(`schema: '2.0'\nstages:\n  train:\n    cmd: 'true'\n${LEGACY}`);
    expect(lock.text(), 'the document before').toBe(`schema: '2.0'\nstages:\n${TRAIN}${LEGACY}`);
  });

  it('is added at the end, and starts a file that was not there', async () => {
    const lock = await document(`schema: '2.0'\nstages:\n${LEGACY}`);
    expect(lock.with('a', EMPTY).document.text()).toBe(
      `schema: '2.0'\nstages:\n${LEGACY}  a:\n    cmd: 'true'\n`,
    );
    expect(LockDocument.EMPTY.with('a', EMPTY).document.text()).toBe(
      "schema: '2.0'\nstages:\n  a:\n    cmd: 'true'\n",
    );
  });

  it('changes nothing when it says the same in other words', async () => {
    const lock = await document(`schema: '2.0'\nstages:\n${TRAIN}${LEGACY}`);
    const same = lock.entry('train');
    if (same === undefined) return expect.fail('no entry');
    const params = new Map(
      [...same.params].map(([file, keys]) => [file, new Map(keys).set('lr', new Float(0.01))]),
    );
    const { document: next, changed } = lock.with('train', { ...same, params });
    expect(changed).toBe(false);
    expect(next.text()).toContain('        lr: 0.01\n        optimiser:\n');
    expect(next.text()).toContain(LEGACY);
  });

  it('gives the same text whether others were written before or not', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 8 });
    fc.assert(
      fc.property(names, steps => {
        let eager = LockDocument.EMPTY;
        let lazy = LockDocument.EMPTY;
        steps.forEach((name, step) => {
          const entry = { ...EMPTY, command: `run ${step}` };
          eager = eager.with(name, entry).document;
          eager.text();
          lazy = lazy.with(name, entry).document;
        });
        expect(eager.text()).toBe(lazy.text());
      }),
    );
  });
});

describe('what is no lock file', () => {
  it.each([
    ["schema: '1.0'\nstages: {}\n", ['schema'], "expected the text '2.0', found '1.0'"],
    ['schema: 2.0\n', ['schema'], "expected the text '2.0', found the number 2.0"],
    ['stages: {}\n', [], '`schema` is missing here'],
    ['- a\n', [], 'expected a mapping, found a list'],
    ["schema: '2.0'\nstages:\n  a:\n    deps: []\n", ['stages', 'a'], '`cmd` is missing here'],
    ["schema: '2.0'\nstages:\n  a:\n    cmd: x\n    out: []\n", ['stages', 'a', 'out'], 'unknown key `out`'],
    [
      "schema: '2.0'\nstages:\n  a:\n    cmd: x\n    outs:\n    - md5: a\n",
      ['stages', 'a', 'outs', 0],
      '`path` is missing here',
    ],
  ])('%j is refused', async (text, path, message) => {
    expect(LockDocument.read(await value(text))).toEqual([expect.objectContaining({ path, message })]);
  });

  it.each([
    ['train:\n  cmd: x\n', true],
    ["schema: '1.0'\n", true],
    ["schema: '2.0'\n", false],
    ['schema: 2.0\n', false],
    ['{}\n', false],
    ['', false],
    ['- a\n', false],
  ])('%j is one of the past: %s', async (text, old) => {
    expect(LockDocument.isOld(await value(text))).toBe(old);
  });
});
