import { explain, explainSince } from '../core/staleness/words.ts';
import { chooser } from '../core/report/config.ts';
import { unknownText } from '../core/gates/words.ts';
import { notableMetrics } from '../core/report/notable.ts';
import { metricRows } from '../core/report/values.ts';
import { lastLines } from '../core/report/tail.ts';
import { closest } from '../core/schema/closest.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import type { MetricRow, PlotFormat, Report, StageRow } from '../model/report.ts';
import { basename } from '../model/path.ts';
import type { Reason } from '../model/reason.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import { chooseBase } from './base.ts';
import { judgeGates } from './gates.ts';
import { pathHider } from './hide-places.ts';
import { leadsOut, refusingLinks } from './leads-out.ts';
import { readMetrics, readParams } from './measurements.ts';
import { readPlots } from './plots.ts';
import { loadLockedIndex } from './project-index.ts';
import type { ProjectIndex } from './project-index.ts';
import { fromRoot } from './project.ts';
import type { Project } from './project.ts';
import { readProjectSections } from './project-sections.ts';
import { dataRows } from './report-data.ts';
import { historyOf } from './report-history.ts';
import { readLook } from './report-look.ts';
import { pictureRows } from './report-pictures.ts';
import { pictureFiles, plotRows } from './report-plots.ts';
import { changedParams, compareValues } from './report-values.ts';
import type { ReportSide } from './report-values.ts';
import { HEAD, prefixOf, WORKSPACE } from './revisions.ts';
import { RunRecords } from './run-records.ts';
import { stagesSince } from './stages-since.ts';
import type { StageSince } from './stages-since.ts';
import type { Workspace } from './workspace.ts';

export interface ReportOptions {
  /** A revision; absent: chosen. */
  readonly base: string | undefined;
  /** How charts are to be drawn; absent: not at all, which is much faster. */
  readonly draw: PlotFormat | undefined;
}

/** Everything that a change of the project means, measured against a base. */
export async function makeReport(
  workspace: Workspace,
  index: ProjectIndex,
  options: ReportOptions,
): Promise<Result<Report, Failure>> {
  const opened = workspace.project;
  const project = fromRoot(opened);
  const { git } = project;
  const sections = await readProjectSections(opened, index.snapshot);
  if (!sections.ok) return sections;
  const { gates, report: config } = sections.value;
  const look = await readLook(opened, index.snapshot, config);
  if (!look.ok) return look;
  const base = await chooseBase(project, { snapshot: index.snapshot }, options.base);
  const commit = await git?.resolve(HEAD);
  const isDirty = git !== undefined && commit !== undefined && (await git.status('no')).isDirty;
  const label = commit === undefined || isDirty ? WORKSPACE : `head ${commit.slice(0, 7)}`;
  const sides = {
    head: { snapshot: { ...index.snapshot, label }, index: ok(index) },
    base: base.kind === 'commit' ? await sideAt(project, base.commit) : undefined,
  };
  const judged =
    gates.length === 0
      ? undefined
      : await judgeGates(opened, { base, head: undefined, isStrict: false, isPublic: true });
  if (judged?.ok === false) return judged;
  const stages = await stagesSince(workspace, index, sides.base?.snapshot);
  const unfinished = { failed: filesOf(stages, 'failed'), stale: filesOf(stages, 'stale') };
  const params = await compareValues(readParams, project, sides, unfinished);
  const metrics = await compareValues(readMetrics, project, sides, unfinished);
  const rows = metricRows(metrics.changes, {
    gates,
    unread: metrics.unread,
    results: judged?.value.results ?? [],
    isChosen: chooser(config.metrics),
  });
  const plots = await plotsOfReport(project, sides, options.draw, chooser(config.plots));
  const notable = base.kind === 'commit' ? notableMetrics(rows, judged?.value.results ?? []) : [];
  const troubles = [
    ...(base.kind === 'unknown' ? [`Nothing is compared: ${unknownText(base, name => `'${name}'`)}.`] : []),
    ...(sides.base?.index.ok === false
      ? [`The project cannot be read at ${sides.base.snapshot.label}.`]
      : []),
    ...metrics.troubles,
    ...params.troubles,
    ...strangers(rows, config.metrics),
  ];
  const hide = pathHider(project);
  return ok({
    name: basename(project.root),
    base,
    head: { ...(commit === undefined ? {} : { commit }), isDirty },
    ...(judged === undefined
      ? {}
      : {
          gates: {
            verdict: judged.value.verdict,
            results: judged.value.results,
          },
        }),
    metrics: rows,
    params: sides.base === undefined ? [] : changedParams(params.changes),
    stages: stageRows(project, index, stages, hide),
    data: dataRows(index, indexIn(sides.base)),
    ...plots,
    plots: plots.plots.map(plot => ({ ...plot, troubles: plot.troubles.map(hide) })),
    history: base.kind === 'commit' ? await historyOf(project, index, base.commit, notable) : [],
    troubles: [...new Set(troubles.map(hide))],
    look: look.value,
  });
}

async function sideAt(project: Project, commit: string): Promise<ReportSide> {
  const { git } = project;
  if (git === undefined) throw new FailureError({ code: 'needs-git' });
  const snapshot = git.snapshot(commit, `base ${commit.slice(0, 7)}`, prefixOf(project, git.root));
  return { snapshot, index: await loadLockedIndex(project, snapshot, { anyGraph: true }) };
}

function indexIn(side: ReportSide | undefined): ProjectIndex | undefined {
  return side?.index.ok === true ? side.index.value : undefined;
}

/** Charts and pictures: what is declared as a plot and is a picture already is one of those. */
async function plotsOfReport(
  project: Project,
  { head, base }: { readonly head: ReportSide; readonly base: ReportSide | undefined },
  draw: PlotFormat | undefined,
  isWanted: (name: string) => boolean,
): Promise<Pick<Report, 'plots' | 'pictures'>> {
  const read = (side: ReportSide) =>
    readPlots(project, side.snapshot, {
      ...{ targets: [], props: new Map(), index: side.index },
      refuse: refusingLinks(project, side.snapshot),
    });
  const states = { head: await read(head), base: base === undefined ? undefined : await read(base) };
  const stateOf = (side: ReportSide) => ({ snapshot: side.snapshot, index: indexIn(side) });
  const declared = pictureFiles(states);
  return {
    plots: await plotRows(project, states, { format: draw, isWanted }),
    pictures: await pictureRows(project, stateOf(head), base === undefined ? undefined : stateOf(base), {
      declared,
      isWanted,
    }),
  };
}

/** What stages in a state make. */
function filesOf(stages: readonly StageSince[], state: StageSince['state']): ReadonlySet<string> {
  return new Set(
    stages.flatMap(each =>
      each.state === state ? each.stage.outputs.flatMap(({ path }) => path ?? []) : [],
    ),
  );
}

/** A pattern that means no metric is a slip of the pen, and would fold all of them away. */
function strangers(rows: readonly MetricRow[], patterns: readonly string[] = []): readonly string[] {
  return patterns.flatMap(pattern => {
    const isMeant = chooser([pattern]);
    if (rows.some(({ file, name }) => isMeant(name, `${file}:${name}`))) return [];
    const near = closest(
      pattern,
      rows.map(({ name }) => name),
    );
    return [
      `No metric is meant by '${pattern}' of report.metrics${near === undefined ? '' : `: did you mean '${near}'?`}`,
    ];
  });
}

/** Values of a file that a link leads to elsewhere are not told. */
function whyText(project: Project, { stage, state }: StageSince, reason: Reason): string {
  if (reason.kind === 'param') {
    const file = stage.params.find(({ written }) => written === reason.path)?.path;
    if (file !== undefined && leadsOut(project, file)) return `${reason.key} changed in ${reason.path}`;
  }
  return state === 'stale' || state === 'failed' ? explain(reason) : explainSince(reason);
}

function stageRows(
  project: Project,
  index: ProjectIndex,
  found: readonly StageSince[],
  hide: (text: string) => string,
): readonly StageRow[] {
  const records = new RunRecords(project);
  return found.map(since => {
    const { stage, state, reasons, last } = since;
    const tail = state === 'failed' && last !== undefined ? records.output(last) : undefined;
    return {
      name: project.labels.stage(stage),
      state,
      why: reasons.map(reason => hide(whyText(project, since, reason))),
      ...(last === undefined
        ? {}
        : {
            run: {
              outcome: last.outcome,
              elapsedMs: last.elapsedMs,
              ...(last.exit === undefined ? {} : { exit: last.exit }),
            },
          }),
      ...(tail === undefined ? {} : { tail: hide(lastLines(tail)) }),
      upstream: (index.graph.upstream.get(stageId(stage)) ?? []).flatMap(id => {
        const maker = index.graph.stages.get(id);
        return maker === undefined || maker.kind === 'data' ? [] : [project.labels.stage(maker)];
      }),
    };
  });
}
