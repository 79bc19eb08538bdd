import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GitOutput } from './git-command.ts';

/** `git merge-file` ends with the number of conflicts, at most this. */
const CONFLICTS = Array.from({ length: 127 }, (_, index) => index + 1);

/** Implements `GitRepository.mergeTexts`. Git reads files only, so the texts lie in a temporary folder meanwhile. */
export async function mergeTexts(
  texts: { readonly base: string; readonly ours: string; readonly theirs: string },
  git: (args: readonly string[], input?: string, answers?: readonly number[]) => Promise<GitOutput>,
): Promise<string | undefined> {
  const folder = fs.mkdtempSync(join(tmpdir(), 'mltrack-merge-'));
  try {
    const [ours, base, theirs] = (['ours', 'base', 'theirs'] as const).map(side => {
      const path = join(folder, side);
      fs.writeFileSync(path, texts[side]);
      return path;
    });
    const args = ['merge-file', '--stdout', ours ?? '', base ?? '', theirs ?? ''];
    const { code, stdout } = await git(args, undefined, CONFLICTS);
    return code === 0 ? stdout : undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
