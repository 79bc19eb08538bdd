import { withStage } from '../core/pipeline/edit.ts';
import { propsIn } from '../core/plots/definitions.ts';
import { pyRepr } from '../core/python/text.ts';
import type { Failure } from '../model/failure.ts';
import type { PlotProps } from '../model/plot.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Output, Stage } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { Exclusive } from './exclusive.ts';
import { rewriteStage } from './freeze.ts';
import { PlotTemplates } from './plot-templates.ts';
import { loadIndex } from './project-index.ts';
import type { Project } from './project.ts';
import { pathFromHere } from './targets.ts';

export interface PlotChanges {
  readonly props: PlotProps;
  /** Names of props to take away; undefined where that was not asked for. */
  readonly unset: readonly string[] | undefined;
}

/**
 * Changes how an output is drawn, in the definition of its stage. One that is no plot becomes one.
 *
 * @throws FailureError when the template is not there.
 * @source iterative/dvc dvc/repo/plots/__init__.py (Plots.modify).
 */
export async function modifyPlot(
  project: Project,
  target: string,
  changes: PlotChanges,
): Promise<Result<undefined, Failure>> {
  const exclusive = new Exclusive(project);
  await exclusive.acquire();
  try {
    const template = changes.props.get('template');
    if (typeof template === 'string' && template !== '') new PlotTemplates(project).find(template);
    const index = await loadIndex(project, project.context.workspace(project.root));
    if (!index.ok) return index;
    const path = pathFromHere(project, target);
    const stage = index.value.stages.find(({ outputs }) => outputs.some(output => output.path === path));
    const output = path === undefined ? undefined : stage?.outputs.find(each => each.path === path);
    if (stage === undefined || output === undefined)
      return refused(`Unable to find DVC file with output '${target}'`);
    const modified = modifiedOutput(project, output, changes);
    if (!modified.ok) return modified;
    if (stage.isTemplated === true)
      return refused(`cannot dump a parametrized stage: '${project.labels.stage(stage)}'`);
    if (stage.kind === 'data') return err(notInDataFile(project, stage, target));
    const outputs = stage.outputs.map(each => (each === output ? modified.value : each));
    const next: Stage = { ...stage, outputs };
    return await rewriteStage(project, next, withStage);
  } finally {
    exclusive.release();
  }
}

function modifiedOutput(
  project: Project,
  output: Output,
  { props, unset }: PlotChanges,
): Result<Output, Failure> {
  const shown = output.path === undefined ? output.written : project.show(output.path);
  if (unset !== undefined && output.role !== 'plot')
    return refused(`'${shown}' is not a known plot. Use \`dvc plots modify\` to turn it into one.`);
  const before: ValueMap = output.extra ?? new Map();
  const known = propsIn(before);
  const missing = [...new Set(unset)].filter(name => !known.has(name));
  if (missing.length > 0)
    return refused(`display properties [${missing.map(pyRepr).join(', ')}] not found in plot '${shown}'`);
  const extra = new Map(before);
  for (const name of unset ?? []) extra.delete(name);
  for (const [name, value] of props) extra.set(name, value);
  return ok({ ...output, role: 'plot', extra });
}

/** DVC writes it there, and then refuses the file. */
function notInDataFile({ labels, layout }: Project, stage: Stage, target: string): Failure {
  return {
    code: 'refused',
    message: `'${labels.stage(stage)}' has no place for how '${target}' is drawn`,
    hint: `Name it in the list \`plots\` of ${layout.pipelineFile}: \`- ${target}: {x: step}\`.`,
  };
}

function refused(message: string): Result<never, Failure> {
  return err({ code: 'refused', message });
}
