/** A Python script that answers questions in batches, for as long as its stdin is open. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { dvcPython } from '../rig/peers.ts';

export type Answer = Readonly<Record<string, unknown>>;

export class Peer {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @param script its name in this folder. */
  static async start(script: string): Promise<Peer> {
    const path = fileURLToPath(new URL(`./${script}`, import.meta.url));
    // Isolated, so that the script's own name does not hide the package it uses.
    return new Peer(spawn(await dvcPython(), ['-I', path], { stdio: ['pipe', 'pipe', 'inherit'] }));
  }

  async ask(requests: readonly object[]): Promise<readonly Answer[]> {
    this.#child.stdin.write(`${JSON.stringify(requests)}\n`);
    const line = await this.#answers.next();
    if (line.done === true) throw new Error('the Python process ended');
    return JSON.parse(line.value) as Answer[];
  }

  close(): void {
    this.#child.stdin.end();
  }
}
