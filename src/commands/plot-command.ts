import type { PlotProps } from '../model/plot.ts';
import { readPlots } from '../engine/plots.ts';
import { PlotTroubles } from '../engine/plot-troubles.ts';
import type { StatePlots } from '../engine/plots.ts';
import { PlotTemplates } from '../engine/plot-templates.ts';
import { plotsOf } from '../engine/plot-charts.ts';
import type { Project } from '../engine/project.ts';
import { findState } from '../engine/revisions.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Failure } from '../model/failure.ts';
import type { Doc } from '../model/doc.ts';
import { DONE, flag, text } from './command.ts';
import type { Args, Outcome } from './command.ts';
import { chartSpec, plotsJson } from './plot-answer.ts';
import { PlotFaults } from './dvc-faults.ts';
import { drawPlots } from './plot-drawing.ts';
import { tellTroubles } from './plot-faults.ts';
import { sketchPlots } from './plot-sketches.ts';
import { formOf, FORMS, jsonLines, propsOf } from './plot-options.ts';
import { answerWithPage, readPageParts } from './plot-page.ts';
import type { PageParts } from './plot-page.ts';

/**
 * The plots of some states of the project, as the command line wants them.
 *
 * @param any whether there are such states at all, if that is still being found out.
 */
export async function answerPlots(
  project: Project,
  revisions: readonly string[],
  targets: readonly string[],
  args: Args,
  any: Promise<boolean> = Promise.resolve(true),
): Promise<Result<Outcome, Failure>> {
  const wrong = misuse(targets, args);
  if (wrong !== undefined) return err({ code: 'refused', message: wrong });
  const reading = Promise.all([any, readStates(project, revisions, targets, propsOf(args))]);
  // While git starts.
  const parts = isPage(args) ? readPageParts(project, args) : undefined;
  const [isAny, read] = await reading;
  if (!read.ok && isAny) return read;
  const states = read.ok && isAny ? read.value : [];
  const faults = new PlotFaults(project.context);
  const troubles = new PlotTroubles();
  const answer = await answerAs(project, states, { faults, troubles, parts }, args);
  tellTroubles(project.context, troubles);
  faults.finish(states);
  const failure = troubles.failure ?? answer.failure;
  return ok({ ...answer, ...(failure === undefined ? {} : { failure }) });
}

async function answerAs(
  project: Project,
  states: readonly StatePlots[],
  { faults, troubles, parts }: Answering,
  args: Args,
): Promise<Outcome> {
  const out = text(args, 'out') ?? project.settings.plots.folder ?? project.layout.plotsFolder;
  if (flag(args, 'json'))
    return { doc: [], data: await plotsJson(project, states, faults, { out, split: flag(args, 'split') }) };
  if (flag(args, 'showVega')) return { doc: await specOf(project, states, faults) };
  const form = formOf(args);
  const onPlot = faults.tell.bind(faults);
  if (form === 'ascii') return { doc: await sketchPlots(project, states, troubles, onPlot) };
  if (form === 'svg' || form === 'png')
    return { doc: await drawPlots(project, states, troubles, { out, form, onPlot }) };
  return parts === undefined ? DONE : answerWithPage(project, states, troubles, args, { out, parts, onPlot });
}

interface Answering {
  readonly faults: PlotFaults;
  readonly troubles: PlotTroubles;
  /** Undefined where no page is written. */
  readonly parts: PageParts | undefined;
}

function isPage(args: Args): boolean {
  return formOf(args) === undefined && !flag(args, 'json') && !flag(args, 'showVega');
}

/** A specification is of one plot alone, and one form of answer is given. */
function misuse(targets: readonly string[], args: Args): string | undefined {
  const [one, other] = FORMS.filter(form => flag(args, form));
  if (other !== undefined) return `'--${one ?? ''}' and '--${other}' are mutually exclusive options.`;
  if (!flag(args, 'showVega')) return undefined;
  if (targets.length === 0) return 'please specify a target for `--show-vega`';
  if (targets.length > 1) return 'you can only specify one target for `--show-vega`';
  return flag(args, 'json') ? "'--show-vega' and '--json' are mutually exclusive options." : undefined;
}

async function readStates(
  project: Project,
  revisions: readonly string[],
  targets: readonly string[],
  props: PlotProps,
): Promise<Result<readonly StatePlots[], Failure>> {
  // All at once: while git starts to look up a commit, the workspace is read.
  const all = await Promise.all(
    Array.from(new Set(revisions), async (revision): Promise<Result<StatePlots, Failure>> => {
      const state = await findState(project, revision);
      return state.ok ? ok(await readPlots(project, state.value.snapshot, { targets, props })) : state;
    }),
  );
  const states: StatePlots[] = [];
  for (const each of all) {
    if (!each.ok) return each;
    states.push(each.value);
  }
  return ok(states);
}

async function specOf(project: Project, states: readonly StatePlots[], faults: PlotFaults): Promise<Doc> {
  const templates = new PlotTemplates(project);
  for await (const plot of plotsOf(states)) {
    faults.tell(plot);
    const { content } = plot;
    if (content.kind === 'chart') return [jsonLines(chartSpec(templates, content.chart) ?? new Map())];
  }
  return [];
}
