/** Real DVC as a tool: one Python process per test worker that executes command lines on request. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { Environment } from './environment.ts';
import { environmentAt, makeTemporaryFolder } from './environment.ts';
import { dvcPython } from './peers.ts';
import type { Run, Tool } from './tool.ts';

const script = fileURLToPath(new URL('../drivers/dvc_driver.py', import.meta.url));

const drivers = new Map<string, Promise<Tool>>();

/**
 * The DVC of this test worker, started when first asked for. It ends with the worker, when its stdin closes.
 *
 * @param hashSeed the seed of Python's string hashing: what DVC keeps in sets comes out in an order it decides.
 */
export function dvcTool(hashSeed = '0'): Promise<Tool> {
  const known = drivers.get(hashSeed) ?? start(hashSeed);
  drivers.set(hashSeed, known);
  return known;
}

/** Waits until DVC is imported, about a second. */
async function start(hashSeed: string): Promise<Tool> {
  const folder = makeTemporaryFolder();
  const env = { ...environmentAt(join(folder.path, 'home')), PYTHONHASHSEED: hashSeed };
  const child = spawn(await dvcPython(), [script], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const answers = await Answers.of(child);
  let last = 0;

  const run = async (cwd: string, commandEnv: Environment, argv: readonly string[]): Promise<Run> => {
    last += 1;
    const id = last;
    const out = join(folder.path, `${id}.out`);
    const err = join(folder.path, `${id}.err`);
    const answer = answers.to(id);
    child.stdin.write(`${JSON.stringify({ id, argv, cwd, env: commandEnv, out, err })}\n`);
    const code = await answer;
    const result = { code, stdout: readFileSync(out, 'utf8'), stderr: readFileSync(err, 'utf8') };
    rmSync(out);
    rmSync(err);
    return result;
  };
  return { name: 'dvc', run };
}

/** Hands each line that the driver prints to the one who waits for it. */
class Answers {
  readonly #waiting = new Map<number, { resolve: (code: number) => void; reject: (why: Error) => void }>();
  #ended: Error | undefined;

  static async of(child: ChildProcessByStdio<Writable, Readable, Readable>): Promise<Answers> {
    const answers = new Answers();
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', line => {
        const answer = JSON.parse(line) as { ready?: true; id?: number; code?: number };
        if (answer.ready === true) resolve();
        else answers.#settle(answer.id ?? 0, answer.code ?? 1);
      });
      const end = (why: string): void => {
        const error = new Error(`The DVC driver ended (${why}).\n${errors}`);
        answers.#end(error);
        reject(error);
      };
      child.on('error', cause => end(String(cause)));
      child.on('close', code => end(`code ${String(code)}`));
    });
    return answers;
  }

  to(id: number): Promise<number> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  #settle(id: number, code: number): void {
    this.#waiting.get(id)?.resolve(code);
    this.#waiting.delete(id);
  }

  #end(why: Error): void {
    this.#ended = why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}
