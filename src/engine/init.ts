import { writeConfig } from '../core/config/write.ts';
import type { Failure } from '../model/failure.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { Layout } from '../model/layout.ts';
import { err, invariant, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Context } from '../ports/context.ts';
import { setUpMergeDriver } from './merge-setup.ts';

export interface InitOptions {
  /** Without git. */
  readonly noScm: boolean;
  /** Below the top of a git repository. */
  readonly subdirectory: boolean;
  /** Replace what is there. */
  readonly force: boolean;
}

/** What git must not see of the project's own folder. */
const IGNORED = '/config.local\n/tmp\n/cache\n';

/** Makes a project of a folder. */
export async function initProject(
  context: Context,
  root: string,
  layout: Layout,
  options: InitOptions,
): Promise<Result<undefined, Failure>> {
  const { files } = context;
  if (options.noScm && options.subdirectory) {
    return err({ code: 'subdir-without-git' });
  }
  const git = options.noScm ? undefined : context.git.open(root);
  if (!options.noScm && (git === undefined || (!options.subdirectory && git.root !== root))) {
    return err({ code: 'init-needs-git', directory: root });
  }
  const other = LAYOUTS[layout.kind === 'dvc' ? 'mltrack' : 'dvc'];
  if (files.stat(`${root}/${other.directory}`)?.kind === 'directory')
    return err({ code: 'other-project-there', directory: other.directory });
  const folder = `${root}/${layout.directory}`;
  if ((await git?.ignored([folder]))?.has(folder) === true) {
    return err({ code: 'init-ignored', directory: layout.directory });
  }
  if (files.stat(folder)?.kind === 'directory') {
    if (!options.force) return err({ code: 'already-initialised', directory: layout.directory });
    files.remove(folder);
  }
  files.makeDirectory(`${folder}/tmp`);
  files.writeAtomic(`${folder}/tmp/btime`, '');
  files.writeAtomic(`${folder}/config`, options.noScm ? noScmConfig() : '');
  const ignoreFile = `${root}/${layout.ignoreFile}`;
  if (files.stat(ignoreFile) === undefined) files.writeAtomic(ignoreFile, layout.ignoreFileText);
  if (git === undefined) return ok(undefined);
  files.writeAtomic(`${folder}/.gitignore`, IGNORED);
  // In DVC's layout nothing is written that DVC would not write.
  const attributes = layout.kind === 'dvc' ? [] : [(await setUpMergeDriver(context, git, root, layout)).path];
  await git.add([`${folder}/config`, ignoreFile, `${folder}/.gitignore`, ...attributes]);
  return ok(undefined);
}

function noScmConfig(): string {
  const written = writeConfig(new Map([['core', new Map([['no_scm', 'True']])]]));
  invariant(written.ok, 'a constant config can be written');
  return written.value;
}
