/** Folder objects and names in the run cache against DVC's own functions. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKey, runValue } from '../../src/core/digest/run-key.ts';
import { encodeTree } from '../../src/core/digest/tree.ts';
import { readYamlFully } from '../../src/core/yaml/full-reader.ts';
import { emitYaml } from '../../src/core/yaml/emit.ts';
import { isMap } from '../../src/model/value.ts';
import { lockEntry, treeEntries } from '../core/digest/arbitrary.ts';
import { Peer } from './drivers/peer.ts';

const SAMPLE = { numRuns: 1000, seed: 20_261_124 };

let dvc: Peer;
beforeAll(async () => {
  dvc = await Peer.start('digest.py');
});
afterAll(() => dvc.close());

describe('what DVC finds in the cache', () => {
  it('are folder objects of its own bytes, under its own names', async () => {
    const folders = fc.sample(treeEntries, SAMPLE);
    const theirs = await dvc.ask(
      folders.map(entries => ({ tree: entries.map(({ relpath, md5 }) => [relpath, md5]) })),
    );
    folders.forEach((entries, index) => {
      const { digest, bytes } = encodeTree(entries);
      expect({ digest, text: bytes }).toEqual(theirs[index]);
    });
  });

  it('are runs under the names that it gives them', async () => {
    const texts = fc.sample(lockEntry, SAMPLE).map(entry => emitYaml(entry));
    const theirs = await dvc.ask(texts.map(entry => ({ entry })));
    texts.forEach((text, index) => {
      const read = readYamlFully(text);
      const entry = read.ok && isMap(read.value) ? read.value : new Map();
      expect({ key: runKey(entry), value: runValue(entry) }, text).toEqual(theirs[index]);
    });
  });
});
