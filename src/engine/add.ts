import { newDataFile } from '../core/datafile/write.ts';
import { buildGraph } from '../core/graph/build.ts';
import { hidingRule, ruleText } from '../core/ignore/rules.ts';
import { emitYaml } from '../core/yaml/emit.ts';
import type { Failure } from '../model/failure.ts';
import { basename, dirname, isInside, parentOf } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import { updateDataFile } from './data-files.ts';
import { Exclusive } from './exclusive.ts';
import { GitIgnoreFiles } from './git-ignore-files.ts';
import type { Project } from './project.ts';
import type { ProjectIndex } from './project-index.ts';
import { saveOutputs } from './stage-results.ts';
import type { Workspace } from './workspace.ts';

export interface AddOptions {
  readonly commit: boolean;
  readonly relink: boolean;
}

interface Planned {
  readonly stage: Stage;
  readonly isNew: boolean;
}

/** Tracks files and folders: content into the cache, one data file beside each, a line for git. */
export async function add(
  workspace: Workspace,
  index: ProjectIndex,
  paths: readonly RepoPath[],
  options: AddOptions,
): Promise<Result<readonly Stage[], Failure>> {
  const { project } = workspace;
  const planned: Planned[] = [];
  for (const path of paths) {
    const refusal = await refuse(workspace, path);
    if (refusal !== undefined) return err(refusal);
    const plan = planFor(project, index, path);
    if (!plan.ok) return plan;
    if (!planned.some(({ stage }) => stage.file === plan.value.stage.file)) planned.push(plan.value);
  }
  const graph = buildGraph(
    [...index.stages, ...planned.flatMap(({ stage, isNew }) => (isNew ? [stage] : []))],
    project.labels,
  );
  if (!graph.ok) return graph;

  const ignore = new GitIgnoreFiles(project);
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  let finished = false;
  try {
    for (const { stage, isNew } of planned) {
      const saved = await saveOutputs(workspace, ignore, stage, undefined, {
        commit: options.commit,
        commitUncached: false,
        relink: options.relink,
      });
      const [output] = saved;
      if (isNew && output?.record !== undefined) {
        project.context.files.writeAtomic(
          project.absolute(stage.file),
          emitYaml(newDataFile(output.written, output.record, new Map())),
        );
      } else updateDataFile(workspace, index, stage, saved);
      ignore.track(stage.file);
    }
    finished = true;
  } finally {
    if (!finished) ignore.takeBack();
    exclusive.release();
    workspace.save();
  }
  await ignore.finish();
  return ok(planned.map(({ stage }) => stage));
}

/** What cannot be tracked, whatever else holds. */
async function refuse(workspace: Workspace, path: RepoPath): Promise<Failure | undefined> {
  const { project, digester } = workspace;
  const { files } = project.context;
  const shown = project.show(path);
  const stat = files.lstat(project.absolute(path));
  const [top] = path.split('/');
  if (path === '' || top === '.git' || top === project.layout.directory)
    return { code: 'outside-project', path: shown };
  for (let folder = dirname(path); folder !== ''; folder = dirname(folder)) {
    if (files.lstat(`${project.root}/${folder}`)?.kind === 'symlink')
      return { code: 'behind-symlink', path: shown };
  }
  if (stat === undefined) return { code: 'output-missing', path: shown };
  const target = files.stat(project.absolute(path));
  if (stat.kind === 'symlink' && target?.kind === 'directory') return { code: 'behind-symlink', path: shown };
  const rules = await digester.ignored.rulesIn(parentOf(path));
  const rule = hidingRule(rules, path, target?.kind === 'directory');
  if (rule !== undefined) return { code: 'path-ignored', path: shown, rule: ruleText(rule) };
  const name = basename(path);
  if (
    name === project.layout.pipelineFile ||
    name === project.layout.lockFile ||
    name.endsWith(project.layout.dataSuffix)
  ) {
    return { code: 'refused', message: `DVC file '${shown}' cannot be an output.` };
  }
  return undefined;
}

/** The data file that tracks a path, or a new one for it. A path inside a tracked folder means that folder. */
function planFor(project: Project, index: ProjectIndex, path: RepoPath): Result<Planned, Failure> {
  for (const stage of index.stages) {
    for (const output of stage.outputs) {
      if (output.path === undefined || !isInside(path, output.path)) continue;
      if (stage.kind === 'data') return ok({ stage, isNew: false });
      const name = project.labels.stage(stage);
      return err({
        code: 'refused',
        message: `cannot update '${project.show(path)}': overlaps with an output of stage: '${name}' in '${project.show(stage.file)}'.`,
        hint: `Run the pipeline or use \`${project.layout.program} commit\` to force update it.`,
      });
    }
  }
  const file = `${path}${project.layout.dataSuffix}` as RepoPath;
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
  return ok({ stage, isNew: true });
}
