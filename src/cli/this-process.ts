import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errnoOf } from '../adapters/errno.ts';
import { processSignals } from '../adapters/signals.ts';
import { EXIT } from './exit-codes.ts';
import type { OutputLike, ProcessLike } from './process.ts';

/**
 * This very process. When whoever reads its output has left (`| head`), work goes on without a word, so that a stage
 * that runs is recorded; `readerHasLeft` tells it at the end.
 */
export function currentProcess(): ProcessLike & { readerHasLeft(): boolean } {
  let hasLeft = false;
  const onLeft = (): void => {
    hasLeft = true;
    // A pipe may report it only after the end of the last command.
    process.exitCode = EXIT.brokenPipe;
  };
  const installDirectory = fileURLToPath(new URL('..', import.meta.url))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  return {
    argv: process.argv.slice(2),
    program: programName(process.argv[1]),
    cwd: process.cwd().replaceAll('\\', '/'),
    env: process.env,
    stdout: outputOf(() => process.stdout, onLeft),
    stderr: outputOf(() => process.stderr, onLeft),
    inheritStreams: true,
    onSignal: processSignals,
    installDirectory,
    get version() {
      return versionIn(installDirectory);
    },
    readerHasLeft: () => hasLeft,
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

/** Node sets a stream up when it is first looked at; one that is not needed costs nothing. */
function outputOf(open: () => NodeJS.WriteStream, onLeft: () => void): OutputLike {
  let opened: NodeJS.WriteStream | undefined;
  const stream = (): NodeJS.WriteStream => (opened ??= watched(open(), onLeft));
  return {
    get isTerminal() {
      return stream().isTTY;
    },
    get columns() {
      const { columns } = stream();
      return columns > 0 ? columns : undefined;
    },
    write: text => {
      if (stream().writable) stream().write(text);
    },
  };
}

function watched(stream: NodeJS.WriteStream, onLeft: () => void): NodeJS.WriteStream {
  return stream.on('error', error => {
    if (errnoOf(error) !== 'EPIPE') throw error;
    onLeft();
  });
}
