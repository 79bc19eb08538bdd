import type { Command } from '../commands/command.ts';

export interface Entry {
  readonly name: string;
  /** Shown in the list of commands; a test compares it with the command's own. */
  readonly summary: string;
  /** Programs call it, not people: the list of all commands leaves it out. */
  readonly isForPrograms?: true;
  readonly load: () => Promise<{ readonly command: Command }>;
}

/** Every verb, in the order of the help. Only the one that is called is loaded. */
export const REGISTRY: readonly Entry[] = [
  { name: 'init', summary: 'Make a project here', load: () => import('../commands/init.ts') },
  {
    name: 'repro',
    summary: 'Run the stages whose inputs or outputs changed',
    load: () => import('../commands/repro.ts'),
  },
  {
    name: 'status',
    summary: 'Show which stages are stale, and why',
    load: () => import('../commands/status.ts'),
  },
  {
    name: 'why',
    summary: 'Explain why stages would run, or why not',
    load: () => import('../commands/why.ts'),
  },
  {
    name: 'log',
    summary: 'Show what runs of stages printed, took and used',
    load: () => import('../commands/log.ts'),
  },
  {
    name: 'time',
    summary: 'Show where the time goes, and what `repro -j` would gain',
    load: () => import('../commands/time.ts'),
  },
  {
    name: 'dag',
    summary: 'Draw how the stages depend on each other',
    load: () => import('../commands/dag.ts'),
  },
  {
    name: 'stage add',
    summary: 'Add a stage to the pipeline file',
    load: () => import('../commands/stage-add.ts'),
  },
  { name: 'stage list', summary: 'List the stages', load: () => import('../commands/stage-list.ts') },
  {
    name: 'metrics show',
    summary: 'Show metrics, of the workspace or of many revisions',
    load: () => import('../commands/metrics-show.ts'),
  },
  {
    name: 'metrics diff',
    summary: 'Compare metrics between two revisions',
    load: () => import('../commands/metrics-diff.ts'),
  },
  {
    name: 'report',
    summary: 'Say what a change means: metrics, gates, stages, parameters',
    load: () => import('../commands/report.ts'),
  },
  {
    name: 'gate',
    summary: 'Judge metrics by the limits that the project declares',
    load: () => import('../commands/gate.ts'),
  },
  {
    name: 'plots show',
    summary: 'Draw the plots of the workspace',
    load: () => import('../commands/plots-show.ts'),
  },
  {
    name: 'plots diff',
    summary: 'Draw plots of several revisions together',
    load: () => import('../commands/plots-diff.ts'),
  },
  {
    name: 'plots modify',
    summary: 'Change how the plot of a stage is drawn',
    load: () => import('../commands/plots-modify.ts'),
  },
  {
    name: 'plots templates',
    summary: 'List the built-in templates, or print one',
    load: () => import('../commands/plots-templates.ts'),
  },
  {
    name: 'params diff',
    summary: 'Compare parameters between two revisions',
    load: () => import('../commands/params-diff.ts'),
  },
  { name: 'add', summary: 'Track files or folders', load: () => import('../commands/add.ts') },
  {
    name: 'checkout',
    summary: 'Bring tracked files to what lock and data files describe',
    load: () => import('../commands/checkout.ts'),
  },
  {
    name: 'commit',
    summary: 'Record the workspace as it is, without running anything',
    load: () => import('../commands/commit.ts'),
  },
  {
    name: 'freeze',
    summary: 'Keep stages from running, whatever changes',
    load: () => import('../commands/freeze.ts'),
  },
  {
    name: 'unfreeze',
    summary: 'Let frozen stages run again',
    load: () => import('../commands/unfreeze.ts'),
  },
  {
    name: 'remove',
    summary: 'Remove stages, or stop tracking data',
    load: () => import('../commands/remove.ts'),
  },
  {
    name: 'rm',
    summary: 'Remove stages, or stop tracking data',
    load: () => import('../commands/remove.ts'),
  },
  {
    name: 'move',
    summary: 'Move or rename tracked data together with its data file',
    load: () => import('../commands/move.ts'),
  },
  {
    name: 'mv',
    summary: 'Move or rename tracked data together with its data file',
    load: () => import('../commands/move.ts'),
  },
  {
    name: 'unprotect',
    summary: 'Turn links into the cache into files that are safe to edit',
    load: () => import('../commands/unprotect.ts'),
  },
  {
    name: 'config',
    summary: 'Show or set options of the config',
    load: () => import('../commands/config.ts'),
  },
  {
    name: 'cache dir',
    summary: 'Show or set the folder of the cache',
    load: () => import('../commands/cache-dir.ts'),
  },
  {
    name: 'check-ignore',
    summary: 'Show which paths the ignore files leave out',
    load: () => import('../commands/check-ignore.ts'),
  },
  {
    name: 'destroy',
    summary: 'Remove the project and its cache, but not the data',
    load: () => import('../commands/destroy.ts'),
  },
  {
    name: 'completion',
    summary: 'Print a script that completes commands and stages in a shell',
    load: () => import('../commands/completion.ts'),
  },
  {
    name: 'data status',
    summary: 'Show what changed in tracked data, committed and uncommitted',
    load: () => import('../commands/data-status.ts'),
  },
  {
    name: 'diff',
    summary: 'Show tracked data that differs between two revisions',
    load: () => import('../commands/diff.ts'),
  },
  {
    name: 'ls',
    summary: 'List files of a project, tracked data included',
    load: () => import('../commands/ls.ts'),
  },
  {
    name: 'list',
    summary: 'List files of a project, tracked data included',
    load: () => import('../commands/ls.ts'),
  },
  {
    name: 'gc',
    summary: 'Remove from the cache what is not used',
    load: () => import('../commands/gc.ts'),
  },
  {
    name: 'undo',
    summary: 'Bring back what the last gc removed',
    load: () => import('../commands/undo.ts'),
  },
  {
    name: 'fsck',
    summary: 'Check that all objects of the cache are there and whole',
    load: () => import('../commands/fsck.ts'),
  },
  {
    name: 'merge-driver',
    summary: 'Merge lock files for git',
    load: () => import('../commands/merge-driver.ts'),
  },
  {
    name: 'git-hook merge-driver',
    summary: 'Merge data files of folders for git',
    isForPrograms: true,
    load: () => import('../commands/git-hook-merge-driver.ts'),
  },
  {
    name: 'root',
    summary: 'Print the path of the project root, as seen from here',
    load: () => import('../commands/root.ts'),
  },
  {
    name: 'version',
    summary: 'Show versions, platform and set-up',
    load: () => import('../commands/version.ts'),
  },
  {
    name: 'doctor',
    summary: 'Show versions, platform and set-up',
    load: () => import('../commands/version.ts'),
  },
];

/** The verb that a command line begins with, two words long or one. */
export function findEntry(words: readonly string[]): Entry | undefined {
  const [first, second] = words;
  return (
    REGISTRY.find(entry => entry.name === `${first ?? ''} ${second ?? ''}`) ??
    REGISTRY.find(entry => entry.name === first)
  );
}
