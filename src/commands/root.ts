import { openProject } from '../engine/project.ts';
import { line } from '../model/doc.ts';
import { ROOT } from '../model/path.ts';
import { ok } from '../model/result.ts';
import type { Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'root',
    summary: 'Print the path of the project root, as seen from here',
    examples: [{ command: 'root', explains: 'prints `.` in the root itself, `..` one folder below it' }],
    failureCode: 255,
  },
  run(context) {
    const project = openProject(context);
    return Promise.resolve(project.ok ? ok({ doc: [line(project.value.show(ROOT))] }) : project);
  },
};
