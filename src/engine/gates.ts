import { answer } from '../core/gates/answer.ts';
import type { GateAnswer } from '../core/gates/answer.ts';
import { isTrouble, judge, numberOf } from '../core/gates/judge.ts';
import type { GateValues, SeedRuns } from '../core/gates/judge.ts';
import { gateValues, isAbsent } from '../core/gates/values.ts';
import type { FileMetrics } from '../core/metrics/revisions.ts';
import { compileGlob } from '../core/params/glob.ts';
import type { Base } from '../model/base.ts';
import type { Failure } from '../model/failure.ts';
import type { Gate, GateTrouble } from '../model/gate.ts';
import { within, ROOT } from '../model/path.ts';
import type { RepoPath } from '../model/path.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import type { Snapshot } from '../ports/snapshot.ts';
import { chooseBase } from './base.ts';
import { hidingPlaces, pathHider } from './hide-places.ts';
import { refusingLinks } from './leads-out.ts';
import { readMetrics } from './measurements.ts';
import { fromRoot } from './project.ts';
import type { Project } from './project.ts';
import { PROJECT_FILE, readProjectSections } from './project-sections.ts';
import { findState, prefixOf, WORKSPACE } from './revisions.ts';
import type { State } from './revisions.ts';

export interface GateOptions {
  /** A revision, or a base that somebody has chosen already; absent: chosen. */
  readonly base: string | Base | undefined;
  readonly head: string | undefined;
  /** What is not evaluated leaves the question open. */
  readonly isStrict: boolean;
  /** Is the answer shown to others? Then no files are read to which links lead out of the project. */
  readonly isPublic?: boolean;
}

/** Judges a state of the project by the gates that it declares itself. */
export async function judgeGates(
  opened: Project,
  options: GateOptions,
): Promise<Result<GateAnswer, Failure>> {
  // Gates name files from the root, wherever the user stands.
  const project = fromRoot(opened);
  const state = await findState(project, options.head ?? WORKSPACE);
  if (!state.ok) return state;
  const { snapshot, commit } = state.value;
  const sections = await readProjectSections(opened, snapshot);
  if (!sections.ok) return sections;
  const { gates } = sections.value;
  const further = filesNamed(gates);
  const head = await readMetrics(project, snapshot, {
    ...{ targets: [], further },
    ...(options.isPublic === true ? { refuse: refusingLinks(project, snapshot) } : {}),
  });
  if (!head.ok) return head;
  if (gates.length === 0) return err(noGates(opened, head.value.data));
  const { base: given } = options;
  const base = typeof given === 'object' ? given : await chooseBase(project, state.value, given);
  const values = gateValues(head.value.data, snapshot.label);
  warn(project, gates, head.value.data, snapshot.label);
  const seeded = await seedRuns(project, gates, { head: state.value, base });
  if (!seeded.ok) return seeded;
  const judged = judge(gates, values, await valuesOfBase(project, base, gates), seeded.value);
  const hide = pathHider(project);
  const results = judged.map(each => hidingPlaces(each, hide));
  const name = { name: snapshot.label, ...(commit === undefined ? {} : { commit }) };
  return ok(answer({ base, head: name }, results, options));
}

/** Most projects ask for none. */
async function seedRuns(
  project: Project,
  gates: readonly Gate[],
  sides: { readonly head: State; readonly base: Base },
): Promise<Result<ReadonlyMap<Gate, SeedRuns>, Failure>> {
  if (gates.every(({ rule }) => rule.seeds === undefined)) return ok(new Map());
  const { runSeeds } = await import('./seed-runs.ts');
  return runSeeds(project, gates, sides, filesNamed(gates));
}

/** Files that are named outright are read whether anything declares them or not. */
function filesNamed(gates: readonly Gate[]): readonly RepoPath[] {
  return gates.flatMap(({ file }) => (/[*?[]/.test(file) ? [] : (within(ROOT, file) ?? [])));
}

async function valuesOfBase(
  project: Project,
  base: Base,
  gates: readonly Gate[],
): Promise<GateValues | GateTrouble | undefined> {
  if (base.kind === 'unknown')
    return { kind: 'unreadable', revision: base.name, detail: 'there is no such commit' };
  const { git } = project;
  if (base.kind === 'none' || git === undefined) return undefined;
  const label = base.how === 'named' ? base.name : base.commit.slice(0, 7);
  const snapshot: Snapshot = git.snapshot(base.commit, label, prefixOf(project, git.root));
  const read = await readMetrics(project, snapshot, { targets: [], further: filesNamed(gates) });
  if (read.ok) {
    warn(project, gates, read.value.data, label);
    return gateValues(read.value.data, label);
  }
  project.context.emit({
    type: 'revision-unreadable',
    kind: 'metrics',
    revision: label,
    failure: read.error,
  });
  return { kind: 'unreadable', revision: label, detail: 'the project cannot be read there' };
}

/** Says what is wrong with files that gates are for. */
function warn(
  { context }: Project,
  gates: readonly Gate[],
  files: ReadonlyMap<string, FileMetrics>,
  revision: string,
): void {
  const patterns = gates.map(({ file }) => compileGlob(file));
  for (const [file, read] of files) {
    if ('data' in read || isAbsent(read.error) || !patterns.some(isMeant => isMeant(file))) continue;
    const { detail, message, diagnostics = [] } = read.error;
    context.emit({ type: 'values-unreadable', file, revision, why: detail ?? message, diagnostics });
  }
}

/** With an example out of what the project has. */
function noGates(project: Project, files: ReadonlyMap<string, FileMetrics>): Failure {
  const shown = project.show(PROJECT_FILE);
  const [first] = [...gateValues(files, '')].flatMap(([file, values]) =>
    isTrouble(values)
      ? []
      : [...values].flatMap(([metric, value]) => (numberOf(value) === undefined ? [] : { file, metric })),
  );
  const { file = 'metrics.json', metric = 'accuracy' } = first ?? {};
  return {
    code: 'refused',
    message: `No gates are declared in '${shown}': there is nothing to judge by.`,
    hint: [
      'Say there what metrics must hold, such as',
      '  gates:',
      `    ${file}:`,
      `      ${/^[A-Za-z][\w.]*$/.test(metric) ? metric : JSON.stringify(metric)}: {direction: higher, maxDrop: 0.02}`,
    ].join('\n'),
  };
}
