/** What takes long and much room: `npm run bench -- --big`. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { compare, mltrack, real, repository } from './rig.mjs';
import { statusOf } from './data.mjs';
import { row } from './table.mjs';

const BYTES = 2 * 1024 ** 3;

export function big() {
  const [ours, theirs, bare] = compare(1, [
    { command: mltrack('add', 'big.bin'), folder: () => withBigFile('big-ours') },
    { command: real('add', 'big.bin'), folder: () => withBigFile('big-dvc') },
    { command: ['sh', '-c', 'md5sum big.bin && cp big.bin copy.bin'], folder: () => withBigFile('big-bare') },
  ]);
  row('add of a file of 2 GiB', ours, { DVC: theirs, 'md5sum and cp': bare }, [
    ['md5sum and cp', 1.3, 'at most'],
  ]);
  statusOf(1_000_000);
}

function withBigFile(name) {
  const folder = repository(name, {});
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, 'big.bin'), 'w');
  const block = Buffer.alloc(16 * 1024 ** 2);
  for (let written = 0; written < BYTES; written += block.length) writeSync(file, randomFillSync(block));
  closeSync(file);
  spawnSync('sync');
  return folder;
}
