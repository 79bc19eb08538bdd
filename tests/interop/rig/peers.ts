/**
 * The real programs mltrack is judged by: one table of pinned versions, each in a virtual environment of its own
 * under `${XDG_CACHE_HOME:-~/.cache}/mltrack-peers/<name>-<version>`, made when first asked for and kept.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Peer {
  readonly name: string;
  /** Part of the folder's name: raise it whenever `requirements` change. */
  readonly version: string;
  readonly requirements: readonly string[];
}

const dvc: Peer = { name: 'dvc', version: '3.67.1', requirements: ['dvc==3.67.1'] };

const ml: Peer = {
  name: 'ml',
  version: '1',
  requirements: ['pandas==2.3.*', 'scikit-learn==1.6.*', 'matplotlib', 'ruamel.yaml'],
};

const dvclive: Peer = {
  name: 'dvclive',
  version: '3.49.1',
  requirements: ['dvclive==3.49.1', 'scikit-learn==1.6.*', 'pillow'],
};

const junit: Peer = {
  name: 'junit',
  version: '1',
  requirements: ['junitparser==5.0.3', 'xmlschema==4.3.2'],
};

/** The Python that reads JUnit XML, and checks it by a schema. */
export async function junitPython(): Promise<string> {
  return join(await installed(junit), 'bin', 'python');
}

/** The Python that has `dvc` (and with it ruamel.yaml, configobj, tabulate, pathspec). */
export async function dvcPython(): Promise<string> {
  return join(await installed(dvc), 'bin', 'python');
}

/** The Python that has pandas, scikit-learn and matplotlib. */
export async function mlPython(): Promise<string> {
  return join(await installed(ml), 'bin', 'python');
}

/** The Python that has DVCLive and what it logs plots of. */
export async function dvclivePython(): Promise<string> {
  return join(await installed(dvclive), 'bin', 'python');
}

const running = new Map<string, Promise<string>>();

function installed(peer: Peer): Promise<string> {
  const folder = join(peersFolder(), `${peer.name}-${peer.version}`);
  const known = running.get(folder);
  if (known !== undefined) return known;
  const whole = existsSync(join(folder, 'bin', 'python')) && !existsSync(`${folder}.partial`);
  const ready = whole ? Promise.resolve(folder) : install(folder, peer);
  running.set(folder, ready);
  return ready;
}

/** Where the peers are kept. */
export function peersFolder(): string {
  const cache = process.env['XDG_CACHE_HOME'];
  return join(cache === undefined || cache === '' ? join(homedir(), '.cache') : cache, 'mltrack-peers');
}

/** A package of npm that is a judge by its files alone, such as a schema. @returns its folder. */
export function npmPackage(name: string, version: string): string {
  const folder = join(peersFolder(), `${name}-${version}`);
  const place = join(folder, 'node_modules', name);
  if (existsSync(join(place, 'package.json'))) return place;
  mkdirSync(folder, { recursive: true });
  const options = ['--no-audit', '--no-fund', '--no-save', '--ignore-scripts', '--omit=peer'];
  execFileSync('npm', ['install', '--prefix', folder, ...options, `${name}@${version}`], { stdio: 'pipe' });
  return place;
}

const installer = fileURLToPath(new URL('../drivers/peer_venv.py', import.meta.url));

function install(folder: string, peer: Peer): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', [installer, folder, ...peer.requirements], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', cause => {
      reject(
        new Error(`${peer.name} ${peer.version} is judged by, and needs Python: ${howToGetPython}`, {
          cause,
        }),
      );
    });
    child.on('close', code => {
      if (code === 0) resolve(folder);
      else
        reject(
          new Error(
            `Installing ${peer.requirements.join(' ')} into ${folder} failed.\n${output}${hint(output)}`,
          ),
        );
    });
  });
}

const howToGetPython =
  'install Python 3.9 or newer with its venv module (Debian, Ubuntu: `apt-get install python3-venv`; macOS: `brew install python`).';

function hint(output: string): string {
  return output.includes('ensurepip') || output.includes('No module named venv')
    ? `\nTo mend it, ${howToGetPython}`
    : '';
}
