import { namesOf } from '../engine/object-names.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { objectKey } from '../engine/object-uses.ts';
import { trashContents, undoLast } from '../engine/undo.ts';
import type { TrashContent } from '../engine/undo.ts';
import { line, lines } from '../model/doc.ts';
import type { Doc } from '../model/doc.ts';
import { ok } from '../model/result.ts';
import { amountText } from '../model/size.ts';
import type { Context } from '../ports/context.ts';
import { flag } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'undo',
    summary: 'Bring back what the last gc removed',
    description:
      'Called again it brings back what the one before removed, and so on. Damaged objects that `fsck --repair` moved into the trash stay there; the list shows where, to copy from.',
    options: [{ flags: '--list', description: 'show what the trash holds, the last first' }],
    examples: [
      { command: 'undo', explains: 'after a `gc` too many' },
      { command: 'undo --list', explains: 'what the trash holds' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    if (flag(args, 'list')) return ok({ doc: await listDoc(project.value) });
    const undone = await undoLast(project.value);
    if (undone === undefined) return ok({ doc: [line(nothingText(context, project.value))] });
    const { entry, back } = undone;
    const what = `what \`${entry.command}\` removed on ${context.clock.text(entry.at)}`;
    return ok({ doc: [line(`Brought back ${what}: ${amountText(back)}.`)] });
  },
};

function nothingText(context: Context, project: Project): string {
  return trashContents(project).length === 0
    ? 'Nothing to bring back: the trash is empty.'
    : `Nothing to bring back: the trash holds only damaged objects. \`${context.program} undo --list\` shows them.`;
}

async function listDoc(project: Project): Promise<Doc> {
  const contents = trashContents(project);
  if (contents.length === 0) return [line('The trash is empty.')];
  const { clock } = project.context;
  const damaged = contents.filter(({ isWhole }) => !isWhole).flatMap(({ kept }) => kept);
  const keys = damaged.map(({ store, digest }) => objectKey(store, digest));
  const names = damaged.length === 0 ? new Map<string, string>() : await namesOf(project, keys);
  const rows = contents.flatMap(content => {
    const { command: name, at, objects } = content.entry;
    const title = `${clock.text(at)}  ${name}  ${amountText(objects)}`;
    return content.isWhole ? [title] : [`${title}, damaged`, ...damagedRows(content, names)];
  });
  if (contents.every(({ isWhole }) => isWhole)) return [lines(rows)];
  const hint =
    'Damaged objects do not go back into the cache: copy what you need from their files. What is made again is stored again.';
  return [lines(rows), { kind: 'remark', text: hint }];
}

function damagedRows({ kept }: TrashContent, names: ReadonlyMap<string, string>): readonly string[] {
  return kept.map(({ store, digest, path, isBack, wasMisplaced = false }) => {
    const name = names.get(objectKey(store, digest)) ?? digest;
    const note = wasMisplaced ? ' (was in a wrong place)' : isBack ? ' (whole in the cache again)' : '';
    return `  ${name}${note}  ${path}`;
  });
}
