import type { ProcessLike } from './process.ts';

const ANSWERS = ['yes', 'no', 'y', 'n'];

/** Asks until the answer is one. Off a terminal the question stands alone, as in DVC, and the answer is no. */
export async function confirm(io: ProcessLike, question: string): Promise<boolean> {
  const asked = `${question} [y/n]: `;
  for (;;) {
    const answer = (await io.answer?.(asked))?.trim();
    if (answer === undefined) {
      io.stdout.write(io.stdout.isTerminal ? '\n' : asked);
      return false;
    }
    if (ANSWERS.includes(answer)) return answer.startsWith('y');
    io.stdout.write('Please answer yes or no.\n');
  }
}
