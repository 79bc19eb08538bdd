import { openProject } from '../engine/project.ts';
import { undoable, undoLast } from '../engine/undo.ts';
import { line, lines } from '../model/doc.ts';
import { err, ok } from '../model/result.ts';
import { amountText } from '../model/size.ts';
import { flag } from './command.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'undo',
    summary: 'Bring back what the last gc removed',
    description: 'Called again it brings back what the one before removed, and so on.',
    options: [{ flags: '--list', description: 'show what can be brought back, the last first' }],
    examples: [
      { command: 'undo', explains: 'after a `gc` too many' },
      { command: 'undo --list', explains: 'what the trash holds' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    if (flag(args, 'list')) {
      const entries = undoable(project.value);
      const rows = entries.map(
        ({ command: name, at, objects }) => `${context.clock.text(at)}  ${name}  ${amountText(objects)}`,
      );
      return ok({ doc: rows.length > 0 ? [lines(rows)] : [{ kind: 'remark', text: 'The trash is empty.' }] });
    }
    const undone = await undoLast(project.value);
    if (undone === undefined)
      return err({ code: 'refused', message: 'there is nothing to undo: the trash is empty' });
    const { entry, back } = undone;
    const what = `what \`${entry.command}\` removed on ${context.clock.text(entry.at)}`;
    return ok({ doc: [line(`Brought back ${what}: ${amountText(back)}.`)] });
  },
};
