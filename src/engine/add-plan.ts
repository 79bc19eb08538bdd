import type { Failure } from '../model/failure.ts';
import { basename, dirname, isInside, parentOf } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import type { Workspace } from './workspace.ts';

/** What a path on the command line of `add` comes down to. */
export interface Planned {
  readonly stage: Stage;
  readonly output: Output;
  /** The output's own path, or a path inside an output that is tracked as a folder. */
  readonly path: RepoPath;
  readonly isNew: boolean;
}

/** The data file that tracks a path, or a new one for it. A path inside a tracked folder means that folder's. */
export function planFor(project: Project, index: ProjectIndex, path: RepoPath): Result<Planned, Failure> {
  for (const stage of index.stages) {
    for (const output of stage.outputs) {
      if (output.path === undefined || !isInside(path, output.path)) continue;
      if (stage.kind === 'data') return ok({ stage, output, path, isNew: false });
      const name = project.labels.stage(stage);
      return err({
        code: 'refused',
        message: `cannot update '${project.show(path)}': overlaps with an output of stage: '${name}' in '${project.show(stage.file)}'.`,
        hint: `Run the pipeline or use \`${project.context.program} commit\` to force update it.`,
      });
    }
  }
  const file = `${path}${project.layout.dataSuffix}` as RepoPath;
  if (index.isGitIgnored(file)) return err({ code: 'pipeline-file-ignored', file: project.show(file) });
  const output: Output = {
    written: basename(path),
    path,
    role: 'data',
    cached: true,
    persistent: false,
    push: true,
  };
  const stage: Stage = {
    kind: 'data',
    name: '',
    file,
    place: { file },
    command: undefined,
    workdir: parentOf(path),
    dependencies: [],
    params: [],
    outputs: [output],
    frozen: false,
    alwaysChanged: false,
    isImport: false,
  };
  return ok({ stage, output, path, isNew: true });
}

/** What cannot be tracked, whatever else holds. Whether there is anything at the path is another question. */
export async function refusePath(
  { project, digester }: Workspace,
  path: RepoPath,
): Promise<Failure | undefined> {
  const { files } = project.context;
  const shown = project.show(path);
  const [top] = path.split('/');
  if (path === '' || top === '.git' || top === project.layout.directory)
    return { code: 'outside-project', path: shown };
  for (let folder = dirname(path); folder !== ''; folder = dirname(folder)) {
    if (files.lstat(`${project.root}/${folder}`)?.kind === 'symlink')
      return { code: 'behind-symlink', path: shown };
  }
  const isFolder = files.stat(project.absolute(path))?.kind === 'directory';
  if (isFolder && files.lstat(project.absolute(path))?.kind === 'symlink')
    return { code: 'behind-symlink', path: shown };
  const hidden = await digester.ignored.refusal(path);
  if (hidden !== undefined) return hidden;
  const { pipelineFile, lockFile, dataSuffix } = project.layout;
  const name = basename(path);
  if (name === pipelineFile || name === lockFile || name.endsWith(dataSuffix))
    return { code: 'refused', message: `DVC file '${shown}' cannot be an output.` };
  return undefined;
}
