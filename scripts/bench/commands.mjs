/** Short commands: mostly Node's own start. */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { bin, compare, mltrack, node, pipeline, real, run } from './rig.mjs';
import { row } from './table.mjs';

export function commands() {
  {
    const [ours, bare] = compare(15, [{ command: mltrack('--version') }, { command: node }]);
    row('--version', ours, { node: bare }, [['node', 1.4, 'at most']]);
  }
  for (const [count, nodeLimit, dvcLimit, runs] of [
    [1, 2, 12, 9],
    [99, 2.5, 25, 5],
    [999, 5, 40, 3],
  ]) {
    const folder = pipeline(`stages-${count}`, count);
    // An answer is kept once nothing has to be hashed any more.
    for (let i = 0; i < 3; i++) run(process.execPath, [bin, 'repro'], folder);
    const [ours, theirs, bare] = compare(runs, [
      { command: mltrack('repro'), cwd: folder },
      { command: real('repro'), cwd: folder },
      { command: node },
    ]);
    row(`no-op repro of ${count + 1} stages`, ours, { node: bare, DVC: theirs }, [
      ['node', nodeLimit, 'at most'],
      ['DVC', dvcLimit, 'at least'],
    ]);
    // The answer of the last time is of no use then. Of the long chain DVC's time is known by now.
    const touched = () => {
      const now = new Date();
      utimesSync(join(folder, 'in.txt'), now, now);
      return folder;
    };
    const [anew, bareAnew, theirsAnew] = compare(runs, [
      { command: mltrack('repro'), folder: touched },
      { command: node },
      ...(count < 999 ? [{ command: real('repro'), folder: touched }] : []),
    ]);
    const peers = theirsAnew === undefined ? { node: bareAnew } : { node: bareAnew, DVC: theirsAnew };
    row('the same, a file touched before', anew, peers, []);
    if (count > 1) continue;
    const [diff, dvcDiff, again] = compare(runs, [
      { command: mltrack('metrics', 'diff', 'HEAD'), cwd: folder },
      { command: real('metrics', 'diff', 'HEAD'), cwd: folder },
      { command: node },
    ]);
    row('metrics diff HEAD', diff, { node: again, DVC: dvcDiff }, [['DVC', 10, 'at least']]);
  }
}
