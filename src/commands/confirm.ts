import type { Input } from '../ports.ts';

/** Asks until the answer is yes or no. Undefined where nobody is there to answer, which counts as no. */
export async function confirm(input: Input, statement: string): Promise<boolean | undefined> {
  for (;;) {
    const answer = (await input.ask(questionText(statement)))?.trim().toLowerCase();
    if (answer === undefined) return undefined;
    if (/^(y|yes|n|no)$/.test(answer)) return answer.startsWith('y');
  }
}

export function questionText(statement: string): string {
  return `${statement} [y/n]: `;
}
