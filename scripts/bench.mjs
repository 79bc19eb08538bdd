/**
 * Times whole processes of mltrack against real DVC, `node -e 0`, `md5sum` and the bare shell, in one run and in turn,
 * so that the machine's moods hit all alike. Prints medians and ratios as a table, and as JSON with `--json FILE`. Run
 * it on a machine that does nothing else: a median cannot help where other work goes on all the time.
 *
 * `--only commands|runs|data|plots|report` runs a part; `--big` runs what takes long and 10 GB of disk.
 *
 * Needs the bundle (`npm run build`) and Python 3; DVC is installed into the user's cache folder when it is missing.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { big } from './bench/big.mjs';
import { commands } from './bench/commands.mjs';
import { data } from './bench/data.mjs';
import { plots } from './bench/plots.mjs';
import { report } from './bench/report.mjs';
import { cleanUp, DVC_VERSION } from './bench/rig.mjs';
import { runs } from './bench/runs.mjs';
import { rows } from './bench/table.mjs';

const PARTS = { commands, runs, data, plots, report };

function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

try {
  const cores = availableParallelism();
  console.log(
    `medians of whole processes, ${cores} cores, Node ${process.versions.node}, DVC ${DVC_VERSION}\n`,
  );
  // Half a core's worth of other work shows in every line.
  if (loadavg()[0] > 0.5)
    console.log(`The machine is busy (load ${loadavg()[0]}): these figures are worth little.\n`);
  const only = option('--only');
  if (process.argv.includes('--big')) big();
  else for (const [name, part] of Object.entries(PARTS)) if (only === undefined || only === name) part();
  const target = option('--json');
  if (target !== undefined) writeFileSync(target, `${JSON.stringify(rows, undefined, 2)}\n`);
} finally {
  cleanUp();
}
