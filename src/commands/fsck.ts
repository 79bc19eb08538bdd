import { checkCache } from '../engine/fsck.ts';
import type { Checked, Finding } from '../engine/fsck.ts';
import { repairCache } from '../engine/fsck-repair.ts';
import { namesOf } from '../engine/object-names.ts';
import { openProject } from '../engine/project.ts';
import type { Project } from '../engine/project.ts';
import { lines } from '../model/doc.ts';
import type { Line } from '../model/doc.ts';
import type { Failure } from '../model/failure.ts';
import { err, ok } from '../model/result.ts';
import type { Result } from '../model/result.ts';
import { bytesText } from '../model/size.ts';
import type { Value } from '../model/value.ts';
import type { Context } from '../ports/context.ts';
import { flag, JSON_OPTION } from './command.ts';
import type { Command } from './command.ts';
import { open } from './opened.ts';

const KINDS = ['damaged', 'misplaced', 'incomplete'] as const;
/** Names of missing files that are shown of one folder. */
const MOST_NAMES = 5;

export const command: Command = {
  spec: {
    name: 'fsck',
    summary: 'Check that all objects of the cache are whole',
    description:
      'Hashes every object anew, whatever its times and mode say, and looks whether folders have all their files. Ends with 1 when something is wrong.',
    options: [
      {
        flags: '--repair',
        description:
          'move what is damaged into the trash, and get it back from the workspace or by running the stage again that made it',
      },
      JSON_OPTION,
    ],
    examples: [
      { command: 'fsck', explains: 'after trouble with a disk' },
      { command: 'fsck --repair', explains: 'and get back what can be made again' },
    ],
    failureCode: 1,
  },

  async run(context, args) {
    const project = openProject(context);
    if (!project.ok) return project;
    const json = flag(args, 'json');
    const repair = flag(args, 'repair');
    if (json && repair)
      return err({ code: 'refused', message: '`--json` is not used with `--repair`, which runs commands' });
    const checked = await checkCache(project.value);
    const { findings } = checked;
    const names = findings.length > 0 ? await namesOf(project.value) : new Map<string, string>();
    const shown = findings.map(finding => findingLine(project.value, finding, names));
    if (!repair || findings.length === 0)
      return ok({
        doc: [lines([...shown, summary(checked)])],
        data: jsonOf(project.value, checked, names),
        exitCode: findings.length > 0 ? 1 : 0,
      });
    const repaired = await repairFindings(context, findings);
    if (!repaired.ok) return repaired;
    const again = await checkCache(project.value);
    const lost = await lostFrom(project.value, findings);
    const left = [
      ...again.findings.map(finding => findingLine(project.value, finding, names)),
      ...lost.map((finding): Line => [{ text: 'lost', style: 'bad' }, `        ${nameOf(finding, names)}`]),
    ];
    const now =
      left.length === 0 ? 'Everything that was wrong is repaired.' : 'The rest could not be made again.';
    return ok({
      doc: [lines([...shown, summary(checked), '', ...left, now])],
      exitCode: left.length > 0 ? 1 : 0,
    });
  },
};

async function repairFindings(
  context: Context,
  findings: readonly Finding[],
): Promise<Result<undefined, Failure>> {
  const opened = await open(context, 'all');
  if (!opened.ok) return opened;
  await repairCache(opened.value.workspace, opened.value.index, findings);
  return ok(undefined);
}

/** What was damaged, is named by the workspace, and did not come back. */
async function lostFrom(project: Project, findings: readonly Finding[]): Promise<readonly Finding[]> {
  const used = await namesOf(project, 'workspace');
  return findings.filter(
    ({ kind, path, store, digest }) =>
      kind === 'damaged' && used.has(`${store} ${digest}`) && project.context.files.lstat(path) === undefined,
  );
}

function nameOf({ store, digest }: Finding, names: ReadonlyMap<string, string>): string {
  return names.get(`${store} ${digest}`) ?? digest;
}

function findingLine(project: Project, finding: Finding, names: ReadonlyMap<string, string>): Line {
  const { kind, missing = [], belongs } = finding;
  const place = placeBelowCache(project, finding.path);
  const name = names.get(`${finding.store} ${finding.digest}`);
  const files = missing.slice(0, MOST_NAMES).map(({ relpath }) => relpath);
  if (missing.length > MOST_NAMES) files.push(`${missing.length - MOST_NAMES} more`);
  const what =
    kind === 'incomplete'
      ? `, misses ${files.join(', ')}`
      : belongs === undefined
        ? ''
        : `, belongs to ${placeBelowCache(project, belongs)}`;
  return [{ text: kind.padEnd(12), style: 'bad' }, place, name === undefined ? '' : `  ${name}`, what];
}

function placeBelowCache({ cacheDirectory }: Project, path: string): string {
  return path.slice(cacheDirectory.length + 1);
}

function summary({ objects, size, findings }: Checked): string {
  const counts = KINDS.map(kind => [findings.filter(each => each.kind === kind).length, kind] as const);
  const wrong = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return `Checked ${objects} object${objects === 1 ? '' : 's'}, ${bytesText(size)}: ${wrong.length === 0 ? 'all is well' : wrong.join(', ')}.`;
}

function jsonOf(project: Project, checked: Checked, names: ReadonlyMap<string, string>): Value {
  const entries = (kind: Finding['kind']): Value =>
    checked.findings
      .filter(each => each.kind === kind)
      .map(({ path, digest, store, actual, belongs, missing }) => {
        const entry = new Map<string, Value>([
          ['object', placeBelowCache(project, path)],
          ['digest', digest],
          ['path', names.get(`${store} ${digest}`) ?? null],
        ]);
        if (actual !== undefined) entry.set('actual', actual);
        if (kind === 'misplaced')
          entry.set('belongs', belongs === undefined ? null : placeBelowCache(project, belongs));
        if (missing !== undefined)
          entry.set(
            'missing',
            missing.map(({ relpath }) => relpath),
          );
        return entry;
      });
  return new Map<string, Value>([
    ['objects', checked.objects],
    ['size', checked.size],
    ...KINDS.map((kind): [string, Value] => [kind, entries(kind)]),
  ]);
}
