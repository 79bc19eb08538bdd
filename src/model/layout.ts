/**
 * The table of names: the only file of `src` that spells them. One value is chosen when a project is
 * opened and travels with it; everything else is one code path.
 */
export interface Layout {
  readonly kind: 'mltrack' | 'dvc';
  /** The program that users of this layout call, where no other is known to have been called. */
  readonly program: string;
  /** The project's own folder, below its root. */
  readonly directory: string;
  readonly pipelineFile: string;
  readonly lockFile: string;
  /** Suffix of the files that describe tracked data. */
  readonly dataSuffix: string;
  readonly ignoreFile: string;
  /** Where mltrack keeps what no other tool needs to see, below the root. */
  readonly ownDirectory: string;
  /** Where pages of plots go when nothing else is said, from the current folder. */
  readonly plotsFolder: string;
  /** Environment variables that every stage command gets: the project's root. */
  readonly rootVariables: readonly string[];
  /** Environment variables that every stage command gets: the stage's address. */
  readonly stageVariables: readonly string[];
  /** Environment variables that name the folders of the global and the system config file. */
  readonly configVariables: { readonly global: string; readonly system: string };
  /** Folder of the global and the system config file below the platform's config folder. */
  readonly configFolder: string;
  /** What a new ignore file says. */
  readonly ignoreFileText: string;
  /** What `init` says when it is done. */
  readonly initialisedText: string;
  /** Where a newcomer with an empty project is sent. */
  readonly gettingStarted: string;
}

const DVC: Layout = {
  kind: 'dvc',
  program: 'dvc',
  directory: '.dvc',
  pipelineFile: 'dvc.yaml',
  lockFile: 'dvc.lock',
  dataSuffix: '.dvc',
  ignoreFile: '.dvcignore',
  ownDirectory: '.dvc/tmp/mltrack',
  plotsFolder: 'dvc_plots',
  rootVariables: ['DVC_ROOT'],
  stageVariables: ['DVC_STAGE'],
  configVariables: { global: 'DVC_GLOBAL_CONFIG_DIR', system: 'DVC_SYSTEM_CONFIG_DIR' },
  configFolder: 'dvc',
  ignoreFileText: [
    '# Add patterns of files dvc should ignore, which could improve',
    '# the performance. Learn more at',
    '# https://dvc.org/doc/user-guide/dvcignore',
    '',
  ].join('\n'),
  initialisedText: 'Initialized DVC repository.',
  gettingStarted: 'See <https://dvc.org/doc/start> to get started!',
};

const MLTRACK: Layout = {
  kind: 'mltrack',
  program: 'mltrack',
  directory: '.mltrack',
  pipelineFile: 'mltrack.yaml',
  lockFile: 'mltrack.lock',
  dataSuffix: '.mlt',
  ignoreFile: '.mltignore',
  ownDirectory: '.mltrack/tmp/mltrack',
  plotsFolder: 'mltrack_plots',
  rootVariables: ['DVC_ROOT', 'MLTRACK_ROOT'],
  stageVariables: ['DVC_STAGE', 'MLTRACK_STAGE'],
  configVariables: { global: 'MLTRACK_GLOBAL_CONFIG_DIR', system: 'MLTRACK_SYSTEM_CONFIG_DIR' },
  configFolder: 'mltrack',
  ignoreFileText: '# Files that mltrack leaves out of tracked folders, in the syntax of .gitignore.\n',
  initialisedText: 'Initialized mltrack project.',
  gettingStarted: 'Start with `mltrack stage add` or `mltrack add`.',
};

/** In the order in which a folder is asked: where both exist, the DVC project wins, as DVC itself would see it. */
export const LAYOUTS = { dvc: DVC, mltrack: MLTRACK } as const;

/** Set to the name of a layout, it decides what `init` makes. */
export const LAYOUT_VARIABLE = 'MLTRACK_LAYOUT';
/** Set to a folder, it holds the hash memo instead of the user's cache folder. */
export const MEMO_VARIABLE = 'MLTRACK_SITE_CACHE_DIR';

/** Below what is ours alone, where stages run without a change to the workspace. */
export const COPIES_FOLDER = 'copies';

/** How many GPUs stages may use at once. */
export const GPUS_VARIABLE = 'MLTRACK_GPUS';

/** In templates of plots, the places to be filled are called so and by what belongs there: `<DVC_METRIC_DATA>`. */
export const PLOT_ANCHOR = 'DVC_METRIC_';
