import { anything, boolean, either, list, map, nothing, oneKey, record, text } from '../schema/shape.ts';
import type { Fields, Shape } from '../schema/shape.ts';

/** @source iterative/dvc dvc/schema.py: which keys a pipeline file may hold, and of what kind their values are. */
const annotations: Fields = { desc: text, type: text, labels: list(text), meta: anything };

const outputFlags: Fields = {
  ...annotations,
  cache: boolean,
  persist: boolean,
  checkpoint: boolean,
  remote: text,
  push: boolean,
};

const stagePlotProperties: Fields = {
  template: text,
  x: text,
  y: text,
  x_label: text,
  y_label: text,
  title: text,
  header: boolean,
};

/** Which flags of a stage's plot describe the drawing, not the file. */
export const PLOT_PROPERTIES: ReadonlySet<string> = new Set(Object.keys(stagePlotProperties));

const stageOutput = either(text, map(record(outputFlags)));
const plotFlags = record({ ...outputFlags, ...stagePlotProperties });
const stagePlot = either(text, map(either(plotFlags, list(plotFlags))));
const command = either(text, list(anything));
const variables = list(either(text, map(anything)));

const stageFields: Fields = {
  cmd: command,
  wdir: text,
  deps: list(text),
  params: list(either(text, map(anything))),
  vars: variables,
  outs: list(stageOutput),
  metrics: list(stageOutput),
  plots: list(stagePlot),
  frozen: boolean,
  always_changed: boolean,
  desc: text,
  meta: anything,
  matrix: map(either(text, list(anything))),
};

/** One stage, generated or written out. */
export const STAGE_SHAPE: Shape = record(stageFields, ['cmd']);

const topPlot = record({
  x: either(text, map(text)),
  y: either(text, list(text), map(either(text, list(text)))),
  x_label: text,
  y_label: text,
  title: text,
  template: text,
});

export const PIPELINE_SHAPE: Shape = record({
  vars: variables,
  stages: map({
    is: 'variant',
    whenKeys: ['foreach', 'do'],
    then: record({ foreach: anything, do: STAGE_SHAPE }, ['foreach', 'do']),
    otherwise: STAGE_SHAPE,
  }),
  params: list(text),
  metrics: list(text),
  plots: list(either(text, oneKey(either(topPlot, nothing)))),
  artifacts: map(record({ ...annotations, path: text }, ['path'])),
  datasets: anything,
});
