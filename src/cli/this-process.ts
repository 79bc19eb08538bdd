import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processSignals } from '../adapters/signals.ts';
import { EXIT } from './exit-codes.ts';
import { openOutput } from './output.ts';
import type { ProcessLike } from './process.ts';

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
    stdout: openOutput(1, () => process.stdout, onLeft),
    stderr: openOutput(2, () => process.stderr, onLeft),
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
