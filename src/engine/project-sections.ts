import { readGates } from '../core/gates/read.ts';
import { checkPipeline } from '../core/pipeline/build.ts';
import { checkSmallFile } from '../core/pipeline/small-file.ts';
import { readReportConfig } from '../core/report/config.ts';
import type { ReportConfig } from '../core/report/config.ts';
import type { Problem } from '../core/schema/shape.ts';
import type { Failure } from '../model/failure.ts';
import type { Gate } from '../model/gate.ts';
import { LAYOUTS } from '../model/layout.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { isMap } from '../model/value.ts';
import type { Value } from '../model/value.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import type { Project } from './project.ts';
import { diagnose, parseSource, readSource } from './source-file.ts';

/** The file at the root with what is said of the project as a whole: a pipeline file only where those are our own. */
export const PROJECT_FILE = LAYOUTS.mltrack.pipelineFile as RepoPath;

/** What the file of the project as a whole says in one state; nothing where there is none. */
export interface ProjectSections {
  readonly gates: readonly Gate[];
  readonly report: ReportConfig;
}

/** Reads it; all mistakes come back at once. */
export async function readProjectSections(
  project: Project,
  snapshot: Snapshot,
): Promise<Result<ProjectSections, Failure>> {
  const source = await readSource(project, snapshot, PROJECT_FILE);
  if (!source.ok) return source;
  if (source.value === undefined) return ok({ gates: [], report: {} });
  const content = await parseSource(source.value, value => problemsOf(project, value));
  if (!content.ok) return content;
  const problems = problemsOf(project, content.value);
  if (problems.length > 0) return err(await diagnose(source.value, problems));
  const top = isMap(content.value) ? content.value : new Map<string, Value>();
  const { gates } = readGates(top.get('gates') ?? null, PROJECT_FILE);
  return ok({ gates, report: readReportConfig(top.get('report') ?? null).config });
}

function problemsOf({ layout }: Project, content: Value): readonly Problem[] {
  return layout.kind === 'dvc'
    ? checkSmallFile(content, layout.pipelineFile)
    : checkPipeline(content, layout.kind, PROJECT_FILE).problems;
}
