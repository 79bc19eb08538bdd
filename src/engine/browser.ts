import type { Context } from '../ports/context.ts';

/**
 * Shows an address in the user's browser: the one that `BROWSER` names, or the system's.
 *
 * @param uri with nothing in it that means something to a shell.
 * @returns false where there is none.
 */
export async function openInBrowser(context: Context, uri: string): Promise<boolean> {
  for (const program of programs(context)) {
    const line = program.includes('%s') ? program.replaceAll('%s', quoted(uri)) : `${program} ${quoted(uri)}`;
    const nowhere = { stdout: () => undefined, stderr: () => undefined };
    const { code } = await context.shell.run(line, { cwd: context.cwd, env: {}, output: nowhere });
    if (code === 0) return true;
  }
  return false;
}

function programs({ env, machine }: Context): readonly string[] {
  const named = (env['BROWSER'] ?? '').split(':').filter(each => each !== '');
  if (machine.platform === 'darwin') return [...named, 'open'];
  return machine.platform === 'win32' ? ['start ""'] : [...named, 'xdg-open', 'x-www-browser', 'www-browser'];
}

function quoted(uri: string): string {
  return `'${uri.replaceAll("'", '%27')}'`;
}
