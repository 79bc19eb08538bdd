import type { Context } from '../ports/context.ts';

const ANSWERS = ['yes', 'no', 'y', 'n'];

/** Asks the person at the terminal, in DVC's words. Nobody there to answer means no. */
export async function confirmed(context: Context, statement: string): Promise<boolean> {
  return (await askUntilAnswered(context, `${statement} [y/n] `)) === true;
}

/** Asks until the answer is yes or no; undefined where nobody is there to answer. */
export async function askUntilAnswered(context: Context, question: string): Promise<boolean | undefined> {
  for (;;) {
    const answer = (await context.input.ask(question))?.trim().toLowerCase();
    if (answer === undefined) return undefined;
    if (ANSWERS.includes(answer)) return answer.startsWith('y');
    const message = "Your response must be one of: ['yes', 'no', 'y', 'n']. Please try again.";
    context.emit({ type: 'notice', message });
  }
}
