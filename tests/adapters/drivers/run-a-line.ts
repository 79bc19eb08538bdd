/** The smallest program around a shell: runs its first argument on the real terminal and says how it went. */
import { createShell } from '../../../src/adapters/shell.ts';
import { processSignals } from '../../../src/adapters/signals.ts';

let interrupted = 0;
const shell = createShell({
  env: process.env,
  output: { stdout: () => undefined, stderr: () => undefined },
  inheritsStreams: true,
  isTerminal: () => true,
  onSignal: processSignals,
  onInterrupted: () => (interrupted += 1),
});
const exit = await shell.run(process.argv[2] ?? '', { cwd: process.cwd(), env: {} });
process.stdout.write(`finished ${exit.code ?? exit.signal ?? ''} interrupted ${interrupted}\n`);
