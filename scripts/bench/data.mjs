/** Tracked data: many files. */
import { renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { bin, compare, dvc, manyFiles, mltrack, node, peakMemory, real, run, scratch } from './rig.mjs';
import { plainRow, row } from './table.mjs';

const FILES = 20_000;
/** Looks at each file once, as anything must that wants to know whether it changed. */
const WALK = `const fs=require('fs');const walk=d=>{for(const e of fs.readdirSync(d,{withFileTypes:true})){const p=d+'/'+e.name;if(e.isDirectory())walk(p);else fs.lstatSync(p)}};walk('data')`;

export function data() {
  // A folder of its own for each run: where 20,000 files have just been deleted, the file system is busy with that.
  const runs = 3;
  const [add, dvcAdd, md5sum] = compare(runs, [
    { command: mltrack('add', 'data'), folder: i => manyFiles(`files-ours-${i}`, FILES) },
    { command: real('add', 'data'), folder: i => manyFiles(`files-dvc-${i}`, FILES) },
    {
      command: ['sh', '-c', 'find data -type f -print0 | xargs -0 md5sum'],
      cwd: join(scratch, 'files-ours-0'),
    },
  ]);
  row('add of 20,000 files of 1 KiB', add, { DVC: dvcAdd, md5sum }, [['DVC', 5, 'at least']]);
  const ours = join(scratch, `files-ours-${runs - 1}`);
  const theirs = join(scratch, `files-dvc-${runs - 1}`);
  run(process.execPath, [bin, 'status'], ours);
  run(dvc, ['status'], theirs);
  const [status, dvcStatus, bare] = compare(7, [
    { command: mltrack('status'), cwd: ours },
    { command: real('status'), cwd: theirs },
    { command: node },
  ]);
  row('status of 20,000 unchanged files', status, { node: bare, DVC: dvcStatus }, [['DVC', 10, 'at least']]);
  for (const folder of [ours, theirs]) {
    run('git', ['add', '-A'], folder);
    run('git', ['commit', '-qm', 'data'], folder);
  }
  const [granular, dvcGranular] = compare(5, [
    { command: mltrack('data', 'status', '--granular'), cwd: ours },
    { command: real('data', 'status', '--granular'), cwd: theirs },
  ]);
  row('data status --granular of 20,000', granular, { DVC: dvcGranular }, [['DVC', 10, 'at least']]);
  const emptied = folder => i => {
    renameSync(join(folder, 'data'), join(scratch, `${i}-of-${basename(folder)}`));
    return folder;
  };
  const [checkout, dvcCheckout] = compare(runs, [
    { command: mltrack('checkout'), folder: emptied(ours) },
    { command: real('checkout'), folder: emptied(theirs) },
  ]);
  row('checkout of 20,000 files', checkout, { DVC: dvcCheckout }, [['DVC', 4, 'at least']]);
  statusOf(100_000);
}

/** Against a bare walk over the same files in Node. */
export function statusOf(count) {
  const folder = manyFiles(`walk-${count}`, count);
  run(process.execPath, [bin, 'add', '-q', 'data'], folder);
  run(process.execPath, [bin, 'status'], folder);
  const [ours, walk] = compare(3, [
    { command: mltrack('status', '-q'), cwd: folder },
    { command: ['node', '-e', WALK], cwd: folder },
  ]);
  const name = `status of ${count.toLocaleString('en')} unchanged files`;
  row(name, ours, { walk }, [['walk', 2, 'at most']]);
  const value = peakMemory(['status', '-q'], folder);
  plainRow(`${name}: memory`, ours, {}, { value, unit: 'MiB', limit: 1024 });
}
