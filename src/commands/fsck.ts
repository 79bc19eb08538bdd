import { checkCache } from '../engine/fsck.ts';
import type { Checked, Finding } from '../engine/fsck.ts';
import { bringBackOutputs, clearAway, repairCache } from '../engine/fsck-repair.ts';
import type { Losses } from '../engine/fsck-repair.ts';
import { objectKey } from '../engine/object-uses.ts';
import type { Use } from '../engine/object-uses.ts';
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
import { nameUnfinished, open } from './opened.ts';

const KINDS = ['damaged', 'misplaced', 'incomplete', 'missing', 'lost'] as const;
/** Names of missing files that are shown of one folder, and of revisions that use an object. */
const MOST_NAMES = 5;

export const command: Command = {
  spec: {
    name: 'fsck',
    summary: 'Check that all objects of the cache are there and whole',
    description:
      'Hashes every object anew, whatever its times and mode say, and looks whether folders have all their files and whether everything is there that the workspace names. Ends with 1 when something is wrong.',
    options: [
      {
        flags: '--repair',
        description:
          'move what is damaged into the trash, and get it back from the workspace or by running the stage again that made it; what cannot be got back is told as lost until it is there again',
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
    if (repair) await bringBackOutputs(project.value);
    else nameUnfinished(project.value);
    const checked = await checkCache(project.value);
    const { findings } = checked;
    const shown = [...findings.map(each => findingLine(project.value, each, checked)), [summary(checked)]];
    if (!repair || findings.length === 0)
      return ok({
        doc: [lines(shown)],
        data: jsonOf(project.value, checked),
        exitCode: findings.length > 0 ? 1 : 0,
      });
    // What commands print comes behind it.
    context.emit({ type: 'notice', message: shown.map(textOf).join('\n') });
    const losses = await repairFindings(context, findings);
    if (!losses.ok) return losses;
    const again = await checkCache(project.value);
    const left = again.findings.map(each => leftLine(project.value, each, again, losses.value));
    return ok({
      doc: [lines(['', ...left, verdict(context, checked, again)])],
      exitCode: left.length > 0 ? 1 : 0,
    });
  },
};

async function repairFindings(
  context: Context,
  findings: readonly Finding[],
): Promise<Result<Losses, Failure>> {
  const before = await open(context, 'all');
  if (!before.ok) return before;
  await clearAway(before.value.workspace, findings);
  // Others may have written to the project until now.
  const opened = await open(context, 'all');
  if (!opened.ok) return opened;
  return ok(await repairCache(opened.value.workspace, opened.value.index, findings));
}

function verdict({ program }: Context, before: Checked, now: Checked): string {
  if (now.findings.length > 0) {
    const damaged = now.findings.some(({ trash }) => trash !== undefined);
    return `The rest could not be made again.${damaged ? ` \`${program} undo --list\` shows where the damaged objects are.` : ''}`;
  }
  const unused = before.findings.filter(
    ({ kind, store, digest }) => kind === 'damaged' && !now.whole.has(objectKey(store, digest)),
  ).length;
  if (unused === 0) return 'Everything that was wrong is repaired.';
  const objects = unused === 1 ? '1 damaged object' : `${unused} damaged objects`;
  return `What is used is whole. The trash has ${objects} that nothing here uses: \`${program} undo --list\`.`;
}

function useOf({ store, digest }: Finding, { uses }: Checked): Use | undefined {
  return uses.get(objectKey(store, digest));
}

/** What repair has left: everything that is not there is lost. */
function leftLine(project: Project, finding: Finding, checked: Checked, losses: Losses): Line {
  const kind = finding.kind === 'missing' ? 'lost' : finding.kind;
  const path = useOf(finding, checked)?.path.replace(/\/$/, '');
  const why = [...losses].find(([lost]) => project.show(lost) === path)?.[1];
  return [...findingLine(project, { ...finding, kind }, checked), why === undefined ? '' : `: ${why}`];
}

function findingLine(project: Project, finding: Finding, checked: Checked): Line {
  const { kind, missing = [], belongs } = finding;
  const place = placeBelowCache(project, finding.path);
  const use = useOf(finding, checked);
  const files = firstOf(missing.map(({ relpath }) => relpath));
  const what =
    kind === 'incomplete'
      ? `, misses ${files}`
      : belongs === undefined
        ? ''
        : `, belongs to ${placeBelowCache(project, belongs)}`;
  const name = use === undefined ? '' : `  ${use.path}`;
  const users = kind === 'lost' && use !== undefined ? `, used by ${firstOf(shortNames(use.revisions))}` : '';
  return [{ text: kind.padEnd(12), style: 'bad' }, place, name, what, users];
}

/** Commits that nothing names only where nothing with a name uses it. */
function shortNames(revisions: readonly string[]): readonly string[] {
  const named = revisions.filter(revision => !/^[0-9a-f]{40,}$/.test(revision));
  return named.length > 0 ? named : revisions.map(commit => commit.slice(0, 7));
}

function firstOf(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

function textOf(line: Line): string {
  return line.map(span => (typeof span === 'string' ? span : span.text)).join('');
}

function placeBelowCache({ cacheDirectory }: Project, path: string): string {
  return path.slice(cacheDirectory.length + 1);
}

function summary({ objects, size, findings }: Checked): string {
  const counts = KINDS.map(kind => [findings.filter(each => each.kind === kind).length, kind] as const);
  const wrong = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${kind}`);
  return `Checked ${objects} object${objects === 1 ? '' : 's'}, ${bytesText(size)}: ${wrong.length === 0 ? 'all is well' : wrong.join(', ')}.`;
}

function jsonOf(project: Project, checked: Checked): Value {
  const entries = (kind: Finding['kind']): Value =>
    checked.findings
      .filter(each => each.kind === kind)
      .map(finding => {
        const { path, digest, actual, belongs, missing, trash } = finding;
        const use = useOf(finding, checked);
        const entry = new Map<string, Value>([
          ['object', placeBelowCache(project, path)],
          ['digest', digest],
          ['path', use?.path ?? null],
        ]);
        if (kind === 'lost') entry.set('revisions', use?.revisions ?? []);
        if (trash !== undefined) entry.set('trash', trash);
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
