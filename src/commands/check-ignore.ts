import { checkIgnore } from '../engine/check-ignore.ts';
import { Ignored } from '../engine/ignored.ts';
import { openProject } from '../engine/project.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { flag, positionals } from './command.ts';
import type { Args, Command } from './command.ts';

export const command: Command = {
  spec: {
    name: 'check-ignore',
    summary: 'Show which paths the ignore files leave out',
    description: 'Exit code 0 when a rule decides over any of the paths, otherwise 1.',
    arguments: [
      { name: 'targets', description: 'files or folders, there or not', optional: true, variadic: true },
    ],
    options: [
      { flags: '-d, --details', description: 'show the rule that decides, with its file and line' },
      { flags: '-n, --non-matching', description: 'with --details: also the paths without a rule' },
      { flags: '-a, --all', description: 'with --details: every rule', hidden: true },
      { flags: '--stdin', description: 'read paths from standard input, up to an empty line' },
    ],
    examples: [{ command: 'check-ignore -d data/raw.log', explains: 'why that file is not tracked' }],
    failureCode: 255,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    const targets = positionals(args, 'targets');
    const misuse = misused(args, targets);
    if (misuse !== undefined) return misuse;
    const ignored = new Ignored(project.value);
    const details = flag(args, 'details');
    let exitCode = 1;
    for await (const target of flag(args, 'stdin') ? context.input.lines() : targets) {
      if (flag(args, 'stdin') && target === '') break;
      const verdict = await checkIgnore(project.value, ignored, target);
      if (verdict.rule !== undefined && (verdict.ignored || details)) exitCode = 0;
      const rule = verdict.rule ?? (flag(args, 'nonMatching') ? '::' : undefined);
      // Told at once: whoever writes path by path may wait for each answer.
      if (details && rule !== undefined) context.emit({ type: 'notice', message: `${rule}\t${target}` });
      if (!details && verdict.ignored) context.emit({ type: 'notice', message: target });
    }
    return ok({ doc: [], exitCode });
  },
};

function misused(args: Args, targets: readonly string[]): Result<never, Failure> | undefined {
  const details = flag(args, 'details');
  const wrong: readonly (readonly [boolean, string])[] = [
    [!flag(args, 'stdin') && targets.length === 0, '`targets` or `--stdin` needed'],
    [flag(args, 'stdin') && targets.length > 0, 'cannot have both `targets` and `--stdin`'],
    [flag(args, 'nonMatching') && !details, '`--non-matching` is only valid with `--details`'],
    [flag(args, 'all') && !details, '`--all` is only valid with `--details`'],
    [flag(args, 'quiet') && details, 'cannot use both `--details` and `--quiet`'],
  ];
  const message = wrong.find(([isWrong]) => isWrong)?.[1];
  return message === undefined ? undefined : err({ code: 'refused', message });
}
