import { destroy } from '../engine/destroy.ts';
import { openProject } from '../engine/project.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import { DONE, flag } from './command.ts';
import type { Command } from './command.ts';
import { confirmed } from './confirm.ts';

export const command: Command = {
  spec: {
    name: 'destroy',
    summary: 'Remove the project and its cache, but not the data',
    description:
      'Removes pipeline, lock and data files, the ignore file, the config and everything in the cache. Asks first, on a terminal.',
    options: [{ flags: '-f, --force', description: 'do not ask' }],
    examples: [{ command: 'destroy -f', explains: 'without a question' }],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    const { directory, kind } = project.value.layout;
    const what = `failed to destroy ${kind === 'dvc' ? 'DVC' : 'the project'}`;
    const statement = `This will destroy all information about your pipelines, all data files, as well as cache in ${directory}/cache.\nAre you sure you want to continue?`;
    if (!flag(args, 'force') && !(await confirmed(context, statement)))
      return err({ code: 'action-failed', what, cause: UNCONFIRMED });
    const done = await destroy(project.value);
    return done.ok ? ok(DONE) : err({ code: 'action-failed', what, cause: done.error });
  },
};

const UNCONFIRMED: Failure = {
  code: 'refused',
  message: 'cannot destroy without a confirmation from the user. Use `-f` to force.',
};
