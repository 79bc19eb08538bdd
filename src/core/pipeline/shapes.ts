import {
  about,
  anything,
  boolean,
  either,
  list,
  map,
  nothing,
  oneKey,
  record,
  template,
  text,
} from '../schema/shape.ts';
import type { Fields, Shape } from '../schema/shape.ts';
import { PROJECT_FIELDS } from '../gates/project-sections.ts';
import { EXECUTION_FIELDS, META_SHAPE } from './execution.ts';

/** @source iterative/dvc dvc/schema.py: which keys a pipeline file may hold, and of what kind their values are. */
const annotations: Fields = {
  desc: about('What it is, for people', text),
  type: about('Of what type it is: model, dataset, …', text),
  labels: list(text),
  meta: about('Anything; never looked at', anything),
};

const outputFlags: Fields = {
  ...annotations,
  cache: about('Keep it in the cache (default) or leave it to git', boolean),
  persist: about('Do not remove it before the stage runs', boolean),
  checkpoint: about('Of older versions; has no effect', boolean),
  remote: about('The remote that it belongs to', text),
  push: about('Send it to remotes (default)', boolean),
};

const plotTemplate = about('A template by its name, or a file', text);
const plotLabels: Fields = {
  x_label: about('What stands at the x axis (default: the field)', text),
  y_label: about('What stands at the y axis (default: the field)', text),
  title: about('What stands above the drawing', text),
};

const stagePlotProperties: Fields = {
  template: plotTemplate,
  x: about('The field for the x axis', text),
  y: about('The field for the y axis', text),
  ...plotLabels,
  header: about('Do CSV and TSV files start with the names of their columns? (default: yes)', boolean),
};

/** Which flags of a stage's plot describe the drawing, not the file. */
export const PLOT_PROPERTIES: ReadonlySet<string> = new Set(Object.keys(stagePlotProperties));

const stageOutput = either(text, map(record(outputFlags)));
const plotFlags = record({ ...outputFlags, ...stagePlotProperties });
const stagePlot = either(text, map(plotFlags));
const command = either(text, list(anything));
const variables = list(either(text, map(anything)));

const stageFields: Fields = {
  cmd: about('What to run: one command, a text of several lines, or a list', command),
  wdir: about('The folder to run in, and that paths start from (default: that of this file)', text),
  deps: about('Files and folders that it reads', list(text)),
  params: about(
    'Keys of params.yaml, or of other files: `- train.lr`, `- other.yaml: [a, b]`, `- other.yaml:` for all',
    list(either(text, map(either(list(text), nothing, template)))),
  ),
  vars: about('Values for templates of this stage: files, or mappings', variables),
  outs: about('Files and folders that it makes', list(stageOutput)),
  metrics: about('Files of numbers that it makes', list(stageOutput)),
  plots: about('Files to be drawn that it makes', list(stagePlot)),
  frozen: about('Do not run it, whatever changed', boolean),
  always_changed: about('Run it every time', boolean),
  desc: about('What it does, for people', text),
  meta: about('Anything; looked at is only `mltrack`', META_SHAPE),
  matrix: about(
    'Lists by name: makes a stage of each combination, with `${item.name}` and `${key}`',
    map(either(text, list(anything))),
  ),
};

/** What other tools, or plain English, call the fields of a stage. */
const stageSynonyms = synonymsOf({
  cmd: 'command commands run script exec',
  wdir: 'wd cwd dir directory workdir work_dir working_dir working_directory',
  deps: 'dep dependency dependencies depends depends_on requires input inputs',
  params: 'parameter parameters',
  vars: 'variable variables',
  outs: 'out output outputs',
  desc: 'description',
  always_changed: 'always always_run',
});

function synonymsOf(words: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([field, synonyms]) => synonyms.split(' ').map(word => [word, field])),
  );
}

/** One stage, generated or written out; with our own keys, which DVC's files cannot hold at that place. */
export const STAGE_SHAPE: Shape = record({ ...stageFields, ...EXECUTION_FIELDS }, ['cmd'], stageSynonyms);

const dvcStage = record(stageFields, ['cmd'], stageSynonyms);

const topPlot = record({
  x: about('The field for the x axis, or one by each file: `{a.csv: step}`', either(text, map(text))),
  y: about(
    'The fields for the y axis, or those of each file: `{a.csv: [loss, acc]}`',
    either(text, list(text), map(either(text, list(text)))),
  ),
  ...plotLabels,
  template: plotTemplate,
});

function pipeline(stage: Shape, ownFields: Fields = {}): Shape {
  return record({
    vars: about('Values for templates `${…}`: files of values, or mappings', variables),
    stages: about(
      'Stages by name',
      map({
        is: 'variant',
        whenKeys: ['foreach', 'do'],
        then: record(
          {
            foreach: about(
              'A list or mapping: makes a stage of each item, with `${item}` and `${key}`',
              either(text, list(anything), { is: 'map', of: anything, anyKey: true }),
            ),
            do: stage,
          },
          ['foreach', 'do'],
        ),
        otherwise: stage,
      }),
    ),
    params: about('Files of parameters that no stage reads', list(text)),
    metrics: about('Files of numbers that no stage makes', list(text)),
    plots: about(
      'What to draw: files, or names with their fields',
      list(either(text, oneKey(either(topPlot, nothing)))),
    ),
    artifacts: about(
      'Files that others may ask for by name',
      map(record({ ...annotations, path: text }, ['path'])),
    ),
    datasets: about('Where data comes from that stages read as `ds://name`', anything),
    ...ownFields,
  });
}

/** What DVC takes. */
export const PIPELINE_SHAPE: Shape = pipeline(dvcStage);

/** What a pipeline file of our own layout may hold. */
export const OWN_PIPELINE_SHAPE: Shape = pipeline(STAGE_SHAPE, PROJECT_FIELDS);
