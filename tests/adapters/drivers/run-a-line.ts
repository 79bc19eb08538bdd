/**
 * The smallest program around a shell: runs its second argument on the terminal and says how it went. The first one says
 * what becomes of a copy of what the command prints, which goes into the file `copy`.
 */
import { appendFileSync } from 'node:fs';
import { createShell } from '../../../src/adapters/shell.ts';
import { processSignals } from '../../../src/adapters/signals.ts';
import type { Keeping } from '../../../src/ports/shell.ts';

const [keeps, line = ''] = process.argv.slice(2);
const take = (chunk: Uint8Array): void => appendFileSync('copy', chunk);
let interrupted = 0;
const shell = createShell({
  env: process.env,
  output: {
    stdout: chunk => process.stdout.write(chunk),
    stderr: chunk => process.stderr.write(chunk),
  },
  inheritsStreams: true,
  stdin: () => process.stdin,
  isTerminal: () => true,
  onSignal: processSignals,
  onInterrupted: () => (interrupted += 1),
});
const exit = await shell.run(line, {
  cwd: process.cwd(),
  env: {},
  copy: { stdout: take, stderr: take },
  keeps: keeps as Keeping,
});
shell.close();
process.stdout.write(`finished ${exit.code ?? exit.signal ?? ''} interrupted ${interrupted}\n`);
