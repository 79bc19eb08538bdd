/** A whole forge on this machine: Gitea, built from its source when first asked for and kept, started by who needs it. */
import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { makeTemporaryFolder } from './environment.ts';
import { peersFolder } from './peers.ts';

const VERSION = '1.26.0';
const MODULE = 'code.gitea.io/gitea';
const HOW =
  'install Go (https://go.dev/dl) and a C compiler (Debian, Ubuntu: `apt-get install golang gcc`; macOS: `brew install go`)';

/** A running forge. */
export interface Gitea {
  /** Without a slash at its end. */
  readonly url: string;
  /** Of its only user. */
  readonly token: string;
  /**
   * Markdown as its pages show it, in a comment: safe HTML. Without what may be the name of a commit, see
   * {@link withoutCommits}.
   */
  renderComment(markdown: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** This version dies of names of commits outside of code when it is asked for a comment that nobody has written. */
export function withoutCommits(markdown: string): string {
  return markdown.replace(/\b[0-9a-f]{7,64}\b/g, 'commit');
}

/** Starts one of its own, with one user and one repository in it. */
export async function startGitea(): Promise<Gitea> {
  const folder = await installed();
  const home = makeTemporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = join(home.path, 'app.ini');
  writeFileSync(config, settings({ port, url, folder, home: home.path }));
  const env = { PATH: process.env['PATH'], HOME: home.path, GITEA_WORK_DIR: home.path };
  const program = join(folder, 'gitea');
  const run = (...argv: readonly string[]): string => {
    const done = spawnSync(program, ['--config', config, ...argv], { env, encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`gitea ${argv.join(' ')} failed.\n${done.stdout}${done.stderr}`);
    return done.stdout.trim();
  };
  run('migrate');
  const account = ['--username', USER, '--password', 'Of-a-test-1', '--email', 'bot@example.com'];
  run('admin', 'user', 'create', ...account, '--admin', '--must-change-password=false');
  const printed = run('admin', 'user', 'generate-access-token', '-u', USER, '--scopes', 'all', '--raw');
  // Warnings may stand before it.
  const token = /[0-9a-f]{40}$/.exec(printed)?.[0] ?? '';
  const child = spawn(program, ['--config', config, 'web'], { env, stdio: 'ignore' });
  const end = async (): Promise<void> => {
    await ended(child);
    home.dispose();
  };
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `token ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
  try {
    await answers(`${url}/api/v1/version`, child);
    await post('user/repos', { name: REPOSITORY, auto_init: true });
  } catch (error) {
    await end();
    throw error;
  }
  return {
    url,
    token,
    renderComment: markdown =>
      post('markup', { Text: withoutCommits(markdown), Mode: 'comment', Context: `/${USER}/${REPOSITORY}` }),
    [Symbol.asyncDispose]: end,
  };
}

const USER = 'bot';
const REPOSITORY = 'project';

interface Place {
  readonly port: number;
  readonly url: string;
  readonly folder: string;
  readonly home: string;
}

function settings({ port, url, folder, home }: Place): string {
  return `
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
APP_DATA_PATH = ${home}/data
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = ${url}/
STATIC_ROOT_PATH = ${folder}
APP_DATA_PATH = ${home}/data
DISABLE_SSH = true
OFFLINE_MODE = true
[database]
DB_TYPE = sqlite3
PATH = ${home}/gitea.db
[repository]
ROOT = ${home}/repositories
[security]
INSTALL_LOCK = true
[service]
DISABLE_REGISTRATION = true
[queue]
TYPE = channel
[actions]
ENABLED = false
[log]
MODE = file
ROOT_PATH = ${home}/log
LEVEL = Warn
`;
}

let installing: Promise<string> | undefined;

function installed(): Promise<string> {
  installing ??= install();
  return installing;
}

async function install(): Promise<string> {
  const folder = join(peersFolder(), `gitea-${VERSION}`);
  if (existsSync(join(folder, 'gitea'))) return folder;
  if (spawnSync('go', ['version']).status !== 0) throw new Error(`Gitea is built from source: ${HOW}.`);
  process.stderr.write('Building Gitea, once: some minutes.\n');
  const work = `${folder}.${process.pid}`;
  mkdirSync(work, { recursive: true });
  try {
    await build(work);
    try {
      renameSync(work, folder);
    } catch (error) {
      // Another run was faster.
      if (!existsSync(join(folder, 'gitea'))) throw error;
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return folder;
}

/** Go installs no module that replaces others, so a module around it does, with the same replacements. */
async function build(work: string): Promise<void> {
  const about = JSON.parse(await go(work, 'mod', 'download', '-json', `${MODULE}@v${VERSION}`)) as {
    readonly Dir: string;
    readonly GoMod: string;
  };
  const own = readFileSync(about.GoMod, 'utf8').split('\n');
  writeFileSync(
    join(work, 'go.mod'),
    [
      'module forge',
      own.find(line => line.startsWith('go ')) ?? '',
      `require ${MODULE} v${VERSION}`,
      ...own.filter(line => line.startsWith('replace ')),
      '',
    ].join('\n'),
  );
  writeFileSync(join(work, 'tools.go'), `//go:build tools\n\npackage tools\n\nimport _ "${MODULE}"\n`);
  await go(work, 'build', '-mod=mod', '-tags', 'sqlite sqlite_unlock_notify', '-o', 'gitea', MODULE);
  for (const name of ['templates', 'options', 'public'])
    cpSync(join(about.Dir, name), join(work, name), { recursive: true });
}

/** In a process of its own that does not hold up the other tests. */
function go(cwd: string, ...argv: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, GOFLAGS: '', CGO_ENABLED: '1' };
    const child = spawn('go', argv, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`go ${argv.join(' ')} failed: ${HOW}.\n${stdout}${stderr}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const MOST_WAIT_MS = 60_000;

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + MOST_WAIT_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`Gitea ended by itself: exit ${child.exitCode}`);
    try {
      if ((await fetch(url)).status < 500) return;
    } catch {
      // Not listening yet.
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(`Gitea does not answer at ${url}`);
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise(resolve => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    child.on('close', () => {
      resolve();
    });
    child.kill();
  });
}
