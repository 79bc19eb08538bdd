/** What both judges and judged are to the tests: a program that takes DVC's command lines. */
import type { Environment } from './environment.ts';

export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Tool {
  readonly name: string;
  run(cwd: string, env: Environment, argv: readonly string[]): Promise<Run>;
}

/** One run as a person would read it, for messages of failed tests. */
export function transcript(tool: string, argv: readonly string[], run: Run): string {
  return `$ ${tool} ${argv.join(' ')}\n${run.stdout}${run.stderr}[code ${run.code}]`;
}
