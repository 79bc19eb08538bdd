/** The system's Chromium. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const HOW =
  'install Chromium (Debian, Ubuntu: `apt-get install chromium`; macOS: `brew install --cask chromium`)';

/** How it is started; where it is missing and may be installed (root on Debian, as in CI), it is. */
export function chromiumProgram(): { readonly executablePath: string; readonly args: string[] } {
  const isRoot = process.getuid?.() === 0;
  if (found() === undefined && isRoot && existsSync('/usr/bin/apt-get')) install();
  const executablePath = found();
  if (executablePath === undefined) throw new Error(`Pages are judged by Chromium: ${HOW}.`);
  // The sandbox is for what comes from elsewhere, and does not start as root.
  return { executablePath, args: isRoot ? ['--no-sandbox'] : [] };
}

function found(): string | undefined {
  return PLACES.find(existsSync);
}

function install(): void {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const argv of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const done = spawnSync('apt-get', argv, { env, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`apt-get ${argv.join(' ')} failed: ${HOW}.\n${done.stderr}`);
  }
}
