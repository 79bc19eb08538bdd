import { valuesSame } from '../python/equal.ts';
import { allComments, valueOf } from './commented-edit.ts';
import { readCommented } from './commented-read.ts';
import { writeCommented } from './commented-write.ts';
import type { CommentedMap } from './commented.ts';
import { readYaml } from './read.ts';

/**
 * A text that people wrote, changed and written anew as DVC writes it: in its own order, with comments and brackets.
 * Undefined where that would lose a comment or a value.
 *
 * @param options `dropsComments`: the change itself may take comments out.
 */
export async function rewritten(
  text: string,
  change: (root: CommentedMap) => void,
  options: { readonly dropsComments?: boolean } = {},
): Promise<string | undefined> {
  const document = readCommented(text);
  if (document === undefined) return undefined;
  const before = allComments(document);
  change(document.root);
  const comments = options.dropsComments === true ? allComments(document) : before;
  const written = writeCommented(document);
  const read = await readYaml(written);
  const again = readCommented(written);
  if (!read.ok || again === undefined || !valuesSame(read.value, valueOf(document.root))) return undefined;
  return allComments(again).join('\n') === comments.join('\n') ? written : undefined;
}
