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
    summary: 'Check that all objects of the cache are whole',
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
