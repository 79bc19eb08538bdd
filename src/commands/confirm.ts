import type { Context } from '../ports.ts';

/** Asks the person at the terminal, until the answer is one, in DVC's words. Nobody there to answer means no. */
export async function confirmed(context: Context, statement: string): Promise<boolean> {
  for (;;) {
    const answer = (await context.input.ask(`${statement} [y/n] `))?.toLowerCase() ?? 'n';
    if (['y', 'yes', 'n', 'no'].includes(answer)) return answer.startsWith('y');
    context.emit({
      type: 'notice',
      message: "Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.",
    });
  }
}
