import { visibleGpus } from '../engine/gpus.ts';
import { repro } from '../engine/repro.ts';
import type { ReproOptions } from '../engine/plan-run.ts';
import { settleLeftOvers } from '../engine/running-commands.ts';
import { findTargets, stagesHere } from '../engine/targets.ts';
import type { Failure } from '../model/failure.ts';
import { GPUS_VARIABLE } from '../model/layout.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import { DONE, flag, positionals, STAGE_TARGETS, text } from './command.ts';
import type { Args, Command } from './command.ts';
import type { Context } from '../ports/context.ts';
import type { Keeping } from '../ports/shell.ts';
import { open } from './opened.ts';
import type { Opened } from './opened.ts';

export const command: Command = {
  spec: {
    name: 'repro',
    summary: 'Run the stages whose inputs or outputs changed',
    description: `Compares every stage with the lock file by content and runs what is stale, in the order of the graph. What was made before from the same inputs is taken from the run cache instead. A stage with \`resources: {gpu: n}\` sees n GPUs of its own in CUDA_VISIBLE_DEVICES: of those that are listed there, else of 0 to n-1 with ${GPUS_VARIABLE}=n (default: one). A stage that runs into its \`timeout\` has ten seconds to clean up before it is killed.`,
    arguments: [
      {
        ...STAGE_TARGETS,
        description:
          'stages, pipeline or data files, or tracked paths (default: the pipeline of this folder)',
      },
    ],
    options: [
      { flags: '-f, --force', description: 'run even what did not change' },
      { flags: '-i, --interactive', description: 'ask before each stage; they run one at a time' },
      { flags: '-s, --single-item', description: 'run only the targets, nothing upstream of them' },
      { flags: '-p, --pipeline', description: 'run everything connected with the targets' },
      { flags: '-P, --all-pipelines', description: 'run every stage of the project' },
      { flags: '-R, --recursive', description: 'a folder means all stages declared below it' },
      { flags: '--glob', description: 'names of stages may hold wildcards: `train-*`' },
      { flags: '--downstream', description: 'run the targets and everything downstream of them' },
      {
        flags: '--force-downstream',
        description: 'once a stage ran, run what reads from it, whatever its state',
      },
      {
        flags: '--allow-missing',
        description: 'do not run a stage only because data is missing that did not change',
      },
      { flags: '-j, --jobs <n>', description: 'run up to so many stages at once (default: 1)' },
      {
        flags: '--keep-output',
        description:
          'on a terminal: keep what stages print for `log` also where the system has no `script` (of util-linux), which makes a terminal for them; they print through a pipe there, often without colours',
      },
      {
        flags: '--no-keep-output',
        description:
          'on a terminal: give it to stages itself, so that what they print is not kept, and `log` does not show it',
      },
      {
        flags: '--fail-fast',
        description: 'when a stage fails, end those that run beside it; for -j, otherwise there are none',
      },
      {
        flags: '--watch',
        description:
          'then wait for edits of what stages read (dependencies, parameters, pipeline and ignore files), and for outputs that go, and run what that makes stale',
      },
      {
        flags: '--trace',
        description:
          'tell which files of the project the stages that run use without declaring them (Linux, strace); waits for what they leave running',
      },
      { flags: '--strict', description: 'with --trace: such a stage fails' },
      { flags: '--dry', description: 'show what would run, change nothing' },
      { flags: '--no-commit', description: 'hash outputs, but do not store them in the cache' },
      { flags: '--no-run-cache', description: 'do not look for earlier runs with the same inputs' },
      { flags: '-k, --keep-going', description: 'after a failure, go on with what does not depend on it' },
      {
        flags: '--end-left-over',
        description: 'end commands of a run that was killed, instead of waiting for them',
      },
      { flags: '--ignore-errors', description: 'after a failure, go on with everything' },
    ],
    examples: [
      { command: 'repro', explains: 'bring the pipeline of this folder up to date' },
      { command: 'repro train', explains: 'only `train` and what it needs' },
      { command: 'repro -j 4', explains: 'four stages at a time, each as soon as its inputs are there' },
      { command: 'repro --watch', explains: 'again after each edit of a file that stages read' },
      { command: 'repro -f --trace', explains: 'run all, and see what the stages should declare' },
      { command: 'repro --dry', explains: 'see what would run' },
      { command: "repro --glob 'train@*'", explains: 'all stages that were made from the group `train`' },
      { command: 'repro -f -s evaluate', explains: 'run one stage again, whatever its state' },
    ],
    failureCode: 255,
    isAnsweredAgain: true,
  },

  async run(context, args) {
    const jobs = jobsOf(text(args, 'jobs'));
    if (jobs === undefined)
      return err({ code: 'usage', message: '--jobs takes a number from 1 on', command: 'repro' });
    if (flag(args, 'strict') && !flag(args, 'trace'))
      return err({ code: 'usage', message: '--strict goes with --trace', command: 'repro' });
    if (!flag(args, 'watch')) {
      const done = await bringUpToDate(context, args, jobs);
      return done.ok ? ok(DONE) : done;
    }
    const { repeatOnEdits } = await import('../engine/repeat.ts');
    const { settleSources } = await import('../engine/sources.ts');
    const ended = await repeatOnEdits(context, (noting, seen, isFirst) =>
      bringUpToDate(noting, isFirst ? args : notForced(args), jobs, (opened, options) =>
        settleSources(seen, opened.workspace, opened.index, options),
      ),
    );
    return ended.ok ? ok(DONE) : ended;
  },
};

/** @param onPlanned is told what is to be done before anything is. */
async function bringUpToDate(
  context: Context,
  args: Args,
  jobs: number,
  onPlanned?: (opened: Opened, options: ReproOptions) => Promise<void>,
): Promise<Result<undefined, Failure>> {
  const opened = await open(context, 'all');
  if (!opened.ok) return opened;
  const { project, workspace, index } = opened.value;
  try {
    const options = optionsOf(args, context, jobs, opened.value);
    if (!options.ok) return options;
    const left = options.value.dry
      ? undefined
      : await settleLeftOvers(project, { end: flag(args, 'endLeftOver') });
    if (left !== undefined) return err(left);
    await onPlanned?.(opened.value, options.value);
    const startedAt = context.clock.steady();
    const done = await repro(workspace, index, options.value);
    if (!done.ok) return done;
    const elapsedMs = context.clock.steady() - startedAt;
    const { dry } = options.value;
    context.emit({ type: 'repro-finished', ran: done.value.ran.length > 0, dry, elapsedMs });
    return ok(undefined);
  } finally {
    project.git?.close();
  }
}

function optionsOf(
  args: Args,
  context: Context,
  jobs: number,
  { project, index }: Opened,
): Result<ReproOptions, Failure> {
  const words = positionals(args, 'targets');
  const asks = flag(args, 'interactive') || project.settings.interactive;
  const all = flag(args, 'allPipelines');
  const options = { glob: flag(args, 'glob'), recursive: flag(args, 'recursive') };
  const targets =
    words.length > 0
      ? findTargets(project, index, words, options)
      : all
        ? ok([])
        : stagesHere(project, index);
  if (!targets.ok) return targets;
  return ok({
    targets: all ? undefined : targets.value.map(({ stage }) => stageId(stage)),
    force: flag(args, 'force'),
    single: flag(args, 'singleItem'),
    pipeline: flag(args, 'pipeline'),
    downstream: flag(args, 'downstream'),
    dry: flag(args, 'dry'),
    commit: args.options['commit'] !== false,
    runCache: args.options['runCache'] !== false,
    onError: flag(args, 'ignoreErrors') ? 'ignore' : flag(args, 'keepGoing') ? 'skip' : 'stop',
    forceDownstream: flag(args, 'forceDownstream'),
    allowMissing: flag(args, 'allowMissing'),
    slots: asks ? 1 : jobs,
    gpus: visibleGpus(context.env),
    failFast: flag(args, 'failFast'),
    keeps: keepingOf(args),
    confirm: asks ? stage => mayReproduce(context, stage) : undefined,
    trace: flag(args, 'strict') ? 'fail' : flag(args, 'trace') ? 'tell' : 'no',
  });
}

async function mayReproduce(context: Context, stage: string): Promise<boolean> {
  const { confirmed } = await import('./confirm.ts');
  return confirmed(context, `Going to reproduce stage: '${stage}'. Are you sure you want to continue?`);
}

function keepingOf({ options }: Args): Keeping {
  const { keepOutput } = options;
  return keepOutput === true ? 'always' : keepOutput === false ? 'never' : 'as-possible';
}

/** Whoever forces a run and watches means the first one. */
function notForced(args: Args): Args {
  return { ...args, options: { ...args.options, force: false } };
}

function jobsOf(written: string | undefined): number | undefined {
  if (written === undefined) return 1;
  const jobs = Number(written);
  return Number.isInteger(jobs) && jobs >= 1 ? jobs : undefined;
}
