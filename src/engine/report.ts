import { explain } from '../core/staleness/words.ts';
import { diffValues } from '../core/metrics/diff.ts';
import type { Changes } from '../core/metrics/diff.ts';
import type { FileMetrics } from '../core/metrics/revisions.ts';
import { metricRows } from '../core/report/values.ts';
import { valuesEqual } from '../core/python/equal.ts';
import { lastLines } from '../core/report/tail.ts';
import type { Failure } from '../model/failure.ts';
import type { ParamRow, Report, StageRow } from '../model/report.ts';
import { basename } from '../model/path.ts';
import { ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { stageId } from '../model/stage.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { chooseBase } from './base.ts';
import { judgeGates } from './gates.ts';
import { readMetrics, readParams } from './measurements.ts';
import type { ProjectIndex } from './project-index.ts';
import { fromRoot } from './project.ts';
import type { Project } from './project.ts';
import { readProjectSections } from './project-sections.ts';
import { picturesOf } from './report-pictures.ts';
import { HEAD, prefixOf } from './revisions.ts';
import { RunRecords } from './run-records.ts';
import { stagesSince } from './stages-since.ts';
import type { StageSince } from './stages-since.ts';
import type { Workspace } from './workspace.ts';

export interface ReportOptions {
  /** A revision; absent: chosen. */
  readonly base: string | undefined;
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
  const base = await chooseBase(project, { snapshot: index.snapshot }, options.base);
  const before =
    base.kind === 'commit' ? git?.snapshot(base.commit, base.name, prefixOf(project, git.root)) : undefined;
  const { gates } = sections.value;
  const troubles: string[] = [];
  const metrics = await changesOf(readMetrics, project, [before, index.snapshot], troubles);
  const params = await changesOf(readParams, project, [before, index.snapshot], troubles);
  const judged =
    gates.length === 0
      ? undefined
      : await judgeGates(opened, { ...options, head: undefined, isStrict: false });
  if (judged?.ok === false) return judged;
  const commit = await git?.resolve(HEAD);
  return ok({
    name: basename(project.root),
    base,
    head: {
      ...(commit === undefined ? {} : { commit }),
      isDirty: git !== undefined && commit !== undefined && (await git.status('no')).isDirty,
    },
    ...(judged === undefined
      ? {}
      : { gates: { verdict: judged.value.verdict, results: judged.value.results } }),
    metrics: metricRows(metrics, gates),
    params: before === undefined ? [] : changedRows(params),
    stages: stageRows(project, index, await stagesSince(workspace, index, before)),
    pictures: await picturesOf(project, index, before),
    troubles,
  });
}

type Read = (
  project: Project,
  snapshot: Snapshot,
  options: { readonly targets: readonly [] },
) => Promise<Result<{ readonly data: ReadonlyMap<string, FileMetrics> }, Failure>>;

/** Files that cannot be read are named, and count as empty. */
async function changesOf(
  read: Read,
  project: Project,
  [before, now]: readonly [Snapshot | undefined, Snapshot],
  troubles: string[],
): Promise<Changes> {
  const side = async (snapshot: Snapshot | undefined): Promise<ReadonlyMap<string, Value>> => {
    if (snapshot === undefined) return new Map();
    const found = await read(project, snapshot, { targets: [] });
    if (!found.ok) {
      troubles.push(`The project cannot be read at ${snapshot.label}.`);
      return new Map();
    }
    const values = new Map<string, Value>();
    for (const [file, each] of found.value.data) {
      if ('data' in each) values.set(file, each.data);
      else troubles.push(`${file} at ${snapshot.label}: ${each.error.detail ?? each.error.message}`);
    }
    return values;
  };
  return diffValues({ old: await side(before), new: await side(now) }, { unchanged: true });
}

function changedRows(changes: Changes): readonly ParamRow[] {
  return [...changes].flatMap(([file, values]) =>
    [...values].flatMap(([name, { old, new: now }]) =>
      valuesEqual(old, now) ? [] : [{ file, name, old, new: now }],
    ),
  );
}

function stageRows(project: Project, index: ProjectIndex, found: readonly StageSince[]): readonly StageRow[] {
  const records = new RunRecords(project);
  return found.map(({ stage, state, reasons, last }) => {
    const tail = state === 'failed' && last !== undefined ? records.output(last) : undefined;
    return {
      name: project.labels.stage(stage),
      state,
      why: reasons.map(explain),
      ...(last === undefined
        ? {}
        : {
            run: {
              outcome: last.outcome,
              elapsedMs: last.elapsedMs,
              ...(last.exit === undefined ? {} : { exit: last.exit }),
            },
          }),
      ...(tail === undefined ? {} : { tail: lastLines(tail) }),
      upstream: (index.graph.upstream.get(stageId(stage)) ?? []).flatMap(id => {
        const maker = index.graph.stages.get(id);
        return maker === undefined || maker.kind === 'data' ? [] : [project.labels.stage(maker)];
      }),
    };
  });
}
