import type { CatalogEntry } from '../../model/catalog.ts';
import { bashCompletion } from './bash.ts';
import { fishCompletion } from './fish.ts';
import { powershellCompletion } from './powershell.ts';
import { zshCompletion } from './zsh.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type ShellName = (typeof SHELLS)[number];

/** The text that makes a shell complete the command lines of a program. */
export function completionScript(
  shell: ShellName,
  program: string,
  catalog: readonly CatalogEntry[],
): string {
  const scripts = {
    bash: bashCompletion,
    zsh: zshCompletion,
    fish: fishCompletion,
    powershell: powershellCompletion,
  };
  return scripts[shell](program, catalog);
}
