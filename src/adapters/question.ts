import { createInterface } from 'node:readline/promises';

/** What the person at this process's terminal types; undefined where there is none, or when the input ends. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await new Promise((resolve, reject) => {
      terminal.once('close', () => resolve(undefined));
      terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
      terminal.question(question).then(resolve, reject);
    });
  } finally {
    terminal.close();
  }
}
