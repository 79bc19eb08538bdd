import { listedStages } from '../engine/listed-stages.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { ok } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { Value, ValueMap } from '../model/value.ts';
import { flag, JSON_OPTION, positionals } from './command.ts';
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
      JSON_OPTION,
    ],
    examples: [
      { command: 'stage list', explains: 'the stages of this folder' },
      { command: 'stage list --all --name-only', explains: 'every name, one per line' },
    ],
    failureCode: 255,
    isAnsweredAgain: true,
  },

  async run(context, args) {
    const opened = openProject(context);
    if (!opened.ok) return opened;
    const project = opened.value;
    const listed = await listedStages(project, context.workspace(project.root), {
      targets: positionals(args, 'targets'),
      all: flag(args, 'all'),
      recursive: flag(args, 'recursive'),
      strict: flag(args, 'fail'),
    });
    if (!listed.ok) return listed;
    const names = flag(args, 'nameOnly');
    const rows = listed.value.map(stage => [project.labels.stage(stage), names ? '' : descriptionOf(stage)]);
    return ok({
      data: new Map(listed.value.map(stage => [project.labels.stage(stage), stageValue(project, stage)])),
      doc: rows.length === 0 ? [] : [{ kind: 'table', header: [], rows }],
    });
  },
};

/** What a stage declares; what it does not is left out. */
function stageValue(project: Project, stage: Stage): ValueMap {
  const written = (role: Output['role']): Value =>
    stage.outputs.filter(output => output.role === role).map(output => output.written);
  const parts: [string, Value | undefined][] = [
    ['file', project.show(stage.file)],
    ['desc', stage.desc],
    ['deps', stage.dependencies.map(dependency => dependency.written)],
    ['params', stage.params.map(each => each.written)],
    ['outs', written('data')],
    ['metrics', written('metric')],
    ['plots', written('plot')],
    ['frozen', stage.frozen || undefined],
  ];
  return new Map(
    parts.flatMap(([key, value]) =>
      value === undefined || (Array.isArray(value) && value.length === 0) ? [] : [[key, value]],
    ),
  );
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
