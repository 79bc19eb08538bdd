/** Runs whole processes in turn, and makes the projects that they run on. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const DVC_VERSION = '3.67.1';
const root = fileURLToPath(new URL('../..', import.meta.url));
export const bin = join(root, 'bin/mltrack.js');
export const scratch = mkdtempSync(join(tmpdir(), 'mltrack-bench-'));
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
export function run(command, args, cwd) {
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

export const dvc = dvcBinary();
export const node = ['node', '-e', '0'];
export const mltrack = (...args) => [process.execPath, bin, ...args];
export const real = (...args) => [dvc, ...args];

/**
 * Runs commands in turn, `runs` times each, and answers each one's median in ms.
 *
 * `folder` gives the folder of each single run. Whatever it prepares is on disk before the clock starts.
 */
export function compare(runs, contenders) {
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

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The most memory that a run of mltrack held, its threads included, in MiB. */
export function peakMemory(args, cwd) {
  const hook = join(scratch, 'peak.cjs');
  const told = join(scratch, 'peak.txt');
  const atExit = `process.resourceUsage().maxRSS / 1024`;
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(told)}, String(${atExit})));`,
  );
  run(process.execPath, ['--require', hook, bin, ...args], cwd);
  return Number(readFileSync(told, 'utf8'));
}

export function repository(name, files) {
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

export function pipeline(name, count) {
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

/** Files of 1 KiB in a hundred folders below `data`. */
export function manyFiles(name, count) {
  const folder = repository(name, {});
  for (let i = 0; i < count; i++) {
    const path = join(folder, 'data', String(i % 100), `${i}.txt`);
    if (i < 100) mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${i}\n`.padEnd(1024, String(i)));
  }
  return folder;
}

/** Stages that do next to nothing, none of which ran before. */
export function trivialStages(name, count, command = i => `echo ${i} > out${i}.txt`) {
  const stages = Array.from(
    { length: count },
    (_, i) => `  s${i}:\n    cmd: ${command(i)}\n    deps:\n    - in.txt\n    outs:\n    - out${i}.txt\n`,
  );
  return repository(name, { 'dvc.yaml': `stages:\n${stages.join('')}`, 'in.txt': 'hello\n' });
}

export function cleanUp() {
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
