import type { ProcessLike } from './process.ts';
import { currentProcess } from './this-process.ts';

/** Runs the command line of this process; answers the exit code. */
export function run(): Promise<number> {
  return main(currentProcess());
}

/** The way in. It loads next to nothing itself, as the shortest questions should get the fastest answers. */
export async function main(io: ProcessLike): Promise<number> {
  const [first] = io.argv;
  if (first === '--version' || first === '-V') {
    io.stdout.write(`${io.version}\n`);
    return 0;
  }
  const { dispatch } = await import('./dispatch.ts');
  return dispatch(io);
}
