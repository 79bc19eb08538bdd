import { collect } from '../engine/collect.ts';
import { openProject } from '../engine/project.ts';
import { LockFiles } from '../engine/lock-files.ts';
import type { Project } from '../engine/project.ts';
import { findTargets } from '../engine/targets.ts';
import { dirname, join } from '../model/path.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import { flag, positionals } from './command.ts';
import type { Command } from './command.ts';

const LONGEST_DESCRIPTION = 80;

export const command: Command = {
  spec: {
    name: 'stage list',
    summary: 'List the stages',
    arguments: [
      {
        name: 'targets',
        description: 'stages or files (default: the pipeline file here)',
        optional: true,
        variadic: true,
      },
    ],
    options: [
      { flags: '--all', description: 'list every stage and data file of the project' },
      { flags: '--fail', description: 'fail on a file that cannot be read instead of leaving it out' },
      { flags: '-R, --recursive', description: 'list everything below the folders given as targets' },
      { flags: '--name-only', description: 'print only the names' },
    ],
    examples: [
      { command: 'stage list', explains: 'the stages of this folder' },
      { command: 'stage list --all --name-only', explains: 'every name, one per line' },
    ],
    failureCode: 255,
  },

  async run(context, args) {
    const opened = openProject(context);
    if (!opened.ok) return opened;
    const project = opened.value;
    const snapshot = context.workspace(project.root);
    const collected = await collect(project, snapshot);
    const skips = (flag(args, 'all') || flag(args, 'recursive')) && !flag(args, 'fail');
    const failure = skips
      ? collected.failures.find(({ code }) => code === 'params-unsupported')
      : collected.failures[0];
    if (failure !== undefined) return err(failure);
    for (const left of collected.failures) context.emit({ type: 'file-left-out', failure: left });
    const words = positionals(args, 'targets');
    const stages = flag(args, 'all') ? ok(collected.stages) : chosen(words);
    if (!stages.ok) return stages;
    const listed = await withReadableLocks(new LockFiles(project, snapshot), stages.value);
    if (!listed.ok) return listed;
    const names = flag(args, 'nameOnly');
    const rows = listed.value.map(stage => [project.labels.stage(stage), names ? '' : descriptionOf(stage)]);
    return ok({ doc: rows.length === 0 ? [] : [{ kind: 'table', header: [], rows }] });

    /** A lock says nothing that is listed, but one that cannot be read is a mistake to be told, unless it is only old. */
    async function withReadableLocks(
      locks: LockFiles,
      all: readonly Stage[],
    ): Promise<Result<readonly Stage[], Failure>> {
      const broken = new Set<string>();
      for (const file of new Set(all.filter(({ kind }) => kind === 'pipeline').map(stage => stage.file))) {
        const lock = await locks.document(file);
        if (lock.ok) continue;
        const isOld = lock.error.code === 'file-invalid' && lock.error.mistake === 'old-schema';
        if (flag(args, 'fail') || !(isOld || skips)) return lock;
        if (!isOld) context.emit({ type: 'file-left-out', failure: lock.error });
        if (isOld)
          context.emit({
            type: 'warning',
            message: `the lock file beside '${project.show(file)}' is of an old schema`,
          });
        else broken.add(file);
      }
      return ok(all.filter(({ file }) => !broken.has(file)));
    }

    function chosen(targets: readonly string[]) {
      if (targets.length === 0) return stagesOf(project, collected.stages);
      if (flag(args, 'recursive')) {
        const folders = targets.map(target => join(project.here, target));
        return ok(
          collected.stages.filter(stage =>
            folders.some(folder => folder === '' || `${dirname(stage.file)}/`.startsWith(`${folder}/`)),
          ),
        );
      }
      const found = findTargets(
        project,
        { stages: collected.stages, pipelines: collected.pipelines },
        targets,
      );
      return found.ok ? ok(found.value.map(({ stage }) => stage)) : found;
    }
  },
};

function stagesOf(project: Project, stages: readonly Stage[]) {
  const file = join(project.here, project.layout.pipelineFile);
  const found = stages.filter(stage => stage.file === file);
  const exists = project.context.files.stat(`${project.root}/${file}`) !== undefined;
  return exists
    ? ok(found)
    : err({ code: 'pipeline-file-missing' as const, file: project.layout.pipelineFile });
}

/** The first line of the description, or what the stage makes. */
function descriptionOf(stage: Stage): string {
  const firstLine = stage.desc
    ?.split(/\r\n|\r|\n/)
    .find(line => line !== '')
    ?.trim();
  const text = firstLine ?? whatItMakes(stage);
  const letters = Array.from(text);
  return letters.length > LONGEST_DESCRIPTION
    ? `${letters.slice(0, LONGEST_DESCRIPTION - 1).join('')}…`
    : text;
}

function whatItMakes({ dependencies, params, outputs }: Stage): string {
  const reads = [...dependencies, ...params];
  if (outputs.length === 0)
    return reads.length === 0 ? 'No outputs or dependencies' : `Depends on ${names(reads)}`;
  const data = outputs.filter(({ role }) => role === 'data');
  const reports = outputs.filter(({ role }) => role !== 'data');
  return [
    ...(data.length > 0 ? [`Outputs ${names(data)}`] : []),
    ...(reports.length > 0 ? [`Reports ${names(reports)}`] : []),
  ].join('; ');
}

function names(all: readonly Pick<Output, 'written'>[]): string {
  return all.map(({ written }) => written).join(', ');
}
