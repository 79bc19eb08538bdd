/**
 * Times whole processes of mltrack against real DVC, `node -e 0` and `md5sum`, in one run and in turn, so that the
 * machine's moods hit all alike. Prints medians and ratios as a table, and as JSON with `--json FILE`. Run it on a
 * machine that does nothing else: a median cannot help where other work goes on all the time.
 *
 * Needs the bundle (`npm run build`) and Python 3; DVC is installed into the user's cache folder when it is missing.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir, loadavg, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DVC_VERSION = '3.67.1';
const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin/mltrack.js');
const scratch = mkdtempSync(join(tmpdir(), 'mltrack-bench-'));
const env = {
  ...process.env,
  DVC_NO_ANALYTICS: '1',
  DVC_SITE_CACHE_DIR: join(scratch, 'site'),
  MLTRACK_SITE_CACHE_DIR: join(scratch, 'memo'),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};
// Certificates that Node is told to read at every start (35 ms here) would make each ratio to Node look better.
for (const name of ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']) delete env[name];
const FILES = 20_000;

function run(command, args, cwd) {
  const startedAt = performance.now();
  const ended = spawnSync(command, args, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
  const elapsedMs = performance.now() - startedAt;
  if (ended.status !== 0)
    throw new Error(`${command} ${args.join(' ')} in ${cwd}: exit ${ended.status}\n${ended.stderr}`);
  return elapsedMs;
}

function dvcBinary() {
  const venv = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    'mltrack-peers',
    `dvc-${DVC_VERSION}`,
  );
  const binary = join(venv, 'bin/dvc');
  if (!existsSync(binary)) {
    mkdirSync(dirname(venv), { recursive: true });
    run('python3', ['-m', 'venv', venv], scratch);
    run(join(venv, 'bin/pip'), ['install', '-q', `dvc==${DVC_VERSION}`], scratch);
  }
  return binary;
}

const dvc = dvcBinary();
const node = ['node', '-e', '0'];
const mltrack = (...args) => [process.execPath, bin, ...args];
const real = (...args) => [dvc, ...args];

/**
 * Runs commands in turn, `runs` times each, and answers each one's median in ms.
 *
 * `folder` gives the folder of each single run. Whatever it prepares is on disk before the clock starts.
 */
function compare(runs, contenders) {
  const times = contenders.map(() => []);
  for (let i = 0; i < runs; i++) {
    contenders.forEach(({ command: [program, ...args], folder, cwd = scratch }, index) => {
      const place = folder?.(i) ?? cwd;
      if (folder !== undefined) run('sync', [], scratch);
      times[index].push(run(program, args, place));
    });
  }
  return times.map(median);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function repository(name, files) {
  const folder = join(scratch, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  mkdirSync(folder, { recursive: true });
  run('git', ['init', '-q', folder], scratch);
  run(dvc, ['init', '-q'], folder);
  return folder;
}

function pipeline(name, count) {
  const stages = [];
  for (let i = 0; i < count; i++) {
    const input = i === 0 ? 'in.txt' : `out${i - 1}.txt`;
    stages.push(
      `  s${i}:\n    cmd: cp ${input} out${i}.txt\n    deps:\n    - ${input}\n    params:\n    - p${i}\n    outs:\n    - out${i}.txt\n`,
    );
  }
  const params = Array.from({ length: count }, (_, i) => `p${i}: ${i}\n`).join('');
  const folder = repository(name, {
    'dvc.yaml': `stages:\n${stages.join('')}  eval:\n    cmd: printf '{"accuracy":0.9}' > metrics.json\n    deps:\n    - in.txt\n    metrics:\n    - metrics.json:\n        cache: false\n`,
    'params.yaml': params,
    'in.txt': 'hello\n',
  });
  run(process.execPath, [bin, 'repro', '-q'], folder);
  run('git', ['add', '-A'], folder);
  run('git', ['commit', '-qm', 'all'], folder);
  writeFileSync(join(folder, 'metrics.json'), '{"accuracy":0.91}');
  run(process.execPath, [bin, 'commit', '-f', '-q'], folder);
  return folder;
}

function manyFiles(name) {
  const folder = repository(name, {});
  for (let i = 0; i < FILES; i++) {
    const path = join(folder, 'data', String(i % 100), `${i}.txt`);
    if (i < 100) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${i}\n`.padEnd(1024, String(i)));
  }
  return folder;
}

const rows = [];
/** @param limits `[peer, ratio, at most | at least]` each. */
function row(name, ours, peers, limits) {
  rows.push({ name, ours, peers, limits });
  const ratios = limits.map(([peer, limit, kind]) => {
    const ratio = kind === 'at most' ? ours / peers[peer] : peers[peer] / ours;
    const reached = kind === 'at most' ? ratio <= limit : ratio >= limit;
    return `${ratio.toFixed(2)} × ${kind === 'at most' ? peer : `faster than ${peer}`} (${kind} ${limit})${reached ? '' : '  MISSED'}`;
  });
  const others = Object.entries(peers).map(([peer, ms]) => `${peer} ${ms.toFixed(0)} ms`);
  console.log(
    `${name.padEnd(34)} ${ours.toFixed(0).padStart(6)} ms | ${others.join(', ')} | ${ratios.join('; ')}`,
  );
}

try {
  const cores = availableParallelism();
  console.log(
    `medians of whole processes, ${cores} cores, Node ${process.versions.node}, DVC ${DVC_VERSION}\n`,
  );
  // Half a core's worth of other work shows in every line.
  if (loadavg()[0] > 0.5)
    console.log(`The machine is busy (load ${loadavg()[0]}): these figures are worth little.\n`);
  {
    const [ours, bare] = compare(15, [{ command: mltrack('--version') }, { command: node }]);
    row('--version', ours, { node: bare }, [['node', 1.4, 'at most']]);
  }
  for (const [count, nodeLimit, dvcLimit, runs] of [
    [1, 2, 12, 9],
    [99, 2.5, 25, 5],
  ]) {
    const folder = pipeline(`stages-${count}`, count);
    const [ours, theirs, bare] = compare(runs, [
      { command: mltrack('repro'), cwd: folder },
      { command: real('repro'), cwd: folder },
      { command: node },
    ]);
    row(`no-op repro of ${count + 1} stages`, ours, { node: bare, DVC: theirs }, [
      ['node', nodeLimit, 'at most'],
      ['DVC', dvcLimit, 'at least'],
    ]);
    if (count > 1) continue;
    const [diff, dvcDiff, again] = compare(runs, [
      { command: mltrack('metrics', 'diff', 'HEAD'), cwd: folder },
      { command: real('metrics', 'diff', 'HEAD'), cwd: folder },
      { command: node },
    ]);
    row('metrics diff HEAD', diff, { node: again, DVC: dvcDiff }, [['DVC', 10, 'at least']]);
  }
  {
    // A folder of its own for each run: where 20,000 files have just been deleted, the file system is busy with that.
    const runs = 3;
    const [add, dvcAdd, md5sum] = compare(runs, [
      { command: mltrack('add', 'data'), folder: i => manyFiles(`files-ours-${i}`) },
      { command: real('add', 'data'), folder: i => manyFiles(`files-dvc-${i}`) },
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
    row('status of 20,000 unchanged files', status, { node: bare, DVC: dvcStatus }, [
      ['DVC', 10, 'at least'],
    ]);
    const emptied = folder => i => {
      renameSync(join(folder, 'data'), join(scratch, `${i}-of-${basename(folder)}`));
      return folder;
    };
    const [checkout, dvcCheckout] = compare(runs, [
      { command: mltrack('checkout'), folder: emptied(ours) },
      { command: real('checkout'), folder: emptied(theirs) },
    ]);
    row('checkout of 20,000 files', checkout, { DVC: dvcCheckout }, [['DVC', 4, 'at least']]);
  }
  const target = process.argv.indexOf('--json');
  if (target > 0) writeFileSync(process.argv[target + 1], `${JSON.stringify(rows, undefined, 2)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
