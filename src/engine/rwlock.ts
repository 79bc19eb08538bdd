import type { Project } from './project.ts';

/**
 * DVC keeps in this file who reads and writes which paths, and rewrites it in place: a DVC that was killed then, or a
 * disk that was full, leaves it empty or cut off, and every further command of DVC fails. Nobody of whom it might speak
 * can be known then, so it starts anew. Only with its guard held, which a living DVC has while it writes.
 */
export async function repairRwlock({
  context,
  root,
  layout,
}: Pick<Project, 'context' | 'root' | 'layout'>): Promise<void> {
  const { files, locks } = context;
  const path = `${root}/${layout.directory}/tmp/rwlock`;
  if (isWhole(files.readText(path))) return;
  const guard = await locks.acquire(`${path}.lock`, false);
  if (guard === undefined) return;
  try {
    if (isWhole(files.readText(path))) return;
    files.writeAtomic(path, '{}');
    const shown = path.slice(root.length + 1);
    context.emit({
      type: 'warning',
      message: `'${shown}' was damaged, as a killed DVC leaves it, and nobody holds it: it is empty now.`,
    });
  } finally {
    guard.release();
  }
}

function isWhole(text: string | undefined): boolean {
  if (text === undefined) return true;
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null && !Array.isArray(content);
  } catch {
    return false;
  }
}
