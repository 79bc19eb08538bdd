import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processSignals } from '../adapters/signals.ts';
import { EXIT } from './exit-codes.ts';
import { openOutput } from './output.ts';
import type { OutputLike, ProcessCall, ProcessLike } from './process.ts';

/** How this very process was called. */
export function processCall(): ProcessCall {
  return {
    argv: process.argv.slice(2),
    program: programName(process.argv[1]),
    cwd: process.cwd().replaceAll('\\', '/'),
    env: process.env,
  };
}

/** Where this process writes to. There must be one of it, as everyone who opens a stream hears of its trouble. */
export interface ProcessStreams {
  readonly stdout: OutputLike;
  readonly stderr: OutputLike;
  outputCode(): number | undefined;
}

/**
 * When the output cannot be written, work goes on, so that a stage that runs is recorded: `outputCode` answers the exit
 * code to end with. Whoever read the output and has left (`| head`) needs no word.
 */
export function processStreams(): ProcessStreams {
  let code: number | undefined;
  const endWith = (wanted: number): void => {
    code = wanted;
    // A pipe may report its trouble only after the end of the last command.
    process.exitCode = wanted;
  };
  const onLeft = (): void => endWith(EXIT.brokenPipe);
  const onBroken = (error: Error): void => {
    endWith(EXIT.unexpected);
    // Node's own words: `ENOSPC: no space left on device, write`.
    const [, why = error.message] = /^\w+: (.*), \w+$/.exec(error.message) ?? [];
    stderr.write(`ERROR: cannot write to standard output: ${why}\n`);
  };
  const stderr = openOutput(2, () => process.stderr, { onLeft, onBroken: () => endWith(EXIT.unexpected) });
  const stdout = openOutput(1, () => process.stdout, { onLeft, onBroken });
  return { stdout, stderr, outputCode: () => code };
}

export function currentProcess({ stdout, stderr }: ProcessStreams): ProcessLike {
  const installDirectory = fileURLToPath(new URL('..', import.meta.url))
    .replaceAll('\\', '/')
    .replace(/\/$/, '');
  return {
    ...processCall(),
    stdout,
    stderr,
    stdin: () => process.stdin,
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
