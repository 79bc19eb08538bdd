import type { ReportConfig } from '../core/report/config.ts';
import { readTemplate } from '../core/report/template.ts';
import { FailureError } from '../model/failure.ts';
import type { Failure } from '../model/failure.ts';
import { ROOT, within } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import type { ReportLook, ReportPart } from '../model/report.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { leadsOut } from './leads-out.ts';
import { PROJECT_FILE } from './project-sections.ts';
import type { Project } from './project.ts';
import { diagnose, readSource } from './source-file.ts';

/** Longer ones would leave no room for a report. */
const MOST_TEMPLATE = 20_000;

/** How a project wants its reports: the default one, some of its sections, or a template of its own. */
export async function readLook(
  project: Project,
  snapshot: Snapshot,
  { precision, sections, template }: ReportConfig,
): Promise<Result<ReportLook, Failure>> {
  const own = template === undefined ? undefined : await ownTemplate(project, snapshot, template);
  if (own?.ok === false) return own;
  const parts = own === undefined ? chosen(defaultTemplate(project), sections) : own.value;
  return ok({ ...(precision === undefined ? {} : { precision }), parts, isOwn: own !== undefined });
}

function defaultTemplate({ context: { files, machine } }: Project): readonly ReportPart[] {
  const path = `${machine.installDirectory}/templates/report/default.md`;
  const text = files.readText(path);
  if (text !== undefined) return readTemplate(text).parts;
  throw new FailureError({
    code: 'refused',
    message: `the template of reports is missing from this installation: ${path}`,
  });
}

/** The sections that the project wants, in the place of those that it could choose from. */
function chosen(parts: readonly ReportPart[], sections: ReportConfig['sections']): readonly ReportPart[] {
  if (sections === undefined) return parts;
  const isFrame = (part: ReportPart): boolean =>
    part.kind === 'section' && ['title', 'alert', 'footer'].includes(part.name);
  const wanted = sections.map(name => ({ kind: 'section', name }) as const);
  const end = parts.findLastIndex(isFrame);
  return [...parts.slice(0, end).filter(isFrame), ...wanted, ...parts.slice(end)];
}

async function ownTemplate(
  project: Project,
  snapshot: Snapshot,
  template: string,
): Promise<Result<readonly ReportPart[], Failure>> {
  const path = within(ROOT, template);
  if (path === undefined) return refused(project, snapshot, 'lies outside the project');
  if (snapshot.revision === undefined && leadsOut(project, path))
    return refused(project, snapshot, 'it is a link that leads out of the project', path);
  const source = await readSource(project, snapshot, path);
  if (!source.ok) return source;
  if (source.value === undefined) return refused(project, snapshot, 'there is no such file', path);
  const { text, shown } = source.value;
  if (text.length > MOST_TEMPLATE)
    return refused(project, snapshot, `it is longer than ${MOST_TEMPLATE} characters`, path);
  const { parts, mistakes } = readTemplate(text);
  if (mistakes.length === 0) return ok(parts);
  const { diagnosticsAt } = await import('./refused-text.ts');
  const diagnostics = diagnosticsAt(source.value, mistakes);
  return err({ code: 'file-invalid', file: shown, mistake: 'schema', diagnostics });
}

/** Marks the template where the project names it. */
async function refused(
  project: Project,
  snapshot: Snapshot,
  message: string,
  path?: RepoPath,
): Promise<Result<never, Failure>> {
  const source = await readSource(project, snapshot, PROJECT_FILE);
  if (!source.ok) return source;
  const hint = path === undefined ? undefined : `it is looked for from the project's root: ${path}`;
  const problem = {
    ...{ path: ['report', 'template'], at: 'value' as const, message },
    ...(hint === undefined ? {} : { hint }),
  };
  if (source.value === undefined) return err({ code: 'path-missing', path: PROJECT_FILE });
  return err(await diagnose(source.value, [problem]));
}
