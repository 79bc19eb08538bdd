import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processSignals } from '../adapters/signals.ts';
import type { OutputLike, ProcessLike } from './process.ts';

/** This very process. */
export function currentProcess(): ProcessLike {
  const installDirectory = fileURLToPath(new URL('..', import.meta.url))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  return {
    argv: process.argv.slice(2),
    program: programName(process.argv[1]),
    cwd: process.cwd().replaceAll('\\', '/'),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    inheritStreams: true,
    onSignal: processSignals,
    installDirectory,
    get version() {
      return versionIn(installDirectory);
    },
  };
}

/** `dvc` when it was called through a link of that name. */
function programName(script: string | undefined): string {
  const name = basename(script ?? '').replace(/\.(js|cmd|exe)$/, '');
  return name === 'dvc' ? name : 'mltrack';
}

function versionIn(directory: string): string {
  const content = JSON.parse(readFileSync(`${directory}/package.json`, 'utf8')) as { version: string };
  return content.version;
}

function outputOf(stream: NodeJS.WriteStream): OutputLike {
  return {
    isTerminal: stream.isTTY,
    columns: stream.columns > 0 ? stream.columns : undefined,
    write: text => void stream.write(text),
  };
}
