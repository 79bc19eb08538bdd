import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import { renderFailure } from '../view/failure.ts';
import { maskSecrets } from '../view/secrets.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import type { ProcessLike } from './process.ts';

/** Says what went wrong; answers the exit code. @param own the command's code for its own failures. */
export async function fail(io: ProcessLike, failure: Failure, layout: Layout, own: number): Promise<number> {
  const text = renderFailure(
    failure,
    called(layout, io),
    await paintFor(io.stderr, io.env),
    io.stderr.isTerminal,
  );
  io.stderr.write(maskSecrets(text));
  return exitCodeOf(failure, own);
}

/** The words for an error that nobody has foreseen. */
export function bug(io: ProcessLike, error: unknown): number {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(
    `ERROR: unexpected error in mltrack ${io.version}, which is a bug of ours.\n\n${maskSecrets(stack)}\n\nhint: please report it with the lines above.\n`,
  );
  return EXIT.internal;
}

/** The names of a project, but for the program: hints are to be typed as it was called, whatever the project is of. */
export function called(layout: Layout, { program }: Pick<ProcessLike, 'program'>): Layout {
  return { ...layout, program };
}

/** The names to speak of before a project is open. */
export function layoutOfProgram({ program }: ProcessLike): Layout {
  return LAYOUTS[program === 'dvc' ? 'dvc' : 'mltrack'];
}
