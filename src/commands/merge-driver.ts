import { mergeLockTexts } from '../engine/merge-lock.ts';
import { setUpMergeDriver } from '../engine/merge-setup.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { line } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import { dirname, join } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { DONE, flag, text } from './command.ts';
import type { Args, Command, Outcome } from './command.ts';

export const command: Command = {
  spec: {
    name: 'merge-driver',
    summary: 'Merge lock files for git',
    description:
      'Git calls it, once `init` or `--install` has told it to. Stages that only one branch changed are taken from there. Where both ran a stage, the result counts that was made from what the merged files say; where neither was, our result is kept, and `repro` finds the stage stale.',
    options: [
      { flags: '--ancestor <file>', description: 'the version that both come from' },
      { flags: '--our <file>', description: 'our version; the result is written here' },
      { flags: '--their <file>', description: 'their version' },
      { flags: '--path <path>', description: 'which file it is, below the top of the repository' },
      { flags: '--install', description: 'nothing but this: have git call it in this clone' },
    ],
    examples: [
      { command: 'merge-driver --install', explains: 'once in each clone' },
      {
        command: 'merge-driver --ancestor %O --our %A --their %B --path %P',
        explains: 'as it stands in the config of git',
      },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    if (flag(args, 'install')) return install(context, args);
    const [ancestor, our, their] = ['ancestor', 'our', 'their'].map(name => text(args, name));
    if (ancestor === undefined || our === undefined || their === undefined)
      return err({
        code: 'usage',
        command: 'merge-driver',
        message: '--ancestor, --our and --their are needed',
      });
    const read = (path: string): string => context.files.readText(join(context.cwd, path)) ?? '';
    const sides = { base: read(ancestor), ours: read(our), theirs: read(their) };
    const path = text(args, 'path');
    const located = locate(context, args);
    const merged = located.ok
      ? await mergeLockTexts(located.value.project, located.value.lock, sides)
      : undefined;
    const written = join(context.cwd, our);
    if (merged !== undefined) {
      context.files.writeAtomic(written, merged.text);
      if (merged.kept.length > 0)
        context.emit({
          type: 'warning',
          message: `${path ?? our}: both branches changed ${merged.kept.map(name => `'${name}'`).join(', ')}, and neither result is known to be that of the merged files. Ours is kept.`,
          hint: `\`${context.program} repro\` runs what is stale.`,
        });
      return ok(DONE);
    }
    return asText(context, written, sides, path ?? our);
  },
};

/** As git would without us. */
async function asText(
  context: Context,
  our: string,
  sides: { readonly base: string; readonly ours: string; readonly theirs: string },
  shown: string,
): Promise<Result<Outcome, Failure>> {
  const git = context.git.open(context.cwd);
  const merged = await git?.mergeTexts(sides);
  if (merged !== undefined) {
    context.files.writeAtomic(our, merged);
    return ok(DONE);
  }
  const { ours, theirs } = sides;
  const ended = (side: string): string => (side === '' || side.endsWith('\n') ? side : `${side}\n`);
  context.files.writeAtomic(our, `<<<<<<< ours\n${ended(ours)}=======\n${ended(theirs)}>>>>>>> theirs\n`);
  return err({ code: 'merge-refused', path: shown });
}

function locate(
  context: Context,
  args: Args,
): Result<{ readonly project: Project; readonly lock: RepoPath }, Failure> {
  const path = text(args, 'path');
  const absolute = path === undefined ? undefined : join(context.cwd, path);
  const cwd = absolute === undefined ? context.cwd : dirname(absolute);
  const project = openProject({ ...context, cwd });
  if (!project.ok) return project;
  const { root, layout } = project.value;
  const lock = (absolute?.slice(root.length + 1) ?? layout.lockFile) as RepoPath;
  return ok({ project: project.value, lock });
}

async function install(context: Context, args: Args): Promise<Result<Outcome, Failure>> {
  const project = openProject(context);
  if (!project.ok) return project;
  const { git, root, layout } = project.value;
  if (git === undefined) return err({ code: 'not-a-git-repository', folder: root });
  const { path, changed } = await setUpMergeDriver(context, git, root, layout);
  const attributes = project.value.show(path.slice(root.length + 1) as RepoPath);
  if (changed) context.emit({ type: 'git-hint', paths: [attributes], autostage: false });
  const { lockFile } = layout;
  return ok({
    doc: flag(args, 'quiet')
      ? []
      : [
          line(
            `git merges ${lockFile} stage by stage from now on, in this clone (${attributes} and git's config).`,
          ),
        ],
  });
}
