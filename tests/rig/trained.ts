import type { Layout } from '../../src/model/layout.ts';
import { LAYOUTS } from '../../src/model/layout.ts';
import { Rig } from './rig.ts';

export const PIPELINE = `stages:
  prepare:
    cmd: cat raw.txt | tr a-z A-Z > clean.txt && echo x >> ../prepare.runs
    deps:
    - raw.txt
    outs:
    - clean.txt
  train:
    cmd: cat clean.txt > model.txt && cp results.json metrics.json && echo x >> ../train.runs
    deps:
    - clean.txt
    - results.json
    params:
    - lr
    outs:
    - model.txt
    metrics:
    - metrics.json:
        cache: false
`;

export const LAYOUT_NAMES = ['dvc', 'mltrack'] as const;

/** A project of two stages, one after the other, with a parameter and a metric. Nothing has run yet. */
export async function untrained(
  name: (typeof LAYOUT_NAMES)[number] = 'dvc',
): Promise<{ readonly rig: Rig; readonly layout: Layout }> {
  const layout = LAYOUTS[name];
  const rig = await Rig.create(name);
  rig.write({
    [layout.pipelineFile]: PIPELINE,
    'raw.txt': 'hello\n',
    'results.json': '{"accuracy": 0.5, "deep": {"loss": 1.0}}\n',
    'params.yaml': 'lr: 0.1\nother: 1\n',
    'sub/keep': '',
  });
  return { rig, layout };
}

/** The same, reproduced and committed on `main`. */
export async function trained(
  name: (typeof LAYOUT_NAMES)[number] = 'dvc',
): Promise<{ readonly rig: Rig; readonly layout: Layout }> {
  const project = await untrained(name);
  await project.rig.mltrack('repro -q');
  project.rig.commit('base');
  return project;
}
