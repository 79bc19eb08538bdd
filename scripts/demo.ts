import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A command line and what it printed, with the escape sequences of a terminal. */
export interface Shown {
  readonly command: string;
  readonly printed: string;
}

const FOLDER = 'demo';
const COMMANDS = [
  `mltrack init --example ${FOLDER}`,
  `cd ${FOLDER}`,
  'mltrack repro',
  'mltrack repro',
  'mltrack metrics diff main',
];

/** Runs the built program on its example in a real terminal. @param root of the checkout. */
export function recordDemo(root: string): readonly Shown[] {
  const scratch = mkdtempSync(join(tmpdir(), 'mltrack-demo-'));
  let cwd = scratch;
  try {
    return COMMANDS.map(command => {
      const [program = '', ...words] = command.split(' ');
      if (program === 'cd') {
        cwd = join(cwd, ...words);
        return { command, printed: '' };
      }
      return { command, printed: inTerminal(root, words, cwd, scratch) };
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The same for every run: how long something took is not. */
export function withoutTimes(text: string): string {
  return text.replace(/\b\d+\.\d s\b/g, '0.0 s');
}

function inTerminal(root: string, words: readonly string[], cwd: string, home: string): string {
  const driver = join(root, 'tests/rig/drivers/terminal.py');
  const argv = [driver, '[]', process.execPath, join(root, 'bin/mltrack.js'), ...words];
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    TERM: 'xterm-256color',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const played = JSON.parse(execFileSync('python3', argv, { cwd, env, encoding: 'utf8' })) as {
    screen: string;
    status: number;
  };
  if (played.status !== 0) throw new Error(`${words.join(' ')}: exit ${played.status}\n${played.screen}`);
  return played.screen;
}
