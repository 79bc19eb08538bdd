import type { Trouble } from '../core/metrics/revisions.ts';
import { pyRepr } from '../core/python/text.ts';
import { placeText, readDataAs } from '../core/reading/by-suffix.ts';
import type { DataFormat } from '../core/reading/by-suffix.ts';
import { relative } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Value } from '../model/value.ts';
import type { Overlay } from './overlay.ts';
import type { Project } from './project.ts';
import { corruptedData } from './trouble.ts';

/** The text of a file of one state of the project, or why there is none. */
export async function readTextFile(
  project: Project,
  overlay: Overlay,
  file: RepoPath,
): Promise<Result<string, Trouble>> {
  const text = await overlay.readText(file);
  if (text === undefined) return err(await missingFile(overlay, file));
  if (!text.includes('\ufffd') || (await overlay.isUtf8(file))) return ok(text);
  return err({
    type: 'EncodingError',
    message: `unable to read: '${inTree(project, file)}', is not valid utf-8`,
    detail: 'it is not UTF-8 text',
  });
}

export async function missingFile(overlay: Overlay, file: RepoPath): Promise<Trouble> {
  const isLost = await overlay.isTracked(file);
  return {
    type: 'FileNotFoundError',
    message: `[Errno 2] ${isLost ? 'No storage files available' : 'No such file or directory'}: ${pyRepr(file)}`,
    ...(isLost ? { isLost } : {}),
    detail: isLost ? 'it is neither there nor in the cache' : 'there is no such file',
  };
}

/** The values that a text holds, or why it cannot be read. */
export async function parseTextFile(
  project: Project,
  file: RepoPath,
  text: string,
  as: DataFormat,
): Promise<Result<Value, Trouble>> {
  const read = await readDataAs(as, text);
  if (read.ok) return ok(read.value);
  const { format, message, raised } = read.error;
  const { dataDiagnostics } = await import('./refused-text.ts');
  const source = { path: file, shown: project.show(file), text };
  const place = placeText(read.error).slice(1);
  return err({
    ...(raised ?? corruptedData(inTree(project, file), format)),
    detail: `${place}${place === '' ? '' : ': '}${message}`,
    diagnostics: await dataDiagnostics(source, read.error),
  });
}

/** DVC sees a state of the project as a file system of its own, and names a file as if that one's top were the disk's. */
function inTree({ context: { cwd } }: Project, file: RepoPath): string {
  return relative(cwd.slice(1), file);
}
